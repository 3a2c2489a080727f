import { kept } from './kept.js';

/** Making one takes a hundred times as long as using it. */
const MOST_KEPT = 200;
const dates = new Map<string, Intl.DateTimeFormat>();
const amounts = new Map<string, Intl.NumberFormat>();

/** What writes a date in a language one way: a whole style, the name of its month or weekday, or numbers. */
export type DateLook =
  | 'full'
  | 'long'
  | 'medium'
  | 'short'
  | 'month'
  | 'short month'
  | 'weekday'
  | 'short weekday'
  | 'day'
  | 'time'
  | 'day and time';

const DAY = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
const TIME = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;

/** Writes a moment in UTC. */
export function formatDay(moment: Date, lang: string, look: DateLook): string {
  return kept(
    dates,
    MOST_KEPT,
    `${look} ${lang}`,
    () => new Intl.DateTimeFormat(lang, { ...optionsOf(look), timeZone: 'UTC' }),
  ).format(moment);
}

/** Writes an amount of money; throws a RangeError for a code that is none. */
export function formatAmount(amount: number, lang: string, currency: string): string {
  return kept(
    amounts,
    MOST_KEPT,
    `${currency} ${lang}`,
    () => new Intl.NumberFormat(lang, { style: 'currency', currency }),
  ).format(amount);
}

function optionsOf(look: DateLook): Intl.DateTimeFormatOptions {
  switch (look) {
    case 'month':
      return { month: 'long' };
    case 'short month':
      return { month: 'short' };
    case 'weekday':
      return { weekday: 'long' };
    case 'short weekday':
      return { weekday: 'short' };
    case 'day':
      return DAY;
    case 'time':
      return TIME;
    case 'day and time':
      return { ...DAY, ...TIME };
    default:
      return { dateStyle: look };
  }
}
