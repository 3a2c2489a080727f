import betainc from '@stdlib/math-base-special-betainc';
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import hyp2f1 from '@stdlib/math-base-special-hyp2f1';
import chisquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import normalCdfOf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantileOf from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquaredTail } from '../../../src/measure/stats/chi-squared.js';
import { hypergeometric2F1 } from '../../../src/measure/stats/hypergeometric.js';
import { incompleteBeta } from '../../../src/measure/stats/incomplete-beta.js';
import { gammaP, gammaQ } from '../../../src/measure/stats/incomplete-gamma.js';
import { logGamma } from '../../../src/measure/stats/log-gamma.js';
import { normalCdf, normalQuantile } from '../../../src/measure/stats/normal.js';
import { studentCdf, studentQuantile } from '../../../src/measure/stats/student-t.js';

const RUNS = { numRuns: 3000 };
/** Below this no number has all its digits. */
const SMALLEST = 1e-290;

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** As likely in each power of ten. */
const logarithmic = (min: number, max: number) => between(Math.log(min), Math.log(max)).map(Math.exp);

/** The same to 1e-9, relative; where the oracle has no digits left, neither has ours. */
function near(ours: number, oracle: number): void {
  if (Math.abs(oracle) < SMALLEST) expect(Math.abs(ours)).toBeLessThan(SMALLEST * 10);
  else if (ours !== oracle && !(Math.abs(ours / oracle - 1) <= 1e-9)) expect(ours).toBe(oracle);
}

describe('special functions, against @stdlib to 1e-9', () => {
  test('ln Γ, beside its zeros, too', () => {
    fc.assert(
      fc.property(fc.oneof(logarithmic(1e-300, 1e300), between(0.5, 3)), (x) => {
        near(logGamma(x), gammaln(x));
      }),
      RUNS,
    );
  });

  test('incomplete gamma in both tails', () => {
    fc.assert(
      fc.property(logarithmic(0.01, 100), between(-10, 10), (a, deviations) => {
        const x = a * Math.exp(deviations / Math.sqrt(a));
        near(gammaP(a, x), gammainc(x, a, true, false));
        near(gammaQ(a, x), gammainc(x, a, true, true));
      }),
      RUNS,
    );
  });

  test('incomplete beta in both tails', () => {
    fc.assert(
      fc.property(logarithmic(0.05, 1e5), logarithmic(0.05, 1e5), between(-10, 10), (a, b, deviations) => {
        const x = 1 / (1 + (b / a) * Math.exp(deviations * Math.sqrt(1 / a + 1 / b)));
        near(incompleteBeta(a, b, x), betainc(x, a, b, true, false));
        near(incompleteBeta(b, a, 1 - x), betainc(1 - x, b, a, true, false));
      }),
      RUNS,
    );
  });

  test('the normal distribution', () => {
    fc.assert(
      fc.property(between(-38, 38), (x) => near(normalCdf(x), normalCdfOf(x, 0, 1))),
      RUNS,
    );
    fc.assert(
      fc.property(fc.oneof(logarithmic(1e-8, 1), between(0.001, 0.999)), (p) =>
        near(normalQuantile(p), normalQuantileOf(p, 0, 1)),
      ),
      RUNS,
    );
    // Further out the oracle of the quantile is off by up to 1.2e-5; that of the probability is not.
    fc.assert(
      fc.property(logarithmic(1e-285, 1e-8), (p) => near(normalCdfOf(normalQuantile(p), 0, 1), p)),
      RUNS,
    );
  });

  test("Student's t", () => {
    fc.assert(
      fc.property(logarithmic(0.5, 1e7), between(-30, 30), (df, t) => {
        // So near to the middle the oracle loses t.
        if (Math.abs(t) < 1e-6) return;
        const oracle = tCdf(t, df);
        // Far out with many degrees of freedom the oracle says 0.
        if (oracle > 1e-100) near(studentCdf(t, df), oracle);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.oneof(logarithmic(1e-90, 1), between(0.001, 0.999)), logarithmic(1, 1e6), (p, df) =>
        near(studentQuantile(p, df), tQuantile(p, df)),
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.oneof(logarithmic(1e-100, 0.5), between(0.001, 0.999)), logarithmic(1, 1e7), (p, df) =>
        near(studentCdf(studentQuantile(p, df), df), p),
      ),
      RUNS,
    );
  });

  test('the tail of chi-squared', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), logarithmic(1e-4, 2000), (df, x) => {
        near(chiSquaredTail(x, df), gammainc(x / 2, df / 2, true, true));
        expect(1 - chiSquaredTail(x, df)).toBeCloseTo(chisquareCdf(x, df), 12);
      }),
      RUNS,
    );
  });

  test("2F1 where BG/NBD's expectations need it", () => {
    fc.assert(
      fc.property(
        fc.record({ r: logarithmic(0.02, 20), a: logarithmic(0.02, 20), b: logarithmic(0.02, 100) }),
        fc.nat(100),
        between(0, 0.99),
        ({ r, a, b }, x, z) => {
          const c = a + b + x - 1;
          const oracle = hyp2f1(r + x, b + x, c, z);
          // Where c is b but for rounding the oracle stops too early, where c − a − b is whole but for rounding it divides by nearly nothing, and now and then it overflows.
          const rest = a - 1 - r - x;
          const isHard = Math.abs(a - 1) < 1e-3 || Math.abs(rest - Math.round(rest)) < 1e-3;
          if (c > 0.01 && !isHard && Number.isFinite(oracle)) near(hypergeometric2F1(r + x, b + x, c, z), oracle);
        },
      ),
      RUNS,
    );
  });
});

/** Worked out with forty digits by the series and by quadrature (mpmath). */
describe('where @stdlib itself is off, against forty digits', () => {
  test('incomplete gamma for large a', () => {
    near(gammaP(1000, 900), 0.0005499022657117829);
    near(gammaQ(1000, 1000), 0.4957947558197845);
    near(gammaQ(1000, 1300), 1.8736155715785553e-18);
    near(gammaP(50_000, 49_500), 0.012478315638082799);
    near(gammaQ(1e6, 1_000_500), 0.3084495242285028);
    near(gammaQ(1e6, 1_005_000), 2.987490140114635e-7);
    near(gammaP(1152.4076304454973, 1152.4076304454973), 0.5039173090698785);
    expect(Math.abs(gammainc(1152.4076304454973, 1152.4076304454973, true, false) - 0.5039)).toBeGreaterThan(0.01);
  });

  test('the normal quantile at 1e-15', () => {
    near(normalQuantile(1e-15), -7.941345326170997);
    expect(Math.abs(normalQuantileOf(1e-15, 0, 1) / -7.941345326170997 - 1)).toBeGreaterThan(1e-5);
  });

  test("Student's t with a million degrees of freedom", () => {
    near(studentCdf(-20, 1e6), 2.866543523695186e-89);
    near(studentCdf(-1e5, 3), 1.1026577904466273e-15);
    near(studentQuantile(2.866543523695186e-89, 1e6), -20);
  });

  test('2F1(1, b; b; z) is 1 / (1 − z)', () => {
    const b = 0.9970469499132432;
    near(hypergeometric2F1(1, b, b, 0.95), 20);
    near(hypergeometric2F1(1, b, 1 + b - 1, 0.9499999999999985), 20);
    expect(hyp2f1(1, b, 1 + b - 1, 0.9499999999999985)).toBeGreaterThan(20.9);
  });
});

describe('at the borders', () => {
  test('nothing that has no value is given one', () => {
    expect([logGamma(0), logGamma(-1), gammaP(-1, 1), gammaQ(1, -1)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([incompleteBeta(0, 1, 0.5), incompleteBeta(1, 1, 1.5), hypergeometric2F1(1, 1, 1, 1)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  test('certainty and infinity', () => {
    expect([normalQuantile(0), normalQuantile(1), studentQuantile(0, 5), studentQuantile(1, 5)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(0), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([
      0, 0.5, 1,
    ]);
    expect([studentCdf(Number.NEGATIVE_INFINITY, 3), studentCdf(0, 3), studentQuantile(0.5, 3)]).toEqual([0, 0.5, 0]);
    near(studentCdf(-1.5, Number.POSITIVE_INFINITY), normalCdfOf(-1.5, 0, 1));
    expect([gammaP(2, 0), gammaQ(2, 0), gammaQ(2, Number.POSITIVE_INFINITY), chiSquaredTail(0, 1)]).toEqual([
      0, 1, 0, 1,
    ]);
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  });
});
