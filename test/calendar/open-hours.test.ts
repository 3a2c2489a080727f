import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { holidayBegins, holidayEnds } from '../../src/calendar/holidays.js';
import { formatLocal } from '../../src/calendar/local-time.js';
import { windowOpens, windowShuts } from '../../src/calendar/open-hours.js';
import type { Weekday } from '../../src/model/value.js';

const utc = (text: string): number => Temporal.Instant.from(`${text}Z`).epochMilliseconds;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

describe('a send window', () => {
  const office = { from: 540, to: 1080, on: [1, 2, 3, 4, 5] as const };
  const london = (text: string): string | null => {
    const opens = windowOpens(utc(text), office, 'Europe/London');
    return opens === null ? null : formatLocal(opens, 'Europe/London');
  };

  it('is open from its beginning to just before its end, on its days', () => {
    expect(london('2026-03-02T08:59')).toBe('2026-03-02 09:00');
    expect(london('2026-03-02T09:00')).toBeNull();
    expect(london('2026-03-02T17:59')).toBeNull();
    expect(london('2026-03-02T18:00')).toBe('2026-03-03 09:00');
    expect(london('2026-03-06T18:00')).toBe('2026-03-09 09:00');
    expect(formatLocal(windowShuts(utc('2026-03-02T10:00'), office, 'Europe/London'), 'Europe/London')).toBe(
      '2026-03-02 18:00',
    );
  });

  it('opens at the end of the gap when the clocks skip its beginning, and the next time when they skip it whole', () => {
    const night = (from: number, to: number): string => {
      const opens = windowOpens(utc('2026-03-29T00:00'), { from, to, on: [7] }, 'Europe/Berlin');
      return formatLocal(opens as number, 'Europe/Berlin');
    };
    expect(night(150, 240)).toBe('2026-03-29 03:00');
    expect(night(130, 170)).toBe('2026-04-05 02:10');
  });

  it('in any zone opens at a moment that is inside, and at no earlier full quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'Africa/Cairo', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        fc.integer({ min: 0, max: 4 * 365 * 96 }),
        fc.integer({ min: 0, max: 94 }),
        fc.integer({ min: 1, max: 95 }),
        fc.constantFrom<readonly Weekday[] | null>(null, [1, 2, 3, 4, 5], [7], [5, 7]),
        (zone, quarter, start, length, on) => {
          const window = { from: start * 15, to: Math.min(1440, (start + length) * 15), on };
          const inside = (t: number): boolean => {
            const z = Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);
            const minutes = z.hour * 60 + z.minute;
            return (
              minutes >= window.from && minutes < window.to && (on === null || on.includes(z.dayOfWeek as Weekday))
            );
          };
          const t = utc('2025-01-01T00:00') + quarter * 15 * MINUTE;
          const opens = windowOpens(t, window, zone);
          expect(opens === null).toBe(inside(t));
          if (opens === null) {
            const shuts = windowShuts(t, window, zone);
            for (let at = t; at < Math.min(shuts, t + DAY); at += 15 * MINUTE) expect(inside(at)).toBe(true);
            return;
          }
          expect(opens).toBeGreaterThan(t);
          expect(inside(opens)).toBe(true);
          // Where the clocks go back, a window may open once more for the rest of the hour: that is not waited for.
          const clocksMove = offset(t, zone) !== offset(opens, zone);
          if (!clocksMove) for (let at = t; at < opens; at += 15 * MINUTE) expect(inside(at)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });
});

function offset(t: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone).offsetNanoseconds;
}

describe('holidays', () => {
  const days = ['12-25', '12-26', '2026-04-06'];
  const ends = (text: string, zone: string): string | null => {
    const end = holidayEnds(utc(text), days, zone);
    return end === null ? null : formatLocal(end, zone);
  };

  it('last from midnight to midnight of the zone, those side by side as one', () => {
    expect(ends('2026-12-24T22:59', 'Europe/Berlin')).toBeNull();
    expect(ends('2026-12-24T23:00', 'Europe/Berlin')).toBe('2026-12-27 00:00');
    expect(ends('2027-12-26T12:00', 'UTC')).toBe('2027-12-27 00:00');
    expect(ends('2026-04-06T12:00', 'UTC')).toBe('2026-04-07 00:00');
    expect(ends('2027-04-06T12:00', 'UTC')).toBeNull();
  });

  it('end an hour late where the clocks skip midnight', () => {
    const end = holidayEnds(utc('2026-04-23T12:00'), ['04-23'], 'Africa/Cairo') as number;
    expect(formatLocal(end, 'Africa/Cairo')).toBe('2026-04-24 01:00');
  });

  it('do not go on for ever when every day is one', () => {
    const all = Array.from({ length: 366 }, (_, i) => new Date(utc('2024-01-01T00:00') + i * DAY).toISOString());
    const end = holidayEnds(
      utc('2026-01-01T00:00'),
      all.map((day) => day.slice(5, 10)),
      'UTC',
    ) as number;
    expect(end).toBeGreaterThan(utc('2027-01-01T00:00'));
  });

  it('are seen coming a week ahead', () => {
    expect(holidayBegins(utc('2026-12-20T12:00'), days, 'UTC')).toBe(utc('2026-12-25T00:00'));
    expect(holidayBegins(utc('2026-12-01T12:00'), days, 'UTC')).toBe(utc('2026-12-08T00:00'));
  });
});
