import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, formatLocal, localMoment, wallClock } from '../../src/calendar/local-time.js';
import { shiftDay } from '../../src/calendar/shift-day.js';
import { dateOccasions } from '../../src/decide/date-occasions.js';
import type { DateTrigger } from '../../src/model/plan.js';
import { at, lasting } from './world.js';

/** Clocks that move at midnight (Havana, Beirut, Santiago), by half an hour, in the wrong season, and not at all. */
const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
];
const birthday: DateTrigger = { kind: 'date', attribute: 'born', offset: null, yearly: true, at: null };

it.each(ZONES)('serves 29 February on 1 March in common years, in %s', (zone) => {
  const from = localMoment('2024-01-01', zone) - 1;
  const upTo = localMoment('2033-01-01', zone);
  const days = (born: string) =>
    dateOccasions({ ...birthday, at: 540 }, born, 'date', zone, from, upTo).map((o) => formatLocal(o.at, zone));
  expect(days('1992-02-29')).toEqual([
    '2024-02-29 09:00',
    ...['2025', '2026', '2027'].map((year) => `${year}-03-01 09:00`),
    '2028-02-29 09:00',
    ...['2029', '2030', '2031'].map((year) => `${year}-03-01 09:00`),
    '2032-02-29 09:00',
  ]);
  expect(days('1992-03-01')).toHaveLength(9);
});

it.each(ZONES)('comes exactly once for every birthday of a year, on its day, in %s', (zone) => {
  const from = localMoment('2025-01-01', zone) - 1;
  const upTo = localMoment('2026-01-01', zone) - 1;
  for (let day = '1992-01-01'; day < '1993-01-01'; day = addDays(day, 1)) {
    for (const clock of [null, 30, 150, 1439]) {
      const found = dateOccasions({ ...birthday, at: clock }, day, 'date', zone, from, upTo);
      const kept = day.endsWith('02-29') ? '2025-03-01' : `2025${day.slice(4)}`;
      expect(found.map((o) => formatLocal(o.at, zone).slice(0, 10))).toEqual([kept]);
      expect(found[0]?.at).toBe(wallClock(kept, clock ?? 0, zone));
    }
  }
});

it('comes in one of the ticks, whichever they are, and is known by one id', () => {
  const offset = fc.constantFrom<DateTrigger['offset']>(
    null,
    { direction: 'before', duration: lasting('3d') },
    { direction: 'after', duration: lasting('1mo 1d 3h') },
    { direction: 'before', duration: lasting('13mo 90m') },
    { direction: 'after', duration: lasting('3y') },
  );
  const [from, upTo] = [at('2026-01-01T00:00'), at('2029-01-01T00:00')];
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: 20_000 }),
      fc.constantFrom(null, 0, 150, 540),
      offset,
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: (upTo - from) / 60_000 - 1 }), { maxLength: 20 }),
      (zone, days, clock, shift, yearly, isTime, minutes) => {
        const trigger: DateTrigger = { ...birthday, at: clock, offset: shift, yearly };
        const day = addDays('1975-01-01', days);
        const value = isTime ? at(`${day}T13:37`) : day;
        const find = (a: number, b: number) => dateOccasions(trigger, value, isTime ? 'time' : 'date', zone, a, b);
        const whole = find(from, upTo);
        // Ticks at odd moments, and at the very moments at which it comes.
        const moments = [...minutes.map((m) => from + m * 60_000), ...whole.map((o) => o.at)];
        const cuts = [from, ...moments.sort((a, b) => a - b), upTo];
        expect(cuts.slice(1).flatMap((cut, i) => find(cuts[i] as number, cut))).toEqual(whole);
        expect(new Set(whole.map((o) => o.id)).size).toBe(whole.length);
        expect([...whole].sort((a, b) => a.at - b.at)).toEqual(whole);
        if (yearly && days < 17_000) expect(whole.length).toBeGreaterThanOrEqual(2);
      },
    ),
    { numRuns: 600 },
  );
});

it('moves days by calendar months and days', () => {
  expect(shiftDay('2026-03-31', -1, 0)).toBe('2026-02-28');
  expect(shiftDay('2026-03-31', -1, -1)).toBe('2026-02-27');
  expect(shiftDay('2024-02-29', 12, 3)).toBe('2025-03-03');
  expect(shiftDay('2025-12-31', 0, 1)).toBe('2026-01-01');
});
