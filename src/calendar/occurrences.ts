import type { Schedule } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { addDays, localMoment, localTime, wallClock, weekdayOf } from './local-time.js';

/**
 * The instants in (`after`, `upTo`] at which a schedule comes due in a zone, in order. A local time that does not exist that day comes at the end of the
 * gap, one that exists twice comes the first time: every day on the calendar fires, none fires twice.
 */
export function occurrences(schedule: Schedule, zone: string, after: Instant, upTo: Instant): readonly Instant[] {
  if (upTo <= after) return [];
  if (schedule.kind === 'once') {
    const t = localMoment(schedule.local, zone);
    return t > after && t <= upTo ? [t] : [];
  }
  const found = new Set<Instant>();
  const last = localTime(upTo, zone).date;
  for (let date = localTime(after, zone).date; date <= last; date = addDays(date, 1)) {
    if (!matchesDay(schedule, date)) continue;
    for (const hour of schedule.hours) {
      for (const minute of schedule.minutes) {
        const t = wallClock(date, hour * 60 + minute, zone);
        if (t > after && t <= upTo) found.add(t);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Whether a recurring schedule comes on a `YYYY-MM-DD` day. */
export function matchesDay(schedule: Extract<Schedule, { kind: 'cron' }>, date: string): boolean {
  if (!schedule.months.includes(Number(date.slice(5, 7)))) return false;
  const day = schedule.daysOfMonth.includes(Number(date.slice(8, 10)));
  const weekday = schedule.weekdays.includes(weekdayOf(date));
  return schedule.eitherDay ? day || weekday : day && weekday;
}
