import { Temporal } from 'temporal-polyfill';
import type { Refresh } from '../model/population.js';
import type { Instant } from '../model/value.js';
import { addDays, localTime, weekdayOf } from './local-time.js';
import { shiftDay } from './shift-day.js';

const known = new Map<string, Map<string, Instant>>();

/** The first instant from which on no clock of the zone shows an earlier day: midnight, its end where the clocks leap over it, the second where they strike it twice. */
export function dayBegins(day: string, zone: string): Instant {
  const days = known.get(zone) ?? new Map<string, Instant>();
  known.set(zone, days);
  let t = days.get(day);
  if (t === undefined) {
    const midnight = Temporal.PlainDate.from(day).toPlainDateTime();
    t = midnight.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
    days.set(day, t);
  }
  return t;
}

/** The day of the last refresh at or before `t`, in the project's zone. */
export function refreshDay(refresh: Refresh, t: Instant, zone: string): string {
  const date = localTime(t, zone).date;
  return onOrBefore(refresh, dayBegins(date, zone) > t ? addDays(date, -1) : date);
}

/** The days of all refreshes from the one that stands at `since` to the one that stands at `upTo`, in order. */
export function refreshDays(refresh: Refresh, since: Instant, upTo: Instant, zone: string): readonly string[] {
  const last = refreshDay(refresh, upTo, zone);
  const days: string[] = [];
  for (let day = refreshDay(refresh, since, zone); day <= last; day = nextRefreshDay(refresh, day)) days.push(day);
  return days;
}

/** The refresh `count` refreshes before the one on `day`. */
export function refreshBefore(refresh: Refresh, day: string, count: number): string {
  if (refresh === 'monthly') return shiftDay(day, -count, 0);
  return addDays(day, -count * (refresh === 'weekly' ? 7 : 1));
}

function nextRefreshDay(refresh: Refresh, day: string): string {
  return refreshBefore(refresh, day, -1);
}

function onOrBefore(refresh: Refresh, date: string): string {
  switch (refresh) {
    case 'daily':
      return date;
    case 'weekly':
      return addDays(date, 1 - weekdayOf(date));
    case 'monthly':
      return `${date.slice(0, 8)}01`;
  }
}
