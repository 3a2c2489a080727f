import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDuration, dayText, localDay, localTime, wallClock } from '../../src/calendar/local-time.js';

const ZONES = [
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Sao_Paulo',
];
const instant = fc.integer({ min: Date.UTC(2010, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }).map((s) => s * 1000);
/** Hours around a change of clocks, where arithmetic would go wrong. */
const change = fc
  .tuple(instant, fc.constantFrom(...ZONES), fc.integer({ min: -72 * 60, max: 72 * 60 }))
  .map(([t, zone, minutes]) => {
    const next = Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
    return { zone, t: (next?.epochMilliseconds ?? t) + minutes * 60_000 };
  });
const moment = fc.oneof(change, fc.record({ zone: fc.constantFrom(...ZONES), t: instant }));
const zoned = (t: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);

describe('arithmetic in place of the calendar', () => {
  it('reads the same wall clock', () => {
    fc.assert(
      fc.property(moment, ({ t, zone }) => {
        const z = zoned(t, zone);
        expect(localTime(t, zone)).toEqual({
          date: z.toPlainDate().toString(),
          minutes: z.hour * 60 + z.minute,
          weekday: z.dayOfWeek,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('adds the same days, and finds the same instant for a wall clock', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: -400, max: 400 }).filter((days) => days !== 0),
        ({ t, zone }, days) => {
          const plain = zoned(t, zone).toPlainDateTime().add({ days });
          const there = plain.toZonedDateTime(zone);
          // In a gap the two differ on purpose: that is tested with the calendar itself.
          if (!there.toPlainDateTime().equals(plain)) return;
          expect(addDuration(t, { text: `${days}d`, months: 0, days, exact: 0 }, zone)).toBe(there.epochMilliseconds);
          const minutes = plain.hour * 60 + plain.minute;
          const whole = plain.round('minute').equals(plain);
          if (whole) expect(wallClock(plain.toPlainDate().toString(), minutes, zone)).toBe(there.epochMilliseconds);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('adds the same months, in gaps as well, and shows the same day', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: -14, max: 14 }),
        fc.integer({ min: -40, max: 40 }),
        ({ t, zone }, months, days) => {
          const plain = zoned(t, zone).toPlainDateTime().add({ months }).add({ days });
          const there = plain.toZonedDateTime(zone);
          const isGap = !there.toPlainDateTime().equals(plain);
          const end = there.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
          const expected = isGap ? end!.epochMilliseconds : there.epochMilliseconds;
          if (months === 0 && days === 0) return;
          expect(addDuration(t, { text: '', months, days, exact: 0 }, zone)).toBe(expected);
          expect(dayText(localDay(t, zone))).toBe(zoned(t, zone).toPlainDate().toString());
        },
      ),
      { numRuns: 4000 },
    );
  });
});
