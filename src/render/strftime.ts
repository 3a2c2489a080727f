import { formatDay } from './locale-formats.js';

type Write = (moment: Date, lang: string) => string;

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
const hour12 = (moment: Date): number => moment.getUTCHours() % 12 || 12;

/** By code: what it writes, and how without zeros or spaces in front. */
const CODES: Readonly<Record<string, readonly [written: Write, bare: Write]>> = {
  Y: [(moment) => String(moment.getUTCFullYear()).padStart(4, '0'), (moment) => String(moment.getUTCFullYear())],
  y: padded((moment) => moment.getUTCFullYear() % 100, '0'),
  m: padded((moment) => moment.getUTCMonth() + 1, '0'),
  d: padded((moment) => moment.getUTCDate(), '0'),
  e: padded((moment) => moment.getUTCDate(), ' '),
  H: padded((moment) => moment.getUTCHours(), '0'),
  k: padded((moment) => moment.getUTCHours(), ' '),
  I: padded(hour12, '0'),
  l: padded(hour12, ' '),
  M: padded((moment) => moment.getUTCMinutes(), '0'),
  S: padded((moment) => moment.getUTCSeconds(), '0'),
  p: same((moment) => (moment.getUTCHours() < 12 ? 'AM' : 'PM')),
  P: same((moment) => (moment.getUTCHours() < 12 ? 'am' : 'pm')),
  A: same((moment, lang) => formatDay(moment, lang, 'weekday')),
  a: same((moment, lang) => formatDay(moment, lang, 'short weekday')),
  B: same((moment, lang) => formatDay(moment, lang, 'month')),
  b: same((moment, lang) => formatDay(moment, lang, 'short month')),
  h: same((moment, lang) => formatDay(moment, lang, 'short month')),
  '%': same(() => '%'),
};

function padded(number: (moment: Date) => number, by: '0' | ' '): readonly [Write, Write] {
  const fill = by === '0' ? two : (n: number): string => String(n).padStart(2);
  return [(moment) => fill(number(moment)), (moment) => String(number(moment))];
}

function same(write: Write): readonly [Write, Write] {
  return [write, write];
}

const MOST_KEPT = 200;
const known = new Map<string, readonly Write[] | null>();

/** Writes a moment in UTC by an strftime format with the common codes, exactly as LiquidJS does; null when the format has others. */
export function strftime(moment: Date, format: string, lang: string): string | null {
  let writes = known.get(format);
  if (writes === undefined) {
    writes = readFormat(format);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(format, writes);
  }
  if (writes === null) return null;
  let text = '';
  for (const write of writes) text += write(moment, lang);
  return text;
}

function readFormat(format: string): readonly Write[] | null {
  const writes: Write[] = [];
  for (const [part, dash, code] of format.matchAll(/%(-?)(.)|[^%]+|%/gs)) {
    if (code === undefined && part !== '%') writes.push(() => part);
    else {
      const pair = code !== undefined && Object.hasOwn(CODES, code) ? CODES[code] : undefined;
      const write = pair?.[dash === '-' ? 1 : 0];
      if (write === undefined) return null;
      writes.push(write);
    }
  }
  return writes;
}
