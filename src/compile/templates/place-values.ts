import type { Tracking } from '../../model/tracking.js';
import { findMixedTracking, type WrittenLink } from './find-mixed-tracking.js';
import { type HiddenText, type LiquidToken, rehideLiquid, replaceWords, type Stretch } from './hide-liquid.js';
import { findOwnLinks } from './own-links.js';
import { placeInLink, withFilter } from './place-in-link.js';
import { reasonOf } from './refuse-liquid.js';
import { type Attribute, type MarkupPart, scanMarkup, voids } from './scan-markup.js';
import type { StageFinding } from './template-finding.js';
import { type PlacedPart, trackingFilter, trackLink } from './track-link.js';

/** Compiled HTML in which every occurrence of a token has its own final Liquid. */
export interface PlacedValues {
  /** The HTML with the tracking parameters of its links, all its Liquid hidden. */
  readonly own: HiddenText;
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
/** Where paragraphs and lists may stand. */
const containers = new Set('div td th li body center blockquote section'.split(' '));
/** What a click follows; the others fetch something. */
const followed = /^(?:a|area|v:\w+)$/;
const writeItself = 'write the value itself, or choose between written values with {% if %}';

/**
 * Gives every value of compiled HTML the filter that its place needs and refuses places that no filter makes safe. Checks that each
 * token is still there, and that tags are there once and in the order of the source.
 */
export function placeValues(html: string, hidden: HiddenText, tracking: Tracking | null): PlacedValues {
  const findings = new Map<string, StageFinding>();
  const liquid: string[] = [];
  const links = new Map<string, WrittenLink>();
  const insertions: Stretch[] = [];
  const isOwn = findOwnLinks(hidden.tokens);
  const words: Word[] = [...html.matchAll(hidden.word)].flatMap((match) => {
    const token = hidden.tokens[Number.parseInt(match[1]!, 36)];
    return token === undefined ? [] : [{ token, at: match.index }];
  });
  let index = 0;
  const around: string[] = [];
  for (const part of scanMarkup(html)) {
    const from = index;
    while (index < words.length && words[index]!.at < part.end) index++;
    const inside = words.slice(from, index);
    if (part.kind === 'open') liquid.push(...placeInTag(part, inside));
    else for (const { token } of inside) liquid.push(placeOutside(part, token));
    if (part.kind === 'open' && !part.selfClosing && !voids.has(part.name)) around.push(part.name);
    if (part.kind === 'close' && around.includes(part.name)) around.length = around.lastIndexOf(part.name);
  }
  checkAccount();
  for (const finding of findMixedTracking([...links.values()], tracking)) {
    findings.set(`LC760 ${finding.start} ${finding.message}`, finding);
  }
  const values = words.map(({ token, at }, n) => ({
    start: at,
    end: at + token.end - token.start,
    parts: [{ liquid: liquid[n]! }],
  }));
  const own = rehideLiquid(html, hidden, [...values, ...insertions]);
  return { own, links: [...links.keys()], findings: [...findings.values()] };

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
    } else if (part.kind === 'text' && reasonOf(token.raw) !== null) {
      if (around.includes('a') || !containers.has(around.at(-1) ?? '')) misplace(token, `in <${around.at(-1)}>`);
    }
    return token.raw;
  }

  function misplace(token: LiquidToken, place: string): void {
    const help = 'put it by itself: <mj-text>{{ value | raw: "…" }}</mj-text>';
    complain(token, 'LC525', 'misplaced-raw', `HTML from data cannot stand ${place}`, help);
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
        } else if (reasonOf(word.token.raw) !== null) misplace(word.token, `in ${attribute.name}=`);
        else if (isUnsafe(part.name, attribute, word.token)) unsafe(word.token, `in ${attribute.name}=`, writeItself);
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
    const parts: PlacedPart[] = [];
    let at = attribute.valueStart;
    const write = (end: number): void => {
      if (at < end) parts.push({ at, part: html.slice(at, end) });
    };
    for (const { token, at: start } of own) {
      write(start);
      parts.push({ at: start, part: token });
      at = start + token.end - token.start;
    }
    write(attribute.valueEnd);
    const link = placeInLink(parts.map(({ part }) => part));
    for (const [n, word] of own.entries()) placed.set(word, link.liquid[n]!);
    for (const token of link.ambiguous) {
      unsafe(token, 'here: whether it begins the link depends on the branch', 'write the whole link in each branch');
    }
    const written = replaceWords(value, hidden, (token) => token.raw);
    const start = Math.max(0, hidden.text.indexOf(value));
    const place = { start, end: hidden.text.startsWith(value, start) ? start + value.length : start };
    if (attribute.name === 'href' && tag === 'a') links.set(written, { written, ...place });
    if (link.unsafe) {
      const message = `"${written}" is not a link that a message may carry`;
      const help = ['write a whole link that begins with https:// and a written host, with mailto: or tel:'];
      findings.set(`LC512 ${value}`, {
        code: 'LC512',
        name: 'unsafe-link',
        severity: 'error',
        message,
        help,
        ...place,
      });
    } else if (attribute.name === 'href' && followed.test(tag)) track(parts, own, placed, { written, ...place });
  }

  function track(
    parts: readonly PlacedPart[],
    own: readonly Word[],
    placed: Map<Word, string>,
    { written, ...place }: WrittenLink,
  ): void {
    if (tracking === null || own.some(({ token }) => isOwn(token))) return;
    const tracked = trackLink(parts, tracking, '&amp;');
    insertions.push(...tracked.insertions);
    for (const word of own) {
      if (tracked.values.includes(word.token))
        placed.set(word, withFilter(placed.get(word)!, trackingFilter(tracking)));
    }
    if (tracked.unclear === null) return;
    findings.set(`LC762 ${written}`, {
      code: 'LC762',
      name: 'untracked-link',
      severity: 'warning',
      message: `"${written}" cannot be tracked: ${tracked.unclear}`,
      label: 'its visits are counted as nobody’s',
      help: ['write the whole link in each branch'],
      ...place,
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

function isUnsafe(tag: string, attribute: Attribute, token: LiquidToken): boolean {
  if (attribute.name === 'style') return token.kind === 'output';
  // Both say where a page goes on or where its links begin.
  if (tag === 'base' || (tag === 'meta' && attribute.name === 'content')) return token.kind === 'output';
  return attribute.name.startsWith('on') || unsafeAttributes.has(attribute.name);
}
