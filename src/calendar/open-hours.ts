import { invariant } from '../model/failure.js';
import type { SendWindow } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { addDays, localTime, wallClock, wallClocks, weekdayOf } from './local-time.js';

type Hours = Pick<SendWindow, 'from' | 'to' | 'on'>;

/** When a send window that is shut at `t` opens, or null when it is open. `from` is included, `to` is not; both are of the same day. */
export function windowOpens(t: Instant, window: Hours, zone: string): Instant | null {
  if (isOpen(t, window, zone)) return null;
  const { date } = localTime(t, zone);
  // A window that a clock change swallows whole opens the next time.
  for (let ahead = 0; ahead <= 15; ahead++) {
    const day = addDays(date, ahead);
    if (window.on !== null && !window.on.includes(weekdayOf(day))) continue;
    const opening = wallClocks(day, window.from, zone).find((at) => at > t && isOpen(at, window, zone));
    if (opening !== undefined) return opening;
  }
  invariant(false, 'a send window opens within two weeks');
}

/** The next end of the hours of a window that is open at `t`. */
export function windowShuts(t: Instant, { to }: Hours, zone: string): Instant {
  const { date } = localTime(t, zone);
  for (let ahead = 0; ahead <= 2; ahead++) {
    const day = addDays(date, ahead);
    const ends = to === 1440 ? [wallClock(addDays(day, 1), 0, zone)] : wallClocks(day, to, zone);
    const end = ends.find((at) => at > t);
    if (end !== undefined) return end;
  }
  invariant(false, 'every window shuts once a day');
}

function isOpen(t: Instant, { from, to, on }: Hours, zone: string): boolean {
  const { minutes, weekday } = localTime(t, zone);
  return minutes >= from && minutes < to && (on === null || on.includes(weekday));
}
