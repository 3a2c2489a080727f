import { tidyText } from '../../render/tidy-text.js';
import { type HiddenText, hideLiquid, replaceWords, showLiquid } from './hide-liquid.js';
import { withFilter } from './place-in-link.js';
import type { StageFinding } from './template-finding.js';

/**
 * A text part written by hand, made ready to render: values inside a web address are percent-encoded, others stay as they are. It
 * must have the links of the HTML, neither more nor fewer (anchors, mail and telephone links aside).
 */
export function writeText(
  body: string,
  htmlLinks: readonly string[],
): { text: string; findings: readonly StageFinding[] } {
  const { hidden, findings } = hideLiquid(body);
  if (findings.length > 0) return { text: '', findings };
  const text = placeInText(hidden);
  const wanted = htmlLinks
    .map((link) => link.trim().replaceAll('&amp;', '&'))
    .filter((link) => !/^(?:#|mailto:|tel:|$)/i.test(link));
  const plain = squeeze(body);
  const written = [...hidden.text.matchAll(/https?:\/\/[^\s<>"()[\]]*[^\s<>"()[\].,;:!?]/g)].map((match) => ({
    link: replaceWords(match[0], hidden, (token) => token.raw),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const isThere = (link: string) =>
    /^https?:\/\/[^()[\]]*$/.test(link) && !link.includes('{%')
      ? written.some((one) => squeeze(one.link) === squeeze(link))
      : plain.includes(squeeze(link));
  const missing = wanted.filter((link) => !isThere(link));
  const extra = written.filter(({ link }) => !wanted.some((one) => squeeze(one) === squeeze(link)));
  const tell = (message: string, help: string, start: number, end: number): StageFinding => ({
    code: 'LC508',
    name: 'links-differ',
    severity: 'error',
    message,
    help: [help],
    start,
    end,
  });
  return {
    text: tidyText(text),
    findings: [
      ...missing.map((link) =>
        tell(`the text part lacks the link ${link}`, 'add it: both parts of a message offer the same links', 0, 0),
      ),
      ...extra.map(({ link, start, end }) =>
        tell(`the HTML has no link ${link}`, 'add it to the HTML, or remove it here', start, end),
      ),
    ],
  };
}

/** Words whose values stay as they are, but percent-encoded inside a web address. */
export function placeInText(hidden: HiddenText): string {
  return replaceWords(showLiquid(hidden.text, { ...hidden, tokens: [] }), hidden, (token, at) => {
    const inAddress = /(?:https?:\/\/|mailto:)[^\s<>"]*$/.test(hidden.text.slice(0, at));
    return inAddress && token.kind === 'output' ? withFilter(token.raw, 'url_part') : token.raw;
  });
}

/** Liquid with and without spaces at its ends is the same. */
function squeeze(text: string): string {
  return text.replace(/\{\{-?\s*|\s*-?\}\}/g, (braces) => braces.replace(/[\s-]/g, ''));
}
