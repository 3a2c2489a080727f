import { deviance, stirlingError } from './log-gamma.js';

/** P(a, x): the lower regularised incomplete gamma function, for a > 0 and x ≥ 0. */
export function gammaP(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x) = 1 − P(a, x), with its digits where it is tiny. */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** DLMF 8.7.1: P = x^a e^−x / Γ(a + 1) · Σ x^k / (a + 1)…(a + k). */
function lowerSeries(a: number, x: number): number {
  if (x === 0) return 0;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return Math.min(1, density(a, x) * sum);
}

/** DLMF 8.9.2, the continued fraction, by the modified method of Lentz. */
function upperFraction(a: number, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  let b = x + 1 - a;
  let d = 1 / b;
  let fraction = d;
  let c = Number.POSITIVE_INFINITY;
  for (let k = 1; ; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    fraction *= c * d;
    if (!(Math.abs(c * d - 1) > 4 * Number.EPSILON)) return Math.min(1, density(a, x) * a * fraction);
  }
}

/** x^a e^−x / Γ(a + 1), by its saddle point: no digits are lost for large a. */
function density(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}
