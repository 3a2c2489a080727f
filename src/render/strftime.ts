import { kept } from './kept.js';
import { type DateLook, formatDay } from './locale-formats.js';

type Write = (moment: Date, lang: string) => string;

/** How a conversion is asked for: its flags, its width, and the letters E and O, which change nothing. */
const CONVERSION = /%([-_0^#:]+)?(\d+)?[EO]?(.)/g;
const DAY = 86_400_000;

const named = (look: DateLook): Write => {
  return (moment, lang) => formatDay(moment, lang, look);
};
const number = (of: (moment: Date) => number): Write => {
  return (moment) => String(of(moment));
};
const hour12 = (moment: Date): number => moment.getUTCHours() % 12 || 12;

/** By letter: what it writes, and how wide it is with what in front. */
const CODES: Readonly<Record<string, readonly [write: Write, width?: number, filler?: ' ' | '0']>> = {
  a: [named('short weekday'), 0, ' '],
  A: [named('weekday'), 0, ' '],
  b: [named('short month'), 0, ' '],
  B: [named('month'), 0, ' '],
  h: [named('short month')],
  c: [named('day and time'), 0, ' '],
  x: [named('day')],
  X: [named('time')],
  C: [number((moment) => Math.floor(moment.getUTCFullYear() / 100)), 2],
  d: [number((moment) => moment.getUTCDate()), 2],
  e: [number((moment) => moment.getUTCDate()), 2, ' '],
  H: [number((moment) => moment.getUTCHours()), 2],
  I: [number(hour12), 2],
  j: [number(dayOfYear), 3],
  k: [number((moment) => moment.getUTCHours()), 2, ' '],
  l: [number(hour12), 2, ' '],
  L: [number((moment) => moment.getUTCMilliseconds()), 3],
  m: [number((moment) => moment.getUTCMonth() + 1), 2],
  M: [number((moment) => moment.getUTCMinutes()), 2],
  p: [(moment) => (moment.getUTCHours() < 12 ? 'AM' : 'PM'), 0, ' '],
  P: [(moment) => (moment.getUTCHours() < 12 ? 'am' : 'pm'), 0, ' '],
  q: [(moment) => ordinal(moment.getUTCDate())],
  s: [number((moment) => Math.floor(moment.getTime() / 1000))],
  S: [number((moment) => moment.getUTCSeconds()), 2],
  u: [number((moment) => moment.getUTCDay() || 7)],
  U: [number((moment) => weekOfYear(moment, 0)), 2],
  w: [number((moment) => moment.getUTCDay())],
  W: [number((moment) => weekOfYear(moment, 1)), 2],
  y: [number((moment) => moment.getUTCFullYear() % 100), 2],
  Y: [number((moment) => moment.getUTCFullYear()), 4],
  t: [() => '\t'],
  n: [() => '\n'],
  '%': [() => '%'],
};

function dayOfYear(moment: Date): number {
  const first = new Date(moment);
  first.setUTCMonth(0, 1);
  return Math.round((moment.getTime() - first.getTime()) / DAY) + 1;
}

/** Days before the first `startDay` of a year are in its week 0. */
function weekOfYear(moment: Date, startDay: 0 | 1): number {
  return Math.floor((dayOfYear(moment) + 6 - ((moment.getUTCDay() - startDay + 7) % 7)) / 7);
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

const MOST_KEPT = 200;
const known = new Map<string, readonly Write[] | null>();

/**
 * Writes a moment in UTC by an strftime format, as LiquidJS does on a machine whose zone is UTC and whose language is that of the template. Null for a width of more than three digits.
 */
export function strftime(moment: Date, format: string, lang: string): string | null {
  const writes = kept(known, MOST_KEPT, format, readFormat);
  if (writes === null) return null;
  let text = '';
  for (const write of writes) text += write(moment, lang);
  return text;
}

function readFormat(format: string): readonly Write[] | null {
  const writes: Write[] = [];
  let end = 0;
  for (const { 0: written, 1: flags = '', 2: width = '', 3: letter = '', index } of format.matchAll(CONVERSION)) {
    if (width.length > 3) return null;
    const before = format.slice(end, index);
    end = index + written.length;
    writes.push(() => before, convert(written, flags, width, letter));
  }
  const rest = format.slice(end);
  return [...writes, () => rest];
}

function convert(written: string, flags: string, width: string, letter: string): Write {
  const offset = flags.includes(':') ? '+00:00' : '+0000';
  if (letter === 'N') return nanoseconds(Number(width) || 9);
  const code = letter === 'z' || letter === 'Z' ? ([() => offset] as const) : CODES[letter];
  if (code === undefined) return () => written;
  const [write, usual = 0, filler = '0'] = code;
  const room = flags.includes('-') ? 0 : Number(width) || usual;
  const fill = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : filler;
  return (moment, lang) => {
    const text = turn(write(moment, lang), flags);
    if (fill === '0' && text.startsWith('-')) return `-${text.slice(1).padStart(room - 1, fill)}`;
    return text.padStart(room, fill);
  };
}

function nanoseconds(width: number): Write {
  return (moment) => String(moment.getUTCMilliseconds()).padStart(3, '0').slice(0, width).padEnd(width, '0');
}

function turn(text: string, flags: string): string {
  if (flags.includes('^')) return text.toUpperCase();
  if (!flags.includes('#')) return text;
  return /[a-z]/.test(text) ? text.toUpperCase() : text.toLowerCase();
}
