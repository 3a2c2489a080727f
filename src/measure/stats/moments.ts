import type { Sums } from '../../model/reading.js';

/** How many, their mean, and the variance of one of them. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** Of an arm's people; the variance divides by n − 1. Null without two people. */
export function momentsOf({
  people,
  sum,
  sumOfSquares,
}: Pick<Sums, 'people' | 'sum' | 'sumOfSquares'>): Moments | null {
  if (people < 2) return null;
  return { n: people, mean: sum / people, variance: squaresAbout({ people, sum, sumOfSquares }) / (people - 1) };
}

/** Σ (y − ȳ)², from sums; 0 where no more is left than rounding leaves of values that are all the same. */
export function squaresAbout({ people, sum, sumOfSquares }: Pick<Sums, 'people' | 'sum' | 'sumOfSquares'>): number {
  const squares = sumOfSquares - sum * (sum / people);
  return squares > 1e-11 * sumOfSquares ? squares : 0;
}

/**
 * Of a ratio of sums, seen as the mean of people: Σ y / Σ w with the variance that the delta method gives, s_M²/D² + s_D² M²/D⁴ − 2 cov M/D³. Null without two people or with nothing below the line.
 * (GrowthBook gbstats, `variance_of_ratios`; Deng, Knoblich & Lu 2018.)
 */
export function ratioMomentsOf({ people: n, sum, sumOfSquares, below }: Sums): Moments | null {
  const above = momentsOf({ people: n, sum, sumOfSquares });
  const under = below && momentsOf({ people: n, ...below });
  if (!above || !under || under.mean === 0) return null;
  const covariance = (below.product - (sum * below.sum) / n) / (n - 1);
  const mean = above.mean / under.mean;
  const variance = (above.variance + mean ** 2 * under.variance - 2 * mean * covariance) / under.mean ** 2;
  return { n, mean, variance: Math.max(0, variance) };
}
