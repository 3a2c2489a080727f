import { DAY } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { steadyInstant, steadyOffset } from './steady-offset.js';
import { type ZoneShift, zoneShifts } from './zone-shifts.js';

const known = new Map<string, Map<number, readonly ZoneShift[]>>();

/** How far the clocks of a zone are ahead of UTC at `t`, in milliseconds. */
export function offsetAt(t: Instant, zone: string): number {
  const steady = steadyOffset(t, zone);
  if (steady !== null) return steady;
  return shiftsAbout(t, zone).findLast(({ since }) => since <= t)!.shift;
}

/**
 * The instant at which the zone's clocks show `local` (their reading, as if it were UTC): the first of two where it comes twice, and the first instant after the gap where it does not come.
 */
export function instantOfReading(local: number, zone: string): Instant {
  const steady = steadyInstant(local, zone);
  if (steady !== null) return steady;
  const shifts = shiftsAbout(local, zone);
  for (const [i, { since, shift }] of shifts.entries()) {
    const t = local - shift;
    if (t < since) return since;
    if (t < (shifts[i + 1]?.since ?? Number.POSITIVE_INFINITY)) return t;
  }
  return local;
}

/** The shifts from two days before a UTC day to three days after it: clocks are never more than a day from UTC. */
function shiftsAbout(t: Instant, zone: string): readonly ZoneShift[] {
  const days = known.get(zone) ?? new Map<number, readonly ZoneShift[]>();
  known.set(zone, days);
  const day = Math.floor(t / DAY);
  const found = days.get(day) ?? zoneShifts(zone, (day - 2) * DAY, (day + 3) * DAY);
  days.set(day, found);
  return found;
}
