import { describe, expect, test } from 'vitest';
import { alwaysValid, runningP, sequenceFactor } from '../../../src/measure/stats/always-valid.js';
import { adjustForBefore } from '../../../src/measure/stats/covariate.js';
import type { Estimated } from '../../../src/measure/stats/estimate.js';
import { fieller, relativeDelta, welch } from '../../../src/measure/stats/means.js';
import { type Moments, momentsOf, ratioMomentsOf } from '../../../src/measure/stats/moments.js';
import { benjaminiHochberg, holm } from '../../../src/measure/stats/multiplicity.js';
import { normalQuantile } from '../../../src/measure/stats/normal.js';
import { beliefOf } from '../../../src/measure/stats/posterior.js';
import {
  daysNeeded,
  detectableLift,
  meanSignal,
  newcombeSignal,
  peopleNeeded,
  powerOf,
  type Signal,
  shareSignal,
  spendSignal,
} from '../../../src/measure/stats/power.js';
import { katz, newcombe, wilson } from '../../../src/measure/stats/proportions.js';
import { sampleRatio } from '../../../src/measure/stats/sample-ratio.js';
import { shrinkLifts } from '../../../src/measure/stats/shrink-lifts.js';
import { testAndRoll, unlikeTestAndRoll } from '../../../src/measure/stats/test-and-roll.js';

/** All fields to so many decimals. */
function near(estimated: Estimated, expected: readonly number[], digits = 5): void {
  if (estimated.value === null) throw new Error(estimated.reason);
  const { value, low, high, standardError, p } = estimated;
  for (const [i, number] of [value, low, high, standardError, p].slice(0, expected.length).entries())
    expect(number).toBeCloseTo(expected[i]!, digits);
}

const mean = (people: number, sum: number, sumOfSquares: number): Moments =>
  momentsOf({ people, sum, sumOfSquares }) as Moments;
/** As GrowthBook has it: the variance of a share divides by n. */
const share = (n: number, successes: number): Moments => ({
  n,
  mean: successes / n,
  variance: (successes / n) * (1 - successes / n),
});

describe('GrowthBook gbstats (growthbook/growthbook, packages/stats/tests, MIT)', () => {
  const [a, b] = [mean(3407, 1396.87, 52377.9767), mean(3461, 2422.7, 134698.29)];

  test('two-sided t, relative and absolute', () => {
    near(relativeDelta(b, a), [0.70732, -0.03526, 1.44989, 0.37879, 0.06191]);
    near(welch(b, a), [0.29, 0.04538, 0.53462, 0.12478, 0.02016]);
    near(relativeDelta(share(30, 16), share(28, 14)), [0.06667, -0.47767, 0.61101, 0.2717, 0.80707]);
  });

  test('Fieller on the same data tells what Welch tells', () => {
    near(fieller(b, a), [0.70732, 0.094, 1.709], 3);
  });

  test('sequential', () => {
    const look = (t: Moments, c: Moments, planned: number) => {
      const { value, standardError } = relativeDelta(t, c) as { value: number; standardError: number };
      return { value, standardError, ...alwaysValid(value, standardError, { people: t.n + c.n, planned }) };
    };
    const money = look(b, mean(3000, 1396.87, 52377.9767), 1000);
    expect(money.value).toBeCloseTo(0.50336, 5);
    expect([money.low, money.high, money.standardError, money.p].map((n) => Number(n?.toFixed(5)))).toEqual([
      -0.55844, 1.56516, 0.33341, 1,
    ]);
    const shares = look(share(3461, 2422), share(3000, 1396), 5000);
    expect([shares.value, shares.low, shares.high, shares.standardError].map((n) => Number(n?.toFixed(5)))).toEqual([
      0.50386, 0.40098, 0.60675, 0.03386,
    ]);
    expect(shares.p! / 5.2e-44).toBeCloseTo(1, 1);
  });

  test('variance of a ratio', () => {
    const variance = (relative: boolean) => {
      const [t, c] = [
        { n: 4, mean: 7, variance: 2 },
        { n: 15, mean: 5, variance: 0.5 },
      ];
      const estimate = relative ? relativeDelta(c, t) : welch(c, t);
      return (estimate as { standardError: number }).standardError ** 2;
    };
    expect(variance(false)).toBeCloseTo(0.53333, 5);
    expect(variance(true)).toBeCloseTo(0.00589, 5);
  });

  test('theta of CUPED', () => {
    const [post, pre] = [
      [2, 1, 5, 3],
      [0.3, 0.5, 0.9, 22],
    ];
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    const squares = (values: readonly number[]) => total(values.map((value) => value ** 2));
    const sums = {
      people: 4,
      sum: total(post),
      sumOfSquares: squares(post),
      active: 4,
      negative: 0,
      below: null,
      before: { sum: total(pre), sumOfSquares: squares(pre), product: total(post.map((y, i) => y * pre[i]!)) },
    };
    expect(adjustForBefore(sums, sums)?.theta).toBeCloseTo(0.01864, 5);
  });

  test('power and the smallest lift, fixed and sequential', () => {
    const [each, variance] = [400_000 / 3, 3909.9997749994377];
    // GrowthBook plans by the relative delta method, in which the lift widens its own interval.
    const signal: Signal = (lift) => lift / Math.sqrt((2 * variance * (1 + (1 + lift) ** 2)) / 100);
    const people = 2 * each;
    expect(powerOf(signal, 0.05, people)).toBeCloseTo(0.52144, 5);
    expect(detectableLift(signal, people)).toBeCloseTo(0.07027, 5);
    // Its sequential figures widen the noise by the sequence instead of moving the threshold.
    const widened: Signal = (lift) =>
      (signal(lift, people) * normalQuantile(0.975)) / sequenceFactor({ people, planned: 5000 });
    expect(powerOf(widened, 0.05, people)).toBeCloseTo(0.20596, 5);
    expect(detectableLift(widened, people)).toBeCloseTo(0.12821, 5);
  });

  test('belief after a flat prior', () => {
    const { value, standardError } = relativeDelta(share(100, 51), share(100, 49)) as {
      value: number;
      standardError: number;
    };
    const belief = beliefOf(value, standardError)!;
    expect([value, standardError, belief.chanceToWin].map((n) => Number(n.toFixed(5)))).toEqual([
      0.04082, 0.14725, 0.60918,
    ]);
    expect([belief.lossIfStopped, belief.lossIfKept].map((n) => Number(n.toFixed(5)))).toEqual([0.0814, 0.04058]);
  });
});

describe('other sources', () => {
  test('Fagerland et al. 2015, as in statsmodels test_confint_2indep: 7 of 34 and 1 of 34', () => {
    const [t, c] = [
      { active: 7, people: 34 },
      { active: 1, people: 34 },
    ];
    near(newcombe(t, c), [6 / 34, 0.018921, 0.340369], 6);
    near(katz(t, c), [6, 0.9096 - 1, 53.87 - 1], 2);
    // Wald and Agresti–Caffo decide nothing: they are here to be told apart.
    const wald = (x1: number, n1: number, x2: number, n2: number) => {
      const [p1, p2] = [x1 / n1, x2 / n2];
      const half = normalQuantile(0.975) * Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
      return [p1 - p2 - half, p1 - p2 + half];
    };
    expect(wald(7, 34, 1, 34).map((n) => Number(n.toFixed(6)))).toEqual([0.029169, 0.323772]);
    expect(wald(8, 36, 2, 36).map((n) => Number(n.toFixed(6)))).toEqual([0.011612, 0.321722]);
    expect(wilson({ active: 0, people: 34 })?.low).toBe(0);
  });

  test('sample ratios', () => {
    const p = (sent: number, held: number, weight: number) => sampleRatio([{ share: weight, sent, held }])!;
    expect(p(5000, 5000, 0.5)).toEqual({ chiSquared: 0, p: 1, expectedHeld: 5000 });
    expect(p(9120, 880, 0.1).chiSquared).toBeCloseTo(16, 9);
    expect(p(9120, 880, 0.1).p).toBeCloseTo(6.334e-5, 8);
    expect(p(821_588, 815_482, 0.5).p).toBeCloseTo(1.8218e-6, 10);
  });

  test('Holm and Benjamini–Hochberg (R multtest, as in statsmodels test_multi.py)', () => {
    const p = [
      0.838541367553, 0.642193923795, 0.680845947633, 0.967833824309, 0.71626938238, 0.177096952723, 5.23656777208e-5,
      0.0202732688798, 0.00028140506198, 0.0149877310796,
    ];
    const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
    const [byHolm, byBh] = [sorted(holm(p)), sorted(benjaminiHochberg(p))];
    const expectedHolm = [5.23656777208e-4, 2.53264555782e-3, 1.199018486368e-1, 1.4191288215860001e-1];
    const expectedBh = [
      5.23656777208e-4, 1.4070253099e-3, 4.995910359866667e-2, 5.06831721995e-2, 3.54193905446e-1, 8.95336727975e-1,
      8.95336727975e-1, 8.95336727975e-1, 0.9317126306144449, 0.967833824309,
    ];
    for (const [i, value] of expectedHolm.entries()) expect(byHolm[i]).toBeCloseTo(value, 9);
    for (const [i, value] of expectedBh.entries()) expect(byBh[i]).toBeCloseTo(value, 9);
    // Each at its own place.
    expect(holm(p)[6]).toBeCloseTo(5.23656777208e-4, 12);
    expect(holm([])).toEqual([]);
  });

  test('G*Power by way of spotify/confidence (tests/samplesize): to half a percent', () => {
    const mde = peopleNeeded(meanSignal(1, 100, 0.5), 0.3, { power: 0.85 });
    const binomial = peopleNeeded(shareSignal(0.34, 0.5), 0.003 / 0.34, { power: 0.85 });
    expect(mde / 39_906).toBeCloseTo(1, 3);
    expect(binomial / 897_348).toBeCloseTo(1, 3);
  });

  test('Test & Roll (eleafeit/testandroll; Feit & Berman 2019)', () => {
    expect(testAndRoll(100_000, { sigma: 0.03, deviation: 0.46647615158762407 })).toBeCloseTo(2283.89, 1);
    expect(testAndRoll(1_000_000, { sigma: 4.39646, deviation: 103.768 })).toBeCloseTo(11_390.89, 0);
    const held = { mean: 19.39, sigma: 20.97, deviation: 87.69 };
    const mailed = { mean: 29.26, sigma: 13.48, deviation: 179.36 };
    const sizes = unlikeTestAndRoll(100_000, held, mailed);
    expect(Math.abs(sizes.first / 588 - 1)).toBeLessThan(0.01);
    expect(Math.abs(sizes.second / 1886 - 1)).toBeLessThan(0.01);
  });

  test('detectable lifts at power 0.8, by baseline, people and holdout', () => {
    const rows: [share: number, people: number, percent: number[]][] = [
      [0.005, 20_000, [132, 98, 75, 64]],
      [0.005, 100_000, [58, 43, 32, 27]],
      [0.02, 20_000, [65, 47, 36, 30]],
      [0.02, 100_000, [29, 21, 16, 13]],
      [0.05, 20_000, [40, 29, 22, 18]],
      [0.1, 100_000, [12, 9, 7, 5]],
    ];
    const ours = rows.map(([p, people]) => [
      p,
      people,
      [0.05, 0.1, 0.2, 0.5].map((h) => Math.round(100 * detectableLift(shareSignal(p, h), people)!)),
    ]);
    expect(ours).toEqual(rows);
  });

  test('people for a lift of spend, where the variance of the profile is 17.75² means squared', () => {
    const people = (lift: number, h: number) => peopleNeeded(meanSignal(1, 17.75 ** 2, h), lift);
    const seen = [0.1, 0.2, 0.5].flatMap((h) => [people(0.5, h), people(0.2, h)]);
    for (const [i, expected] of [109_929, 687_055, 61_835, 386_469, 39_575, 247_340].entries())
      expect(seen[i]! / expected).toBeCloseTo(1, 3);
  });
});

describe('what follows from the formulas', () => {
  test('the sequence costs 1.55 times the fixed width at the planned number, and more beside it', () => {
    const cost = (share: number) => sequenceFactor({ people: 10_000 * share, planned: 10_000 }) / normalQuantile(0.975);
    expect([1, 0.25, 4].map((share) => cost(share).toFixed(2))).toEqual(['1.55', '1.67', '1.60']);
    expect(sequenceFactor({ people: 0, planned: 100 })).toBe(Number.POSITIVE_INFINITY);
    expect(runningP([0.5, null, 0.2, 0.9])).toEqual([0.5, 0.5, 0.2, 0.2]);
  });

  test('the log lift of spend asks for more people than the difference of means', () => {
    const [buyers, spread] = [0.00573, 0.00573 * (17.75 ** 2 + 1) - 1];
    const logarithm = peopleNeeded(spendSignal(buyers, spread, 0.1), 0.5);
    const difference = peopleNeeded(meanSignal(1, 17.75 ** 2, 0.1), 0.5);
    expect(logarithm / difference).toBeGreaterThan(1.4);
  });

  test('as it is judged, a share asks for more people than by the plain formula, the fewer are held out the more', () => {
    const more = (holdout: number) =>
      peopleNeeded(newcombeSignal(0.05, holdout), 0.5) / peopleNeeded(shareSignal(0.05, holdout), 0.5);
    expect([0.1, 0.3, 0.5].map((holdout) => more(holdout).toFixed(2))).toEqual(['1.18', '1.09', '1.00']);
    expect(peopleNeeded(newcombeSignal(0.5, 0.1), 2)).toBe(Number.POSITIVE_INFINITY);
  });

  test('days', () => {
    expect(daysNeeded(1000, { perDay: 99, window: 30, least: 30 })).toBe(41);
    expect(daysNeeded(10, { perDay: 99, window: 5, least: 30 })).toBe(30);
  });

  test('a ratio of means of everybody with one below the line is the mean', () => {
    const ratio = ratioMomentsOf({
      people: 4,
      sum: 10,
      sumOfSquares: 30,
      active: 4,
      negative: 0,
      below: { sum: 4, sumOfSquares: 4, product: 10 },
      before: null,
    });
    const plain = momentsOf({ people: 4, sum: 10, sumOfSquares: 30 });
    expect(ratio).toEqual(plain);
  });

  test('lifts are drawn towards each other the more, the less is known of them', () => {
    const drawn = shrinkLifts([
      { value: 0.5, standardError: 0.4 },
      { value: 0.1, standardError: 0.02 },
      { value: -0.1, standardError: 0.02 },
      { value: 0.3, standardError: 0.1 },
    ])!;
    expect(drawn.map(({ value }) => value.toFixed(2))).toEqual(['0.14', '0.10', '-0.10', '0.24']);
    expect(drawn.every(({ value, low, high }) => low! < value && value < high!)).toBe(true);
    // Nothing tells them apart: all are the same.
    const same = shrinkLifts([0.1, 0.11, 0.09].map((value) => ({ value, standardError: 1 })))!;
    expect(new Set(same.map(({ value }) => value.toFixed(6))).size).toBe(1);
    expect(shrinkLifts([{ value: 1, standardError: 1 }])).toBeNull();
  });
});
