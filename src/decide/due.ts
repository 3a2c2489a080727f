import { addDuration, nextWallClock } from '../calendar/local-time.js';
import type { Facts } from '../model/facts.js';
import type { Delay } from '../model/plan.js';
import type { Instant, TimeOfDay } from '../model/value.js';
import { frozenValue } from './frozen-value.js';

/** When a step is due whose delay counts from `since`: first `for`, then forward to the next `at` on an allowed day of the profile's wall clock. */
export function dueAt(delay: Delay | null, since: Instant, facts: Facts): Instant {
  if (delay === null) return since;
  const { zone } = facts;
  const earliest = delay.for === null ? since : addDuration(since, delay.for, zone);
  const at = timeOf(delay.at, since, facts);
  return at === null && delay.on === null ? earliest : nextWallClock(earliest, at, delay.on, zone);
}

function timeOf(at: Delay['at'], since: Instant, facts: Facts): TimeOfDay | null {
  if (at === null || typeof at === 'number') return at;
  const hour = frozenValue(facts, at.trait, since);
  return typeof hour === 'number' ? hour * 60 : null;
}
