import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SizeQuestion, sizeMeasurement } from '../../src/measure/size-measurement.js';
import { trafficOf } from '../../src/measure/traffic-of.js';
import type { Traffic } from '../../src/model/lock-file.js';
import type { Reading, Sums } from '../../src/model/reading.js';

const TRAFFIC: Traffic = {
  from: '2026-01-01',
  to: '2026-03-31',
  people: 20_000,
  metric: 'order_rate',
  window: '0d',
  rate: 0.02,
  mean: 0.02,
  spread: 0,
};

function asked(more: Partial<Omit<SizeQuestion, 'traffic'>> & { traffic?: Partial<Traffic> } = {}): SizeQuestion {
  const { traffic, ...rest } = more;
  return {
    days: 1,
    isShare: true,
    holdout: 0.1,
    goal: null,
    isSequential: false,
    windowDays: 0,
    verdictDays: 1,
    ...rest,
    traffic: { ...TRAFFIC, ...traffic },
  };
}

describe('the smallest lift that is found', () => {
  // The table has equal variances in both arms; with the raised share in its own variance, large lifts are a little larger.
  test.each([
    [0.02, 100_000, 0.1, 0.21],
    [0.02, 100_000, 0.5, 0.13],
    [0.05, 100_000, 0.1, 0.13],
    [0.1, 100_000, 0.1, 0.09],
    [0.1, 100_000, 0.2, 0.07],
  ])('of %d among %d people with a holdout of %d is about %d', (rate, people, holdout, lift) => {
    const { detectable } = sizeMeasurement(asked({ holdout, traffic: { rate, people } }));
    expect(detectable ?? 0).toBeGreaterThan(lift * 0.93);
    expect(detectable ?? 1).toBeLessThan(lift * 1.12);
  });

  test('is larger where the verdict may fall on any day', () => {
    const once = sizeMeasurement(asked({ traffic: { people: 100_000 } })).detectable ?? 0;
    const always = sizeMeasurement(asked({ isSequential: true, traffic: { people: 100_000 } })).detectable ?? 0;
    // (z + 0.84) with z = 3.05 in place of 1.96.
    expect(always / once).toBeGreaterThan(1.3);
    expect(always / once).toBeLessThan(1.5);
  });

  test('of revenue takes many times the people of a share: the spread of what they spend counts', () => {
    // Hillstrom's buyers: 0.573% of people; by equal variances 109,929 show half as much again, which is 0.5; lifts are judged on the log scale, where e^0.5 - 1 is as far.
    const spread = 17.75 ** 2 * 0.00573 + 0.00573 - 1;
    const traffic = { rate: 0.00573, spread, people: 109_929 };
    const { detectable } = sizeMeasurement(asked({ isShare: false, traffic }));
    expect(detectable ?? 0).toBeGreaterThan(0.5);
    expect(detectable ?? 1).toBeLessThan(0.68);
  });
});

describe('what it would take', () => {
  const someQuestion = fc
    .record({
      people: fc.integer({ min: 200, max: 200_000 }),
      rate: fc.integer({ min: 5, max: 500 }).map((one) => one / 1000),
      spread: fc.integer({ min: 0, max: 50 }).map((one) => one / 10),
      isShare: fc.boolean(),
      holdout: fc.integer({ min: 1, max: 49 }).map((one) => one / 100),
      goal: fc.integer({ min: 1, max: 60 }).map((one) => one / 100),
      windowDays: fc.integer({ min: 1, max: 30 }),
      verdictDays: fc.integer({ min: 31, max: 90 }),
    })
    .map(({ people, rate, spread, ...rest }) => asked({ ...rest, days: 90, traffic: { people, rate, spread } }));

  test('with the days that it says the goal is found, and a day earlier it is not', () => {
    fc.assert(
      fc.property(someQuestion, (question) => {
        const { daysNeeded } = sizeMeasurement(question);
        if (daysNeeded === null) return;
        const at = (verdictDays: number) => sizeMeasurement({ ...question, verdictDays }).detectable;
        expect(at(daysNeeded) ?? 99).toBeLessThanOrEqual((question.goal ?? 0) * 1.01);
        expect(at(daysNeeded - 1) ?? 99).toBeGreaterThan((question.goal ?? 0) * 0.99);
      }),
    );
  });

  test('the holdout that it says is the smallest that shows the goal', () => {
    fc.assert(
      fc.property(someQuestion, (question) => {
        const { holdoutNeeded, detectable, people } = sizeMeasurement(question);
        const at = (holdout: number) => sizeMeasurement({ ...question, holdout }).detectable ?? 99;
        if (holdoutNeeded === null) return;
        expect(people).toBeGreaterThan(0);
        expect(at(holdoutNeeded)).toBeLessThanOrEqual((question.goal ?? 0) * 1.01);
        expect(at(Math.max(question.holdout, holdoutNeeded - 0.01))).toBeGreaterThan((question.goal ?? 0) * 0.99);
        expect(detectable ?? 99).toBeGreaterThan((question.goal ?? 0) * 0.99);
      }),
    );
  });

  test('where nobody comes, nobody does anything, or nobody’s time is over, nothing is promised', () => {
    const nothing = { detectable: null, activeHeld: 0 };
    expect(sizeMeasurement(asked({ traffic: { people: 0, rate: 0 } }))).toMatchObject(nothing);
    expect(sizeMeasurement(asked({ goal: 0.1, traffic: { rate: 0 } }))).toMatchObject({ ...nothing, daysNeeded: null });
    expect(sizeMeasurement(asked({ windowDays: 60, verdictDays: 60 }))).toMatchObject({ ...nothing, people: 0 });
  });
});

describe('traffic of a reading', () => {
  const sums = (people: number, values: readonly number[]): Sums => ({
    people,
    sum: values.reduce((sum, one) => sum + one, 0),
    sumOfSquares: values.reduce((sum, one) => sum + one * one, 0),
    active: values.filter((one) => one !== 0).length,
    negative: 0,
    below: null,
    before: null,
  });
  const reading = (days: Reading['metrics'][string]['days']): Reading =>
    ({
      exposed: [{ share: 0.1, sent: 90, held: 10 }],
      metrics: { m: { metric: 'm', days, values: null } },
    }) as unknown as Reading;

  test('both arms count together, for nothing was sent', () => {
    const days = [
      { day: '2026-01-02', arm: 'sent', sums: sums(40, [10, 30]) },
      { day: '2026-01-02', arm: 'held', sums: sums(4, [20]) },
      { day: '2026-01-03', arm: 'sent', sums: sums(6, []) },
    ] as const;
    const found = trafficOf(reading(days), 'm');
    expect(found).toMatchObject({ people: 100, rate: 3 / 50, mean: 60 / 50 });
    // Mean 20, variance 200/3 of the three.
    expect(found?.spread).toBeCloseTo(200 / 3 / 400, 12);
  });

  test('a metric that nobody’s window is over for, or that divides, says nothing', () => {
    expect(trafficOf(reading([]), 'm')).toBeNull();
    const below = { sum: 1, sumOfSquares: 1, product: 1 };
    const days = [{ day: '2026-01-02', arm: 'sent', sums: { ...sums(4, [1]), below } }] as const;
    expect(trafficOf(reading(days), 'm')).toBeNull();
  });
});
