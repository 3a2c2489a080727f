import type { Instant } from '../model/value.js';
import { addDays, localTime, wallClock } from './local-time.js';

/** More than a year: days that are all holidays have no end. */
const MOST_DAYS = 400;

/** Whether a `YYYY-MM-DD` day is among the days given as `MM-DD` (every year) or `YYYY-MM-DD`. */
export function isHoliday(date: string, days: readonly string[]): boolean {
  return days.includes(date) || days.includes(date.slice(5));
}

/** When the holiday that holds at `t` is over, with those that follow it at once; null when none holds. */
export function holidayEnds(t: Instant, days: readonly string[], zone: string): Instant | null {
  const { date } = localTime(t, zone);
  if (!isHoliday(date, days)) return null;
  let end = t;
  for (let ahead = 1; ahead <= MOST_DAYS; ahead++) {
    end = wallClock(addDays(date, ahead), 0, zone);
    if (end > t && !isHoliday(localTime(end, zone).date, days)) break;
  }
  return end;
}

/** The beginning of the next holiday after `t` when it is one of the next seven days, else of the seventh day. */
export function holidayBegins(t: Instant, days: readonly string[], zone: string): Instant {
  const { date } = localTime(t, zone);
  for (let ahead = 1; ; ahead++) {
    const day = addDays(date, ahead);
    if (ahead === 7 || isHoliday(day, days)) return wallClock(day, 0, zone);
  }
}
