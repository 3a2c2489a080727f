import type { Tracking } from '../../model/tracking.js';
import { tidyText } from '../../render/tidy-text.js';
import {
  type HiddenText,
  hideLiquid,
  type LiquidToken,
  rehideLiquid,
  replaceWords,
  type Stretch,
  showLiquid,
} from './hide-liquid.js';
import { findOwnLinks } from './own-links.js';
import { withFilter } from './place-in-link.js';
import type { StageFinding } from './template-finding.js';
import { type PlacedPart, trackingFilter, trackLink } from './track-link.js';

/**
 * A text part written by hand, made ready to render: values inside a web address are percent-encoded, others stay as they are. It
 * must have the links of the HTML, neither more nor fewer (anchors, mail and telephone links aside).
 */
export function writeText(
  body: string,
  htmlLinks: readonly string[],
  tracking: Tracking | null,
): { text: string; findings: readonly StageFinding[] } {
  const { hidden, findings } = hideLiquid(body);
  if (findings.length > 0) return { text: '', findings };
  const wanted = htmlLinks
    .map((link) => link.trim().replaceAll('&amp;', '&'))
    .filter((link) => !/^(?:#|mailto:|tel:|$)/i.test(link));
  const text = placeInText(hidden, tracking && { tracking, links: new Set(wanted.map(squeeze)) });
  const plain = squeeze(body);
  const written = [...hidden.text.matchAll(address)]
    .flatMap((match) => linksIn(match[0], match.index, hidden))
    .map((parts) => ({
      link: parts.map(({ part }) => (typeof part === 'string' ? part : part.raw)).join(''),
      start: parts[0]!.at,
      end: endOf(parts.at(-1)!),
    }));
  const isThere = (link: string) =>
    /^https?:\/\/[^()[\]]*$/.test(link) && !link.includes('{%')
      ? written.some((one) => squeeze(one.link) === squeeze(link))
      : plain.includes(squeeze(link));
  const missing = wanted.filter((link) => !isThere(link));
  // Of a link that is chosen in branches each branch is one.
  const known = new Set(wanted.flatMap((link) => [link, ...link.split(/\{%.*?%\}/s)]).map(squeeze));
  const extra = written.filter(({ link }) => !known.has(squeeze(link)));
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

/** A web address in a text, whose last character is none of a sentence. */
const address = /https?:\/\/[^\s<>"()[\]]*[^\s<>"()[\].,;:!?]/g;

/** Words whose values stay as they are, but percent-encoded inside a web address; `followed`: what its links get, and which values are links. */
export function placeInText(
  hidden: HiddenText,
  followed: { readonly tracking: Tracking; readonly links: ReadonlySet<string> } | null = null,
): string {
  const stretches: Stretch[] = [];
  const isOwn = findOwnLinks(hidden.tokens);
  const put = (token: LiquidToken, at: number): string => {
    if (token.kind === 'tag') return token.raw;
    if (/(?:https?:\/\/|mailto:)[^\s<>"]*$/.test(hidden.text.slice(0, at))) return withFilter(token.raw, 'url_part');
    const isLink = followed?.links.has(squeeze(token.raw)) === true && !isOwn(token);
    return isLink ? withFilter(token.raw, trackingFilter(followed.tracking)) : token.raw;
  };
  replaceWords(hidden.text, hidden, (token, start) => {
    stretches.push({ start, end: start + token.end - token.start, parts: [{ liquid: put(token, start) }] });
    return '';
  });
  if (followed !== null) {
    for (const match of hidden.text.matchAll(address)) {
      for (const link of linksIn(match[0], match.index, hidden)) {
        if (link.some(({ part }) => typeof part === 'object' && isOwn(part))) continue;
        stretches.push(...trackLink(link, followed.tracking, '&').insertions);
      }
    }
  }
  const own = rehideLiquid(hidden.text, hidden, stretches);
  return showLiquid(own.text, own);
}

function endOf({ at, part }: PlacedPart): number {
  return at + (typeof part === 'string' ? part.length : part.end - part.start);
}

/** The links that an address is made of: a branch that begins or ends inside it parts one from the next. */
function linksIn(text: string, start: number, hidden: HiddenText): PlacedPart[][] {
  const parts: PlacedPart[] = [];
  let at = 0;
  replaceWords(text, hidden, (token, index) => {
    if (at < index) parts.push({ at: start + at, part: text.slice(at, index) });
    parts.push({ at: start + index, part: token });
    at = index + token.end - token.start;
    return '';
  });
  if (at < text.length) parts.push({ at: start + at, part: text.slice(at) });
  const closers: number[] = [];
  const inner = new Set<number>();
  for (const [n, { part }] of [...parts.entries()].reverse()) {
    if (typeof part === 'string' || part.kind !== 'tag') continue;
    if (part.name.startsWith('end')) closers.push(n);
    else if (openers.has(part.name) && closers.length > 0) {
      for (let i = n; i <= closers.at(-1)!; i++) inner.add(i);
      closers.pop();
    }
  }
  const links: PlacedPart[][] = [[]];
  for (const [n, one] of parts.entries()) {
    const parting = typeof one.part === 'object' && one.part.kind === 'tag' && !inner.has(n);
    if (parting) links.push([]);
    else links.at(-1)!.push(one);
  }
  return links.filter((link) => link.length > 0);
}

const openers = new Set(['if', 'unless', 'case', 'for']);

/** Liquid with and without spaces at its ends is the same. */
function squeeze(text: string): string {
  return text.replace(/\{\{-?\s*|\s*-?\}\}/g, (braces) => braces.replace(/[\s-]/g, ''));
}
