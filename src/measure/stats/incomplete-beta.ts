import { deviance, stirlingError } from './log-gamma.js';

/** I_x(a, b): the regularised incomplete beta function, for a, b > 0 and x from 0 to 1, to nine digits for a and b up to a million. `rest` is 1 − x, for whoever knows it with more digits. */
export function incompleteBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && rest >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (rest === 0) return 1;
  // The fraction converges fast below the mean.
  if (x * (a + b + 2) < a + 1) return Math.min(1, betaTerm(a, b, x, rest) * fraction(a, b, x));
  return Math.max(0, 1 - betaTerm(b, a, rest, x) * fraction(b, a, rest));
}

/** x^a (1 − x)^b / (a B(a, b)), by saddle points: no digits are lost for large a and b. (Loader 2000.) */
export function betaTerm(a: number, b: number, x: number, rest = 1 - x): number {
  const n = a + b;
  const log = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * rest);
  return Math.exp(log) * Math.sqrt(b / (2 * Math.PI * a * n));
}

/** DLMF 8.17.22 by the modified method of Lentz. */
function fraction(a: number, b: number, x: number): number {
  const near = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / near(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / near(1 + even * d);
    c = near(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / near(1 + odd * d);
    c = near(1 + odd / c);
    value *= c * d;
    if (!(Math.abs(c * d - 1) > 4 * Number.EPSILON)) return value;
  }
}
