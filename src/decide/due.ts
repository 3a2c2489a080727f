import { addDuration, nextWallClock } from '../calendar/local-time.js';
import type { Delay } from '../model/plan.js';
import type { Instant } from '../model/value.js';

/** When a step is due whose delay counts from `since`: first `for`, then forward to the next `at` on an allowed day of the profile's wall clock. */
export function dueAt(delay: Delay | null, since: Instant, zone: string): Instant {
  if (delay === null) return since;
  const earliest = delay.for === null ? since : addDuration(since, delay.for, zone);
  return delay.at === null && delay.on === null ? earliest : nextWallClock(earliest, delay.at, delay.on, zone);
}
