/** One attribute of an opening tag; `quote` is `''` for an unquoted value and null when there is no value. */
export interface Attribute {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quote: '"' | "'" | '' | null;
}

/** One part of a markup text, by offset, `end` exclusive. Names are in lower case. */
export type MarkupPart =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'open';
      readonly start: number;
      readonly end: number;
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly selfClosing: boolean;
      /** The text ended inside the tag or one of its quotes. */
      readonly unfinished: boolean;
    }
  | { readonly kind: 'close'; readonly start: number; readonly end: number; readonly name: string }
  /** A comment that no mail client reads; conditional comments are marks around ordinary markup. */
  | { readonly kind: 'comment'; readonly start: number; readonly end: number }
  | { readonly kind: 'mark'; readonly start: number; readonly end: number }
  /** What stands between `<style>` or `<script>` and its end. */
  | { readonly kind: 'raw'; readonly start: number; readonly end: number; readonly name: string };

const marks = /<!--\[if [^\]]*\]>(?:<!-->|-->)?|<!--<!\[endif\]-->|<!\[endif\]-->|<!\[endif\]>|<![a-z][^>]*>/iy;
const closing = /<\/([a-z][^\s>/]*)[^>]*>/iy;
const opening = /<([a-z][^\s>/]*)/iy;
const rawEnds: Readonly<Record<string, RegExp>> = {
  style: /<\/style/gi,
  script: /<\/script/gi,
  'mj-style': /<\/mj-style/gi,
};

/** The elements that have no end. */
export const voids: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);

/** Cuts HTML or MJML into its parts: nothing is left out, nothing is thrown. Liquid must have been hidden before. */
export function scanMarkup(text: string): MarkupPart[] {
  const parts: MarkupPart[] = [];
  let textStart = 0;
  let at = 0;
  const add = (part: MarkupPart): void => {
    if (part.start > textStart) parts.push({ kind: 'text', start: textStart, end: part.start });
    parts.push(part);
    at = part.end;
    textStart = part.end;
  };
  for (at = text.indexOf('<'); at !== -1 && at < text.length; at = text.indexOf('<', at)) {
    const mark = matchAt(marks, text, at);
    if (mark !== null) {
      add({ kind: 'mark', start: at, end: at + mark[0].length });
      continue;
    }
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      add({ kind: 'comment', start: at, end: end === -1 ? text.length : end + 3 });
      continue;
    }
    const close = matchAt(closing, text, at);
    if (close !== null) {
      add({ kind: 'close', start: at, end: at + close[0].length, name: close[1]!.toLowerCase() });
      continue;
    }
    const open = matchAt(opening, text, at);
    if (open === null) {
      at += 1;
      continue;
    }
    const name = open[1]!.toLowerCase();
    const tag = scanTag(text, at, at + open[0].length, name);
    add(tag);
    if (Object.hasOwn(rawEnds, name) && !tag.selfClosing) {
      const end = matchAt(rawEnds[name]!, text, tag.end)?.index ?? text.length;
      add({ kind: 'raw', start: tag.end, end, name });
    }
  }
  if (textStart < text.length) parts.push({ kind: 'text', start: textStart, end: text.length });
  return parts;
}

function scanTag(text: string, start: number, from: number, name: string): MarkupPart & { kind: 'open' } {
  const attributes: Attribute[] = [];
  let at = from;
  for (;;) {
    at += matchAt(/[\s/]*/y, text, at)![0].length;
    if (at >= text.length)
      return { kind: 'open', start, end: at, name, attributes, selfClosing: false, unfinished: true };
    if (text[at] === '>') {
      const selfClosing = text[at - 1] === '/';
      return { kind: 'open', start, end: at + 1, name, attributes, selfClosing, unfinished: false };
    }
    const attributeStart = at;
    // A stray quote or equals sign is taken as a name, so that the scan always moves on.
    at += matchAt(/[^\s"'<>/=]+|["'<=]/y, text, at)![0].length;
    const attributeName = text.slice(attributeStart, at).toLowerCase();
    const equals = matchAt(/\s*=\s*/y, text, at);
    if (equals === null) {
      attributes.push({ name: attributeName, start: attributeStart, valueStart: at, valueEnd: at, quote: null });
      continue;
    }
    at += equals[0].length;
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, at + 1);
      const valueEnd = end === -1 ? text.length : end;
      attributes.push({ name: attributeName, start: attributeStart, valueStart: at + 1, valueEnd, quote });
      at = Math.min(valueEnd + 1, text.length);
    } else {
      const valueStart = at;
      at += matchAt(/[^\s>]*/y, text, at)![0].length;
      attributes.push({ name: attributeName, start: attributeStart, valueStart, valueEnd: at, quote: '' });
    }
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
