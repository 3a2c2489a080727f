import { localTime, subtractDuration } from '../../calendar/local-time.js';
import { steadyOffset } from '../../calendar/steady-offset.js';
import { DAY, HOUR } from '../../model/milliseconds.js';
import type { Duration, Instant } from '../../model/value.js';
import type { Stretch } from './stretches.js';

/** All that the start of a window may pass over while its end goes from `since` to `now`, back and forth; without a window, that stretch itself. */
export function windowSweep(duration: Duration | null, since: Instant, now: Instant, zone: string): Stretch {
  const ends = [since, now].map((t) => (duration === null ? t : subtractDuration(t, duration, zone)));
  const more = duration === null || movesEvenly(duration, since, now, zone) ? 0 : slack(duration);
  return [Math.min(...ends) - more, Math.max(...ends) + more];
}

/** Whether the start of a window never goes back while its end goes from `since` to `now`. */
export function movesEvenly(duration: Duration, since: Instant, now: Instant, zone: string): boolean {
  const { months, days } = duration;
  if (months === 0 && days === 0) return true;
  // What lies between days that are looked at is not known.
  if (now - since > DAY) return false;
  const ends = [since, now];
  // The last days of long months meet in short ones.
  if (months > 0 && ends.some((t) => Number(localTime(t, zone).date.slice(-2)) > 28)) return false;
  return [ends, ends.map((t) => subtractDuration(t, duration, zone))].every(([first, last]) => {
    const offset = steadyOffset(first!, zone);
    return offset !== null && offset === steadyOffset(last!, zone);
  });
}

/** Adding and subtracting calendar units differ by the days a month lacks and the hours a clock moved. */
export function slack({ months, days }: Duration): number {
  return months > 0 ? 4 * DAY : days > 0 ? 26 * HOUR : 0;
}
