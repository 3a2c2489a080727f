import { Temporal } from 'temporal-polyfill';
import { DAY } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';

interface Known {
  /** By UTC day: what is steady about it. */
  readonly days: Map<number, number | null>;
  /** By half UTC day: neighbouring days look at the same ones. */
  readonly halves: Map<number, number>;
}

const known = new Map<string, Known>();

/**
 * How far the clocks of a zone are ahead of UTC at `t`, in milliseconds, when they are not moved on that UTC day or on the ones beside it; null when they are. Three steady days make arithmetic safe: no wall-clock
 * time of the middle one is missing or comes twice.
 */
export function steadyOffset(t: Instant, zone: string): number | null {
  let of = known.get(zone);
  if (of === undefined) {
    of = { days: new Map(), halves: new Map() };
    known.set(zone, of);
  }
  const day = Math.floor(t / DAY);
  let offset = of.days.get(day);
  if (offset === undefined) {
    offset = sameOffset(of.halves, (day - 1) * 2, (day + 2) * 2, zone);
    of.days.set(day, offset);
  }
  return offset;
}

/** The offset that holds at each half day from `first` to `last`, or null when they differ. */
function sameOffset(halves: Map<number, number>, first: number, last: number, zone: string): number | null {
  let same: number | null = null;
  for (let half = first; half <= last; half += 1) {
    let offset = halves.get(half);
    if (offset === undefined) {
      offset = offsetAt((half / 2) * DAY, zone);
      halves.set(half, offset);
    }
    if (same !== null && offset !== same) return null;
    same = offset;
  }
  return same;
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
