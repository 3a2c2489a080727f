import { DAY, HOUR, MINUTE } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { dayNumber, localTime } from './local-time.js';

/** A place that changed its time, of which this runtime does not know. */
export interface OldZone {
  readonly place: string;
  readonly zone: string;
  /** By how many hours its clock is wrong here; negative when it is behind. */
  readonly hours: number;
}

/** Who knows these knows the changes of 2026: each keeps this offset for good, at the latest from here on. */
const SINCE = Date.UTC(2026, 10, 1, 12);
const CHANGED = [
  { place: 'British Columbia', zone: 'America/Vancouver', offset: -7 },
  { place: 'Alberta', zone: 'America/Edmonton', offset: -6 },
  { place: 'Morocco', zone: 'Africa/Casablanca', offset: 0 },
] as const;

/** The places where this runtime's clock is wrong at a moment, because its data of time zones are older than what was decided there. */
export function findOldZones(now: Instant): readonly OldZone[] {
  if (now < SINCE) return [];
  return CHANGED.flatMap(({ place, zone, offset }) => {
    const { date, minutes } = localTime(now, zone);
    const shown = dayNumber(date) * DAY + minutes * MINUTE;
    const hours = Math.round((shown - now) / HOUR) - offset;
    return hours === 0 ? [] : [{ place, zone, hours }];
  });
}
