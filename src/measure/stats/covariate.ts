import type { Sums } from '../../model/reading.js';
import { type Moments, momentsOf } from './moments.js';

/** Both arms after what was known beforehand is taken out, and how much of the variance that explains: ρ², 0 to 1. */
export interface Adjusted {
  readonly sent: Moments;
  readonly held: Moments;
  readonly theta: number;
  readonly explained: number;
}

/** y − θ (x − x̄) with θ = cov(x, y)/var(x), both pooled over the arms (CUPED: Deng, Xu, Kohavi & Walker 2013). Null without a covariate that varies. */
export function adjustForBefore(sent: Sums, held: Sums): Adjusted | null {
  const [t, c] = [partsOf(sent), partsOf(held)];
  if (!t || !c) return null;
  const weight = (of: (parts: Parts) => number): number => (t.y.n - 1) * of(t) + (c.y.n - 1) * of(c);
  const [xx, xy, yy] = [
    weight(({ x }) => x.variance),
    weight(({ covariance }) => covariance),
    weight(({ y }) => y.variance),
  ];
  if (!(xx > 0 && yy > 0)) return null;
  const theta = xy / xx;
  const common = (t.x.n * t.x.mean + c.x.n * c.x.mean) / (t.x.n + c.x.n);
  const adjust = ({ x, y, covariance }: Parts): Moments => ({
    n: y.n,
    mean: y.mean - theta * (x.mean - common),
    variance: Math.max(0, y.variance + theta ** 2 * x.variance - 2 * theta * covariance),
  });
  return { sent: adjust(t), held: adjust(c), theta, explained: Math.min(1, xy ** 2 / (xx * yy)) };
}

interface Parts {
  readonly x: Moments;
  readonly y: Moments;
  readonly covariance: number;
}

function partsOf(sums: Sums): Parts | null {
  const y = momentsOf(sums);
  const x = sums.before && momentsOf({ people: sums.people, ...sums.before });
  if (!y || !x) return null;
  return { x, y, covariance: (sums.before.product - sums.before.sum * y.mean) / (sums.people - 1) };
}
