import fc from 'fast-check';
import { expect, it } from 'vitest';
import { subtractDuration } from '../../src/calendar/local-time.js';
import { movesEvenly, windowSweep } from '../../src/warehouse/sql/window-sweep.js';
import { lasting } from './plan.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Moments about which clocks are moved somewhere, now or a window ago. */
const moved = fc.constantFrom('2025-10-26T01:00Z', '2026-03-29T01:00Z', '2026-03-08T07:00Z', '2026-04-04T15:00Z');
const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo');
const stretch = fc.record({
  zone: zones,
  near: moved.map((text) => Date.parse(text)),
  days: fc.constantFrom(0, 1, 30, 155),
  off: fc.integer({ min: -96, max: 96 }),
  hours: fc.integer({ min: 1, max: 30 }),
  text: fc.constantFrom('36h', '1d', '30d', '155d', '1mo', '6mo'),
});

it('knows all that a window start passes over, and takes a window to move evenly only where its start never goes back, and on every ordinary day', () => {
  let even = 0;
  fc.assert(
    fc.property(stretch, ({ zone, near, days, off, hours, text }) => {
      const since = near + days * 24 * HOUR + off * 30 * MINUTE;
      const now = since + hours * HOUR;
      const duration = lasting(text);
      const [after, upTo] = windowSweep(duration, since, now, zone);
      for (let t = since; t <= now; t += 15 * MINUTE) {
        const start = subtractDuration(t, duration, zone);
        expect(start).toBeGreaterThanOrEqual(after);
        expect(start).toBeLessThanOrEqual(upTo);
      }
      if (!movesEvenly(duration, since, now, zone)) return;
      even += 1;
      for (let t = since; t < now; t += 15 * MINUTE)
        expect(subtractDuration(t, duration, zone)).toBeLessThanOrEqual(
          subtractDuration(t + 15 * MINUTE, duration, zone),
        );
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(even).toBeGreaterThan(50);
  const noon = Date.parse('2026-06-10T12:00Z');
  expect(['1h', '7d', '1mo'].map((text) => movesEvenly(lasting(text), noon, noon + HOUR, 'Europe/Berlin'))).toEqual([
    true,
    true,
    true,
  ]);
});
