import { DAY, HOUR } from '../model/milliseconds.js';
import type { Duration, Instant } from '../model/value.js';

/** More than clocks ever move. */
const SLACK = 30 * HOUR;

/** Whether `t` + `wait` may lie in (`after`, `upTo`] in some zone. The calendar is slow, and most events are long past: it is asked only where this says yes. */
export function mayFallIn(t: Instant, wait: Duration, after: Instant, upTo: Instant): boolean {
  const earliest = t + (wait.months * 28 + wait.days) * DAY + wait.exact - SLACK;
  return t + atMost(wait) > after && earliest <= upTo;
}

/** More milliseconds than a duration ever lasts, whatever the calendar. */
export function atMost({ months, days, exact }: Duration): number {
  return (months * 31 + days) * DAY + exact + SLACK;
}
