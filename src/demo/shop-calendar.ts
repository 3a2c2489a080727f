import { localMoment } from '../calendar/local-time.js';
import { DAY } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';

/** Where the shop's data ends. Fixed, so that the demo shows the same on every day of the year. */
export const SHOP_END: Instant = localMoment('2026-06-15T00:00Z', 'UTC');
/** How many days of events there are: 180, and the two weeks of the replay. */
export const SHOP_DAYS = 194;
/** How long the shop goes on after its data ends, until somebody asks what the messages were good for. */
export const DAYS_AFTERWARDS = 8;
/** When that is. */
export const REPORT_DAY: Instant = SHOP_END + DAYS_AFTERWARDS * DAY;
/** Where the shop's events begin. */
export const SHOP_START: Instant = SHOP_END - SHOP_DAYS * DAY;

/** The date of a day of the shop, as `YYYY-MM-DD`; day 0 is the first with events, earlier days are negative. */
export function shopDate(day: number): string {
  return new Date(SHOP_START + day * DAY).toISOString().slice(0, 10);
}

const midnights = new Map<string, Instant>();

/** The instant of a wall-clock moment: `day` counts from the shop's first, `hour` from midnight there (23.5 is half past eleven at night). On days when clocks change it may be an hour off. */
export function shopInstant(zone: string, day: number, hour: number): Instant {
  const key = `${zone} ${day}`;
  let midnight = midnights.get(key);
  if (midnight === undefined) {
    midnight = localMoment(shopDate(day), zone);
    midnights.set(key, midnight);
  }
  return midnight + Math.round(hour * 3600) * 1000;
}
