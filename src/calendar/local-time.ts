import { Temporal } from 'temporal-polyfill';
import { invariant } from '../model/failure.js';
import { DAY, MINUTE } from '../model/milliseconds.js';
import type { Duration, Instant, TimeOfDay, Weekday } from '../model/value.js';
import { steadyInstant, steadyOffset } from './steady-offset.js';
import { instantOfReading, offsetAt } from './zone-offset.js';

/** The wall clock of a zone at an instant. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly minutes: TimeOfDay;
  readonly weekday: Weekday;
}

/** What the clocks of a zone show at an instant. */
export function localTime(t: Instant, zone: string): LocalTime {
  // The calendar costs fifty times as much as arithmetic, and a run asks millions of times.
  const offset = steadyOffset(t, zone);
  if (offset !== null) {
    const day = Math.floor((t + offset) / DAY);
    const minutes = Math.floor((t + offset - day * DAY) / MINUTE);
    return { date: dayText(day), minutes, weekday: weekdayOfDay(day) };
  }
  const z = zoned(t, zone);
  return { date: z.toPlainDate().toString(), minutes: z.hour * 60 + z.minute, weekday: z.dayOfWeek as Weekday };
}

/**
 * The instant `duration` after `t`: months and days move the wall clock of the zone, hours and minutes are exact. Where the wall-clock time does
 * not exist (clocks went forward) it is the first instant after the gap; where it exists twice, the first.
 */
export function addDuration(t: Instant, duration: Duration, zone: string): Instant {
  return shift(t, duration, zone, 1);
}

/** The instant `duration` before `t`, by the same rules. */
export function subtractDuration(t: Instant, duration: Duration, zone: string): Instant {
  return shift(t, duration, zone, -1);
}

function shift(t: Instant, { months, days, exact }: Duration, zone: string, sign: 1 | -1): Instant {
  if (months === 0 && days === 0) return t + sign * exact;
  const local = addMonths(t + offsetAt(t, zone), sign * months) + sign * days * DAY;
  return instantOfReading(local, zone) + sign * exact;
}

/** The reading of a calendar and clock (as if it were UTC) so many months on, on the last day of a month that is too short. */
function addMonths(local: number, months: number): number {
  if (months === 0) return local;
  const date = new Date(local);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Math.floor(local / DAY) * DAY;
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) + (local - midnight);
}

/**
 * The instant of a written moment: `YYYY-MM-DD` (local midnight), `YYYY-MM-DDTHH:MM[:SS]` (wall clock of the zone), or with `Z` or an offset (exact).
 * The text must have been checked before.
 */
export function localMoment(text: string, zone: string): Instant {
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes(':')) return Temporal.Instant.from(text).epochMilliseconds;
  return resolve(Temporal.PlainDateTime.from(text), zone);
}

/** The instant at which the clocks of the zone show `time` on `date` (first of two, or the end of the gap). */
export function wallClock(date: string, time: TimeOfDay, zone: string): Instant {
  const steady = steadyInstant(dayNumber(date) * DAY + time * MINUTE, zone);
  if (steady !== null) return steady;
  return resolve(
    Temporal.PlainDate.from(date).toPlainDateTime({ hour: Math.floor(time / 60), minute: time % 60 }),
    zone,
  );
}

/** Every instant at which the clocks of the zone may show `time` on `date`: one, or two where it comes twice; where it does not come, what lies about the gap. */
export function wallClocks(date: string, time: TimeOfDay, zone: string): readonly Instant[] {
  const steady = steadyInstant(dayNumber(date) * DAY + time * MINUTE, zone);
  if (steady !== null) return [steady];
  const plain = Temporal.PlainDate.from(date).toPlainDateTime({ hour: Math.floor(time / 60), minute: time % 60 });
  return [resolve(plain, zone), plain.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds];
}

/** The day `days` after `date`, both `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return dayText(dayNumber(date) + days);
}

/** The ISO weekday of a `YYYY-MM-DD` date. */
export function weekdayOf(date: string): Weekday {
  return weekdayOfDay(dayNumber(date));
}

/** The day that the calendars of a zone show at an instant, counted from 1970-01-01. */
export function localDay(t: Instant, zone: string): number {
  return Math.floor((t + offsetAt(t, zone)) / DAY);
}

/** The number of a `YYYY-MM-DD` date, counted from 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** The `YYYY-MM-DD` date of a day counted from 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function weekdayOfDay(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** The first instant at or after `t` at which the zone's clocks show `at` (null: any time) on an allowed day (null: any day). */
export function nextWallClock(t: Instant, at: TimeOfDay | null, on: readonly Weekday[] | null, zone: string): Instant {
  const now = localTime(t, zone);
  for (let ahead = 0; ahead <= 8; ahead++) {
    const date = addDays(now.date, ahead);
    if (on !== null && !on.includes(weekdayOf(date))) continue;
    const candidate = at === null && ahead === 0 ? t : wallClock(date, at ?? now.minutes, zone);
    if (candidate >= t) return candidate;
  }
  invariant(false, 'a weekday comes within eight days');
}

/**
 * When the quiet hours that hold at `t` end, or null when none hold. `from` is included, `to` is not; `from` later than `to` runs over
 * midnight.
 */
export function quietUntil(t: Instant, from: TimeOfDay, to: TimeOfDay, zone: string): Instant | null {
  const now = localTime(t, zone);
  const quiet = from < to ? now.minutes >= from && now.minutes < to : now.minutes >= from || now.minutes < to;
  if (!quiet) return null;
  for (let ahead = 0; ahead <= 2; ahead++) {
    const end = wallClocks(addDays(now.date, ahead), to, zone).find((candidate) => candidate > t);
    if (end !== undefined) return end;
  }
  invariant(false, 'quiet hours end within two days');
}

/** `2026-03-02 10:30` on the wall clock of the zone. */
export function formatLocal(t: Instant, zone: string): string {
  const z = zoned(t, zone);
  return `${z.toPlainDate().toString()} ${String(z.hour).padStart(2, '0')}:${String(z.minute).padStart(2, '0')}`;
}

function zoned(t: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);
}

function resolve(plain: Temporal.PlainDateTime, zone: string): Instant {
  const z = plain.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (z.toPlainDateTime().equals(plain)) return z.epochMilliseconds;
  // The wall-clock time falls into a gap: `compatible` jumps past it by the gap's length, we want its end.
  // One millisecond on, for `previous` means strictly before, and midnight's gap may end at `z` itself.
  const end = z.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return end === null ? z.epochMilliseconds : end.epochMilliseconds;
}
