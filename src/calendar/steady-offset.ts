import { Temporal } from 'temporal-polyfill';
import { DAY } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';

const known = new Map<string, Map<number, number | null>>();

/**
 * How far the clocks of a zone are ahead of UTC at `t`, in milliseconds, when they are not moved on that UTC day or on the ones beside it; null when they are. Three steady days make arithmetic safe: no wall-clock
 * time of the middle one is missing or comes twice.
 */
export function steadyOffset(t: Instant, zone: string): number | null {
  let days = known.get(zone);
  if (days === undefined) {
    days = new Map();
    known.set(zone, days);
  }
  const day = Math.floor(t / DAY);
  let offset = days.get(day);
  if (offset === undefined) {
    const offsets = [-1, -0.5, 0, 0.5, 1, 1.5, 2].map((from) => offsetAt((day + from) * DAY, zone));
    offset = offsets.every((each) => each === offsets[0]) ? (offsets[0] ?? null) : null;
    days.set(day, offset);
  }
  return offset;
}

/** The only instant at which the zone's clocks show `local` (their reading, as if it were UTC), or null when finding it needs the calendar. */
export function steadyInstant(local: number, zone: string): Instant | null {
  const near = steadyOffset(local, zone);
  if (near === null) return null;
  const t = local - near;
  return steadyOffset(t, zone) === near ? t : null;
}

function offsetAt(t: Instant, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}
