import { Temporal } from 'temporal-polyfill';
import { lastDay } from '../model/moment.js';
import { addDays } from './local-time.js';

/** The day so many months, then days, after a `YYYY-MM-DD` day (before it when negative); a month that is too short ends on its last day. */
export function shiftDay(day: string, months: number, days: number): string {
  if (months === 0) return days === 0 ? day : addDays(day, days);
  return Temporal.PlainDate.from(day).add({ months }).add({ days }).toString();
}

/** The day on which a yearly `MM-DD` is kept in a year (0 to 9999): 29 February on 1 March in common years. */
export function yearlyDay(monthDay: string, year: number): string {
  const kept = monthDay === '02-29' && lastDay(year, 2) === 28 ? '03-01' : monthDay;
  return `${String(year).padStart(4, '0')}-${kept}`;
}
