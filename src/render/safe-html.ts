import { safeUrl } from './link-filters.js';

/** What may be left of HTML that comes from data: text, and the beginnings and ends of a few elements, balanced. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open'; readonly name: string; readonly href: string | null }
  | { readonly kind: 'close'; readonly name: string; readonly href: string | null }
  | { readonly kind: 'break' };

const inline = new Set(['a', 'b', 'strong', 'i', 'em']);
const lists = new Set(['ul', 'ol']);
/** Elements that begin a line of their own become paragraphs. */
const paragraphs = new Set('p div h1 h2 h3 h4 h5 h6 section article blockquote tr dt dd pre'.split(' '));
const deepest = 20;
const longest = 20_000;
/** Bounded: a value that opens thousands of tags and closes none is read in no more than some milliseconds. */
const piece =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|title|textarea|iframe|object|svg|math|noscript|template|select)\b[\s\S]*?(?:<\/\1\s*>|$)|<(\/?)([a-z][a-z0-9]*)((?:\s(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^"'>]){0,500})?)\/?>/gi;

/**
 * HTML from data, as it may stand among the HTML of an email: p, br, b, strong, i, em, ul, ol, li, and links to http, https, mailto and tel; every other
 * tag is taken out. Whatever the value is, each element is closed and nothing else but text is left.
 */
export function safeHtml(value: unknown): string {
  return partsOf(value)
    .map((part) => {
      if (part.kind === 'text') return escapeText(part.text);
      if (part.kind === 'break') return '<br>';
      if (part.kind === 'close') return `</${part.name}>`;
      return part.href === null ? `<${part.name}>` : `<a href="${escapeText(escapeAmpersands(part.href))}">`;
    })
    .join('');
}

/** HTML from data, as text: paragraphs parted by an empty line, list items behind a hyphen, links as `text (url)`. */
export function htmlAsText(value: unknown): string {
  return partsOf(value)
    .map((part) => {
      if (part.kind === 'text') return decode(part.text.replace(/\s+/g, ' '));
      if (part.kind === 'break') return '\n';
      if (part.kind === 'open')
        return part.name === 'li' ? '\n- ' : paragraphs.has(part.name) || lists.has(part.name) ? '\n\n' : '';
      if (part.name === 'a' && part.href !== null) return ` (${part.href})`;
      return paragraphs.has(part.name) || lists.has(part.name) ? '\n\n' : '';
    })
    .join('')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function partsOf(value: unknown): readonly Part[] {
  if (value === undefined || value === null) return [];
  const html = String(value);
  if (html.length > longest) throw new RangeError(`HTML of more than ${longest} characters`);
  const parts: Part[] = [];
  const open: { readonly name: string; readonly href: string | null }[] = [];
  const closeTo = (depth: number): void => {
    while (open.length > depth) parts.push({ kind: 'close', ...open.pop()! });
  };
  /** How many elements stay open when a block begins. */
  const blockDepth = (): number => open.findLastIndex(({ name }) => name === 'li' || lists.has(name)) + 1;
  const begin = (name: string, href: string | null = null): void => {
    if (open.length >= deepest) return;
    open.push({ name, href });
    parts.push({ kind: 'open', name, href });
  };
  let at = 0;
  for (const match of html.matchAll(piece)) {
    if (at < match.index) parts.push({ kind: 'text', text: html.slice(at, match.index) });
    at = match.index + match[0].length;
    const [, , slash, written = '', attributes = ''] = match;
    const name = paragraphs.has(written.toLowerCase()) ? 'p' : written.toLowerCase();
    if (name === 'br') parts.push({ kind: 'break' });
    else if (slash === '/') {
      const depth = open.findLastIndex((one) => one.name === name);
      if (depth !== -1) closeTo(depth);
    } else if (name === 'a') {
      const before = open.findIndex((one) => one.name === 'a');
      if (before !== -1) closeTo(before);
      const href = hrefOf(attributes);
      if (href !== null) begin('a', href);
    } else if (name === 'td' || name === 'th') parts.push({ kind: 'text', text: ' ' });
    else if (inline.has(name)) begin(name);
    else if (name === 'li') {
      const list = open.findLastIndex((one) => lists.has(one.name));
      closeTo(list === -1 ? blockDepth() : list + 1);
      begin(list === -1 ? 'p' : 'li');
    } else if (name === 'p' || lists.has(name)) {
      closeTo(blockDepth());
      begin(name);
    }
  }
  if (at < html.length) parts.push({ kind: 'text', text: html.slice(at) });
  closeTo(0);
  return parts;
}

function hrefOf(attributes: string): string | null {
  const found = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes);
  const href = safeUrl(decode(found?.[1] ?? found?.[2] ?? found?.[3] ?? ''));
  return href === '#' ? null : href;
}

/** Written entities stay what they are. */
function escapeText(text: string): string {
  return text
    .replace(/&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
}

function escapeAmpersands(text: string): string {
  return text.replaceAll('&', '&amp;');
}

const named: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', copy: '©', reg: '®', trade: '™' },
  ...{ hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è' },
  ...{ agrave: 'à', ccedil: 'ç', deg: '°', middot: '·', bull: '•', times: '×', frac12: '½' },
});

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,30}));/gi, (all, ten, hex, name) => {
    if (name !== undefined) return named[name] ?? all;
    const code = Number.parseInt(ten ?? hex, ten === undefined ? 16 : 10);
    const isSign =
      code > 0x1f && code <= 0x10ffff && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff);
    return isSign ? String.fromCodePoint(code) : '';
  });
}
