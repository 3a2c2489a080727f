import { isMoment, lastDay } from './moment.js';
import type { Schedule } from './plan.js';
import type { Weekday } from './value.js';
import { parseWeekday } from './weekdays.js';

const LEAP_YEAR = 2024;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a schedule: five cron fields (minute hour day-of-month month day-of-week, with lists, ranges, steps and English names; 0 and 7 are
 * Sunday) or one local moment (`2026-12-01T09:00`). Null when it is neither, or can never come (30 February).
 */
export function parseSchedule(text: string): Schedule | null {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/.test(trimmed)) {
    const local = trimmed.replace(' ', 'T');
    return isMoment(local) ? { kind: 'once', local } : null;
  }
  const fields = trimmed.split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string];
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const daysOfMonth = parseField(day, 1, 31);
  const months = parseField(month, 1, 12, (name) => {
    const index = MONTHS.indexOf(name.toLowerCase());
    return index < 0 ? null : index + 1;
  });
  const rawWeekdays = parseField(weekday, 0, 7, parseWeekday);
  if (!minutes || !hours || !daysOfMonth || !months || !rawWeekdays) return null;
  const weekdays = [...new Set(rawWeekdays.map((n) => (n === 0 ? 7 : n)))].sort((a, b) => a - b) as Weekday[];
  const eitherDay = !day.startsWith('*') && !weekday.startsWith('*');
  if (!eitherDay && !months.some((m) => daysOfMonth.some((d) => d <= lastDay(LEAP_YEAR, m)))) return null;
  return { kind: 'cron', text: fields.join(' '), minutes, hours, daysOfMonth, months, weekdays, eitherDay };
}

function parseField(
  text: string,
  low: number,
  high: number,
  named: (name: string) => number | null = () => null,
): readonly number[] | null {
  const numbers = new Set<number>();
  const read = (word: string): number | null => {
    const n = /^\d{1,2}$/.test(word) ? Number(word) : named(word);
    return n !== null && n >= low && n <= high ? n : null;
  };
  for (const part of text.split(',')) {
    const match = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return null;
    const [, first = '', last, every] = match;
    const step = every === undefined ? 1 : Number(every);
    const from = first === '*' ? low : read(first);
    const to = last !== undefined ? read(last) : first === '*' || every !== undefined ? high : from;
    if (from === null || to === null || to < from || step < 1 || (first === '*' && last !== undefined)) return null;
    for (let n = from; n <= to; n += step) numbers.add(n);
  }
  return [...numbers].sort((a, b) => a - b);
}
