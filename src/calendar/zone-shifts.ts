import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../model/value.js';

/** How far the clocks of a zone are ahead of UTC, in milliseconds, from an instant on. */
export interface ZoneShift {
  readonly since: Instant;
  readonly shift: number;
}

/** Every change of a zone's clocks in (`from`, `to`], with what holds at `from` first; in order. */
export function zoneShifts(zone: string, from: Instant, to: Instant): readonly ZoneShift[] {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const shifts: ZoneShift[] = [{ since: from, shift: at.offsetNanoseconds / 1_000_000 }];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > to) return shifts;
    shifts.push({ since: next.epochMilliseconds, shift: next.offsetNanoseconds / 1_000_000 });
    at = next;
  }
}
