import { gammaQ } from './incomplete-gamma.js';

/** P(X > x) of chi-squared with `df` degrees of freedom, with its digits where it is tiny. */
export function chiSquaredTail(x: number, df: number): number {
  return gammaQ(df / 2, x / 2);
}
