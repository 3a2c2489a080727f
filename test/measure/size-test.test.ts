import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeTest } from '../../src/measure/size-test.js';
import { testAndRoll } from '../../src/measure/stats/test-and-roll.js';

test('of two variants it is the published size', () => {
  const deviation = Math.sqrt(0.68 * 0.32);
  const published = testAndRoll(100_000, { sigma: 0.068, deviation });
  expect(sizeTest({ people: 100_000, arms: 2, rate: 0.68, spread: 0 })).toBeCloseTo(published, 6);
});

test('nobody to learn from has no size', () => {
  expect(sizeTest({ people: 1000, arms: 2, rate: 0, spread: 0 })).toBeNull();
  expect(sizeTest({ people: 1000, arms: 2, rate: 1, spread: 0 })).toBeNull();
  expect(sizeTest({ people: 0, arms: 2, rate: 0.1, spread: 0 })).toBeNull();
});

/** What the rest gains by the best of `arms`, but for a factor that the number of people in the test does not change. */
function gained(people: number, arms: number, each: number, rate: number, spread: number): number {
  const variance = (spread + 1) / rate - 1;
  return ((people - arms * each) * 0.01) / Math.sqrt(0.01 + variance / each);
}

test('of any number of variants, no other size gains more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 5_000_000 }),
      fc.integer({ min: 2, max: 8 }),
      fc.double({ min: 0.001, max: 0.99, noNaN: true }),
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (people, arms, rate, spread, factor) => {
        const best = sizeTest({ people, arms, rate, spread }) ?? 0;
        expect(best * arms).toBeLessThanOrEqual(people / 3 + 1e-9);
        const other = Math.min(best * factor, people / arms);
        const most = gained(people, arms, best, rate, spread);
        expect(gained(people, arms, other, rate, spread)).toBeLessThanOrEqual(most * (1 + 1e-9));
      },
    ),
  );
});
