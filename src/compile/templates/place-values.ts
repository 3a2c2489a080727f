import { type HiddenText, type LiquidToken, replaceWords } from './hide-liquid.js';
import { type LinkPart, placeInLink } from './place-in-link.js';
import { type Attribute, type MarkupPart, scanMarkup } from './scan-markup.js';
import type { StageFinding } from './template-finding.js';

/** Compiled HTML in which every occurrence of a token has its own final Liquid. */
export interface PlacedValues {
  /** The Liquid for the n-th hidden word of the HTML. */
  readonly liquid: readonly string[];
  /** Links of `<a>`, as written in the source, Liquid included; each once. */
  readonly links: readonly string[];
  readonly findings: readonly StageFinding[];
}

interface Word {
  readonly token: LiquidToken;
  readonly at: number;
}

const linkAttributes = new Set('href src background action poster cite xlink:href formaction longdesc'.split(' '));
const unsafeAttributes = new Set(['style', 'srcset', 'srcdoc', 'ping']);
const writeItself = 'write the value itself, or choose between written values with {% if %}';

/**
 * Gives every value of compiled HTML the filter that its place needs and refuses places that no filter makes safe. Checks that each
 * token is still there, and that tags are there once and in the order of the source.
 */
export function placeValues(html: string, hidden: HiddenText): PlacedValues {
  const findings = new Map<string, StageFinding>();
  const liquid: string[] = [];
  const links = new Set<string>();
  const words: Word[] = [...html.matchAll(hidden.word)].flatMap((match) => {
    const token = hidden.tokens[Number.parseInt(match[1]!, 36)];
    return token === undefined ? [] : [{ token, at: match.index }];
  });
  let index = 0;
  for (const part of scanMarkup(html)) {
    const from = index;
    while (index < words.length && words[index]!.at < part.end) index++;
    const inside = words.slice(from, index);
    if (part.kind === 'open') liquid.push(...placeInTag(part, inside));
    else for (const { token } of inside) liquid.push(placeOutside(part, token));
  }
  checkAccount();
  return { liquid, links: [...links], findings: [...findings.values()] };

  function complain(token: LiquidToken, code: string, name: string, message: string, help: string): void {
    const key = `${code} ${token.start}`;
    if (findings.has(key)) return;
    findings.set(key, { code, name, severity: 'error', message, help: [help], start: token.start, end: token.end });
  }

  function unsafe(token: LiquidToken, place: string, help: string): void {
    const what = token.kind === 'tag' ? 'Liquid' : 'a value';
    complain(token, 'LC506', 'unsafe-place', `${what} cannot be made safe ${place}`, help);
  }

  function placeOutside(part: MarkupPart, token: LiquidToken): string {
    if (part.kind === 'comment') {
      unsafe(token, 'in an HTML comment', 'use {% comment %} … {% endcomment %}, which is never sent');
    } else if (part.kind === 'raw' && (token.kind === 'output' || part.name === 'script')) {
      unsafe(token, `in <${part.name}>`, writeItself);
    } else if (part.kind === 'mark' || part.kind === 'close') {
      unsafe(token, 'inside a tag', 'put it in text or in a quoted attribute');
    }
    return token.raw;
  }

  function placeInTag(part: MarkupPart & { kind: 'open' }, inside: readonly Word[]): string[] {
    const placed = new Map<Word, string>();
    for (const attribute of part.attributes) {
      const own = inside.filter(
        ({ at }) => attribute.quote !== null && attribute.valueStart <= at && at < attribute.valueEnd,
      );
      if (linkAttributes.has(attribute.name)) placeLink(part.name, attribute, own, placed);
      for (const word of own) {
        if (attribute.quote === '') {
          unsafe(word.token, `in ${attribute.name}= without quotes`, `write ${attribute.name}="…"`);
        } else if (isUnsafe(attribute, word.token)) unsafe(word.token, `in ${attribute.name}=`, writeItself);
        if (!placed.has(word)) placed.set(word, word.token.raw);
      }
    }
    return inside.map((word) => {
      const done = placed.get(word);
      if (done === undefined) {
        unsafe(word.token, 'as a tag or attribute name', 'put the whole element in {% if %} … {% endif %}');
      }
      return done ?? word.token.raw;
    });
  }

  function placeLink(tag: string, attribute: Attribute, own: readonly Word[], placed: Map<Word, string>): void {
    const value = html.slice(attribute.valueStart, attribute.valueEnd);
    const parts: LinkPart[] = [];
    let at = attribute.valueStart;
    for (const word of own) {
      parts.push(html.slice(at, word.at), word.token);
      at = word.at + word.token.end - word.token.start;
    }
    parts.push(html.slice(at, attribute.valueEnd));
    const link = placeInLink(parts.filter((part) => part !== ''));
    for (const [n, word] of own.entries()) placed.set(word, link.liquid[n]!);
    for (const token of link.ambiguous) {
      unsafe(token, 'here: whether it begins the link depends on the branch', 'write the whole link in each branch');
    }
    const written = replaceWords(value, hidden, (token) => token.raw);
    if (tag === 'a' && attribute.name === 'href') links.add(written);
    if (!link.unsafe) return;
    const start = hidden.text.indexOf(value);
    findings.set(`LC512 ${value}`, {
      code: 'LC512',
      name: 'unsafe-link',
      severity: 'error',
      message: `"${written}" is not a link that a message may carry`,
      help: ['write a whole link that begins with https://, mailto: or tel:'],
      start: Math.max(0, start),
      end: start === -1 ? 0 : start + value.length,
    });
  }

  function checkAccount(): void {
    const seen = new Set<LiquidToken>();
    let last = -1;
    for (const { token } of words) {
      if (token.kind === 'tag') {
        if (seen.has(token) || token.start < last) {
          complain(
            token,
            'LC505',
            'lost-liquid',
            'MJML copies or moves this Liquid, so its branches would no longer match',
            'put it around a whole element, in <mj-raw>',
          );
        }
        last = Math.max(last, token.start);
      }
      seen.add(token);
    }
    for (const token of hidden.tokens) {
      if (seen.has(token)) continue;
      const help =
        token.kind === 'tag'
          ? 'put it in the text of <mj-text>, or around a whole element in <mj-raw>'
          : 'MJML needs a written value here; data can stand in text and in links';
      complain(token, 'LC505', 'lost-liquid', 'MJML drops this Liquid: it would not reach the message', help);
    }
  }
}

function isUnsafe(attribute: Attribute, token: LiquidToken): boolean {
  if (attribute.name === 'style') return token.kind === 'output';
  return attribute.name.startsWith('on') || unsafeAttributes.has(attribute.name);
}
