import { betaTerm, incompleteBeta } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';
import { normalCdf, normalQuantile } from './normal.js';

/** From so many degrees of freedom on, t turned into a normal z (G. W. Hill, Algorithm 395, CACM 13, 1970) has more digits than the continued fraction. */
const MANY = 1e5;

/** P(T ≤ t) of Student's t with `df` degrees of freedom (> 0, also infinite), with its digits in both tails. */
export function studentCdf(t: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalCdf(t);
  const ratio = (t * t) / df;
  if (df > MANY) {
    const y = (df - 0.5) * Math.log1p(ratio);
    return normalCdf(Math.sign(t) * Math.sqrt(y) * hillFactor(y, df));
  }
  if (Math.abs(t) < 1)
    return (1 + Math.sign(t) * incompleteBeta(0.5, df / 2, ratio / (1 + ratio), 1 / (1 + ratio))) / 2;
  // For huge t the square is beyond numbers, and its inverse is not.
  const inverse = df / t / t;
  const tail = incompleteBeta(df / 2, 0.5, inverse / (1 + inverse), 1 / (1 + inverse)) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T ≤ t) = p. */
export function studentQuantile(p: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY || p === 0 || p === 1) return normalQuantile(p);
  if (p === 0.5) return 0;
  if (df > MANY) {
    const z = normalQuantile(p);
    const y = (z / hillFactor(z * z, df)) ** 2;
    return Math.sign(z) * Math.sqrt(df * Math.expm1(y / (df - 0.5)));
  }
  const tail = Math.min(p, 1 - p);
  const size = Math.sqrt(df) * Math.exp((tail < 0.25 ? outerRoot(tail, df) : innerRoot(tail, df)) / 2);
  return p < 0.5 ? -size : size;
}

function hillFactor(y: number, df: number): number {
  return 1 + (y + 3) / (48 * (df - 0.5) ** 2);
}

// Both roots are sought in w = ln(t² / df): there the logarithm of the probability is nearly a line and concave, so that Newton's steps go home from every side.

/** Where half of I_x(df/2, ½) is `tail`, x = 1 / (1 + e^w). */
function outerRoot(tail: number, df: number): number {
  const a = df / 2;
  // Both starts lie inside of the root: the first term of the series alone (DLMF 8.17.7), and the normal distribution.
  const logOfTerm = logGamma(a) + logGamma(0.5) - logGamma(a + 0.5) + Math.log(a) + Math.log(2 * tail);
  // So far out that term is all there is.
  if (logOfTerm < -600 * a) return -logOfTerm / a;
  const series = logOfTerm < 0 ? Math.log(Math.expm1(-logOfTerm / a)) : Number.NEGATIVE_INFINITY;
  const normal = Math.log(normalQuantile(tail) ** 2 / df);
  return solve(Math.max(series, normal), (w) => {
    const [x, rest] = [1 / (1 + Math.exp(w)), 1 / (1 + Math.exp(-w))];
    const value = incompleteBeta(a, 0.5, x, rest);
    return { difference: Math.log(value / 2 / tail), slope: (-a * betaTerm(a, 0.5, x, rest)) / value };
  });
}

/** Where half of I_y(½, df/2) is what lies between the middle and the tail, y = 1 / (1 + e^−w). */
function innerRoot(tail: number, df: number): number {
  const between = 0.5 - tail;
  return solve(Math.log(normalQuantile(tail) ** 2 / df), (w) => {
    const [y, rest] = [1 / (1 + Math.exp(-w)), 1 / (1 + Math.exp(w))];
    const value = incompleteBeta(0.5, df / 2, y, rest);
    return { difference: Math.log(value / 2 / between), slope: (0.5 * betaTerm(0.5, df / 2, y, rest)) / value };
  });
}

function solve(start: number, at: (w: number) => { readonly difference: number; readonly slope: number }): number {
  let w = start;
  for (let step = 0; step < 60; step++) {
    const { difference, slope } = at(w);
    const next = w - difference / slope;
    if (Math.abs(next - w) <= 1e-15 * Math.max(1, Math.abs(w))) return next;
    w = next;
  }
  return w;
}
