import { DAY, HOUR, MINUTE } from './milliseconds.js';
import type { Duration } from './value.js';

const UNITS = {
  m: { exact: MINUTE },
  h: { exact: HOUR },
  d: { days: 1 },
  w: { days: 7 },
  mo: { months: 1 },
  y: { months: 12 },
} as const;

/** No time at all. */
export const ZERO: Duration = { months: 0, days: 0, exact: 0, text: '0m' };

/** Reads `30m`, `24h`, `3d`, `2w`, `6mo`, `1y` and combinations (`1d 12h`); null when it is none or longer than 100 years. */
export function parseDuration(text: string): Duration | null {
  const parts = text.trim().split(/\s+/);
  let months = 0;
  let days = 0;
  let exact = 0;
  for (const part of parts) {
    const match = /^(\d{1,6})(mo|m|h|d|w|y)$/.exec(part);
    if (!match) return null;
    const amount = Number(match[1]);
    const unit: { months?: number; days?: number; exact?: number } = UNITS[match[2] as keyof typeof UNITS];
    months += amount * (unit.months ?? 0);
    days += amount * (unit.days ?? 0);
    exact += amount * (unit.exact ?? 0);
  }
  if (months > 1200 || days > 36_500 || exact > 36_500 * DAY) return null;
  return { months, days, exact, text: parts.join(' ') };
}

/** Whether two durations are the same length by definition (not only on average). */
export function sameDuration(a: Duration, b: Duration): boolean {
  return a.months === b.months && a.days === b.days && a.exact === b.exact;
}

/** A length in milliseconds that is at least as long as the duration ever is (months of 31 days, days of 25 hours). */
export function longest(duration: Duration): number {
  return (duration.months * 31 + duration.days) * 90_000_000 + duration.exact;
}

/** A number of days as a duration: the whole ones on the calendar, the rest exact. */
export function durationOfDays(days: number): Duration {
  const whole = Math.floor(days);
  return { months: 0, days: whole, exact: Math.round((days - whole) * DAY), text: `${days}d` };
}
