import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../model/value.js';
import { localTime } from './local-time.js';

/** A stretch of local time that a change of the clocks leaves out, or brings twice; local times as though they were UTC, `to` not included. */
export interface ClockChange {
  readonly kind: 'left-out' | 'twice';
  /** The `YYYY-MM-DD` day on which it begins. */
  readonly day: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** The changes of a zone's clocks from one year's beginning to another year's end. */
export function clockChanges(zone: string, firstYear: number, lastYear: number): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  let at = Temporal.PlainDateTime.from({ year: firstYear, month: 1, day: 1 }).toZonedDateTime(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.year > lastYear) return changes;
    const t = next.epochMilliseconds;
    const before = next.subtract({ milliseconds: 1 }).offsetNanoseconds / 1_000_000;
    const after = next.offsetNanoseconds / 1_000_000;
    if (after !== before) {
      const from = t + Math.min(before, after);
      const day = localTime(from, 'UTC').date;
      changes.push({ kind: after > before ? 'left-out' : 'twice', day, from, to: t + Math.max(before, after) });
    }
    at = next;
  }
}
