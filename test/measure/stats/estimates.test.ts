import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alwaysValid, alwaysValidLift } from '../../../src/measure/stats/always-valid.js';
import { adjustForBefore } from '../../../src/measure/stats/covariate.js';
import type { Estimate, Estimated } from '../../../src/measure/stats/estimate.js';
import { fieller, relativeDelta, welch } from '../../../src/measure/stats/means.js';
import { momentsOf, ratioMomentsOf } from '../../../src/measure/stats/moments.js';
import { benjaminiHochberg, holm } from '../../../src/measure/stats/multiplicity.js';
import { permutationP } from '../../../src/measure/stats/permutation.js';
import { beliefOf } from '../../../src/measure/stats/posterior.js';
import { detectableLift, newcombeSignal, powerOf, shareSignal, spendSignal } from '../../../src/measure/stats/power.js';
import { katz, newcombe } from '../../../src/measure/stats/proportions.js';
import { sampleRatio } from '../../../src/measure/stats/sample-ratio.js';
import { shrinkLifts } from '../../../src/measure/stats/shrink-lifts.js';
import { testAndRoll, unlikeTestAndRoll } from '../../../src/measure/stats/test-and-roll.js';
import { logLift, twoPartLift } from '../../../src/measure/stats/two-part-lift.js';
import type { Sums } from '../../../src/model/reading.js';

/** LIFECYCLE_ESTIMATES for the long form. */
const RUNS = { numRuns: Number(process.env.LIFECYCLE_ESTIMATES ?? 400) };

/** What people of an arm add up to. */
function sumsOf(values: readonly number[], factor = 1): Sums {
  const total = (of: (y: number) => number) => values.reduce((sum, value) => sum + of(value * factor), 0);
  return {
    people: values.length,
    sum: total((y) => y),
    sumOfSquares: total((y) => y ** 2),
    active: values.filter((y) => y !== 0).length,
    negative: values.filter((y) => y < 0).length,
    below: null,
    before: null,
  };
}

const cents = fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 100);
/** Nobody, one, all nothing, all the same, and everything between. */
const arm = fc.oneof(
  fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, cents), { maxLength: 40 }),
  fc.tuple(fc.nat(30), cents).map(([n, value]) => Array<number>(n).fill(value)),
  fc.nat(30).map((n) => Array<number>(n).fill(0)),
);

const share = ({ active, people }: Sums) => ({ active, people });
const estimators: Readonly<Record<string, (t: Sums, c: Sums) => Estimated>> = {
  newcombe: (t, c) => newcombe(share(t), share(c)),
  katz: (t, c) => katz(share(t), share(c)),
  twoPartLift,
  ...Object.fromEntries(
    Object.entries({ welch, relativeDelta, fieller }).map(([name, estimate]) => [
      name,
      (t: Sums, c: Sums) => {
        const [a, b] = [momentsOf(t), momentsOf(c)];
        return a && b ? estimate(a, b) : { value: null, reason: 'fewer than two people' };
      },
    ]),
  ),
};

describe.each(Object.entries(estimators))('%s', (name, estimate) => {
  test('is a number between its bounds, or says why there is none', () => {
    fc.assert(
      fc.property(arm, arm, (sent, held) => {
        const it = estimate(sumsOf(sent), sumsOf(held));
        if (it.value === null) {
          expect(it.reason.length).toBeGreaterThan(10);
          return;
        }
        const { value, low, high, standardError, p } = it;
        for (const number of [value, low, high, standardError, p]) expect(Number.isFinite(number)).toBe(true);
        const slack = 1e-9 * Math.max(1, Math.abs(value));
        expect(low!).toBeLessThanOrEqual(value + slack);
        expect(high!).toBeGreaterThanOrEqual(value - slack);
        expect(p >= 0 && p <= 1).toBe(true);
      }),
      RUNS,
    );
  });

  test('widens with less data', () => {
    fc.assert(
      fc.property(arm, arm, (sent, held) => {
        const four = (values: readonly number[]) => [...values, ...values, ...values, ...values];
        const [few, many] = [estimate(sumsOf(sent), sumsOf(held)), estimate(sumsOf(four(sent)), sumsOf(four(held)))];
        if (few.value === null || many.value === null) return;
        expect(Math.abs(many.value - few.value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(few.value)));
        expect(many.high! - many.low!).toBeLessThanOrEqual((few.high! - few.low!) * (1 + 1e-9));
      }),
      RUNS,
    );
  });

  test('does not depend on the currency', () => {
    fc.assert(
      fc.property(arm, arm, (sent, held) => {
        const [plain, scaled] = [estimate(sumsOf(sent), sumsOf(held)), estimate(sumsOf(sent, 7.5), sumsOf(held, 7.5))];
        expect(scaled.value === null).toBe(plain.value === null);
        if (plain.value === null || scaled.value === null) return;
        const factor = name === 'welch' ? 7.5 : 1;
        expect(scaled.low! - factor * plain.low!).toBeCloseTo(0, 3);
        // Of amounts that hardly differ, sums of squares leave nothing but rounding.
        const amounts = [...sent, ...held].filter((each) => each > 0);
        if (Math.max(...amounts) - Math.min(...amounts) < 1e-4 * Math.max(...amounts)) return;
        expect(scaled.p).toBeCloseTo(plain.p, 6);
      }),
      RUNS,
    );
  });
});

describe('the other way round', () => {
  test('differences change their sign, lifts turn over', () => {
    fc.assert(
      fc.property(arm, arm, (one, other) => {
        const [a, b] = [sumsOf(one), sumsOf(other)];
        for (const estimate of [estimators.newcombe!, estimators.welch!]) {
          const [there, back] = [estimate(a, b), estimate(b, a)];
          if (there.value === null || back.value === null) continue;
          expect(back.low! + there.high!).toBeCloseTo(0, 6);
          expect(back.p).toBeCloseTo(there.p, 9);
        }
        for (const estimate of [twoPartLift, estimators.katz!]) {
          const [there, back] = [estimate(a, b), estimate(b, a)];
          if (there.value === null || back.value === null) continue;
          // Of a bound next to -1 its own last digit is all that is known of what lies above it.
          const lastDigit = Number.EPSILON * (1 + there.high!);
          expect(Math.abs((1 + back.low!) * (1 + there.high!) - 1)).toBeLessThanOrEqual(1e-9 + 2 * lastDigit);
        }
      }),
      RUNS,
    );
  });

  test('without spread the lift of spend is that of buyers', () => {
    const [a, b] = [sumsOf([5, 5, 5, 0, 0, 0, 0]), sumsOf([5, 0, 0, 5, 0, 0])];
    const [spend, buyers] = [twoPartLift(a, b), katz(share(a), share(b))];
    for (const field of ['value', 'low', 'high', 'p'] as const)
      expect((spend as Estimate)[field]).toBe((buyers as Estimate)[field]);
  });

  test.each([0.09, 0.19, 1.425])('where everybody spends %d there is no lift, and none is seen', (amount) => {
    const it = twoPartLift(sumsOf(Array(11).fill(amount)), sumsOf([amount]));
    expect(it).toMatchObject({ value: 0, low: 0, high: 0, standardError: 0, p: 1 });
  });

  test('returns that outweigh purchases have no logarithm', () => {
    expect(twoPartLift(sumsOf([5, -1, 0]), sumsOf([5, 0, 3]))).toEqual({
      value: null,
      reason: 'some people have less than 0, and a logarithm of that is none',
    });
  });
});

describe('permutation', () => {
  const arms = (sent: readonly number[], held: readonly number[], people = 500) => [
    { people, values: sent },
    { people: people / 5, values: held },
  ];

  test('is the same for the same values in any order, and the same the other way round but for chance', () => {
    const [sent, held] = arms([3, 50, 12, 8, 4, 4, 9, 30], [1, 2]);
    const p = permutationP(sent!, held!);
    expect(permutationP({ ...sent!, values: [...sent!.values].reverse() }, held!)).toBe(p);
    expect(permutationP(held!, sent!)).toBeCloseTo(p!, 1);
  });

  test('is the exact probability where it can be counted', () => {
    // One buyer among 10, held out: dealt there by chance in 2 of 10.
    expect(permutationP({ people: 8, values: [] }, { people: 2, values: [9] })).toBeCloseTo(0.4, 1);
    // Fisher: 5 of 5 buyers of 20 in an arm of 10 has probability 0.01625.
    const p = permutationP({ people: 10, values: [1, 1, 1, 1, 1] }, { people: 10, values: [] })!;
    expect(Math.abs(p - 2 * 0.01625)).toBeLessThan(0.006);
  });

  test('deals each place in the holdout once', () => {
    // Everybody buys for the same: every deal is like the one that was seen.
    expect(permutationP({ people: 30, values: Array(30).fill(4) }, { people: 5, values: Array(5).fill(4) })).toBe(1);
    expect(permutationP({ people: 4, values: [1, 2, 3, 4] }, { people: 1, values: [10] })).toBeCloseTo(0.4, 1);
  });

  test('says nothing of nobody, and of so many that it would take minutes', () => {
    expect(permutationP({ people: 5, values: [] }, { people: 5, values: [] })).toBeNull();
    expect(permutationP({ people: 5, values: [1] }, { people: 0, values: [] })).toBeNull();
    expect(permutationP({ people: 50_000, values: Array(30_000).fill(1) }, { people: 50_000, values: [] })).toBeNull();
  });
});

describe('CUPED', () => {
  test('what was known beforehand narrows the interval and moves no mean on average', () => {
    // Spend before explains spend after, and the arms happen to differ beforehand.
    const people = (n: number, shift: number) =>
      Array.from({ length: n }, (_, i) => ({ x: (i % 10) + shift, y: 2 * ((i % 10) + shift) + (i % 3) }));
    const sums = (of: readonly { readonly x: number; readonly y: number }[]): Sums => ({
      ...sumsOf(of.map(({ y }) => y)),
      before: {
        sum: of.reduce((sum, { x }) => sum + x, 0),
        sumOfSquares: of.reduce((sum, { x }) => sum + x ** 2, 0),
        product: of.reduce((sum, { x, y }) => sum + x * y, 0),
      },
    });
    const [sent, held] = [sums(people(900, 0)), sums(people(90, 0.5))];
    const it = adjustForBefore(sent, held)!;
    expect(it.theta).toBeCloseTo(2, 1);
    expect(it.explained).toBeGreaterThan(0.95);
    // All of the difference was there before.
    const difference = welch(it.sent, it.held);
    expect(difference.value).toBeCloseTo(0, 1);
    const plain = welch(momentsOf(sent)!, momentsOf(held)!);
    expect((plain as { standardError: number }).standardError).toBeGreaterThan(
      5 * (difference as { standardError: number }).standardError,
    );
    expect(adjustForBefore(sumsOf([1, 2]), sumsOf([1, 2]))).toBeNull();
  });
});

describe('nothing is made of nothing', () => {
  test('no people, no spread, no plan', () => {
    expect(momentsOf(sumsOf([4]))).toBeNull();
    expect(ratioMomentsOf(sumsOf([4, 5]))).toBeNull();
    expect(alwaysValid(1, 0, { people: 10, planned: 10 })).toBeNull();
    expect(alwaysValidLift(1, 1, { people: 0, planned: 10 })).toBeNull();
    expect(beliefOf(1, 0)).toBeNull();
    expect(sampleRatio([])).toBeNull();
    expect(sampleRatio([{ share: 0, sent: 10, held: 0 }])).toBeNull();
    expect(logLift(sumsOf([0, 0]), sumsOf([1, 0])).value).toBeNull();
    expect(shrinkLifts([])).toBeNull();
    expect(detectableLift(shareSignal(0.5, 0.1), 4)).toBeNull();
  });

  test('always-valid intervals lie around the fixed ones', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (value, standardError, people, planned) => {
          const it = alwaysValid(value, standardError, { people, planned })!;
          expect(it.high - it.low).toBeGreaterThan(2 * 1.96 * standardError);
          // The interval leaves 0 out where p is below α, and only there.
          expect(it.low > 0 || it.high < 0).toBe(it.p < 0.05);
        },
      ),
      RUNS,
    );
  });

  test('corrections only raise p, and keep its order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
        for (const adjusted of [holm(p), benjaminiHochberg(p)]) {
          for (const [i, one] of p.entries()) {
            expect(adjusted[i]!).toBeGreaterThanOrEqual(one * (1 - 1e-12));
            expect(adjusted[i]!).toBeLessThanOrEqual(1);
            for (const [j, other] of p.entries())
              if (one < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
          }
        }
        expect(holm(p).every((value, i) => value >= benjaminiHochberg(p)[i]! - 1e-12)).toBe(true);
      }),
      RUNS,
    );
  });

  test('a lift that so many people show is found with the power that was asked', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        fc.double({ min: 0.02, max: 0.5, noNaN: true }),
        fc.integer({ min: 2000, max: 1_000_000 }),
        (rate, holdout, people) => {
          for (const signal of [
            shareSignal(rate, holdout),
            newcombeSignal(rate, holdout),
            spendSignal(rate, 2, holdout),
          ]) {
            const lift = detectableLift(signal, people);
            if (lift !== null) expect(powerOf(signal, lift, people)).toBeCloseTo(0.8, 2);
          }
        },
      ),
      RUNS,
    );
  });

  test('alike and unlike tests agree where the arms are alike', () => {
    const prior = { mean: 0.68, sigma: 0.03, deviation: 0.46647615158762407 };
    const { first, second } = unlikeTestAndRoll(100_000, prior, prior);
    const alike = testAndRoll(100_000, prior);
    expect(Math.abs(first / alike - 1)).toBeLessThan(0.01);
    expect(Math.abs(second / alike - 1)).toBeLessThan(0.01);
  });
});
