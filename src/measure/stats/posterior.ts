import { normalCdf, normalDensity } from './normal.js';

/** What a normal belief about a difference says of the two choices. */
export interface Belief {
  /** That the difference is above 0. */
  readonly chanceToWin: number;
  /** What is lost on average by keeping the campaign, over all differences that are believed possible: those below 0. */
  readonly lossIfKept: number;
  /** And by stopping it: those above 0. */
  readonly lossIfStopped: number;
}

/** After a flat prior, the difference is normal around what was seen: E max(0, ±δ) = ±μ Φ(±μ/σ) + σ φ(μ/σ). Null without a standard error. */
export function beliefOf(value: number, standardError: number): Belief | null {
  if (!(standardError > 0) || !Number.isFinite(value)) return null;
  const z = value / standardError;
  const loss = (sign: number): number =>
    Math.max(0, sign * value * normalCdf(sign * z) + standardError * normalDensity(z));
  return { chanceToWin: normalCdf(z), lossIfKept: loss(-1), lossIfStopped: loss(1) };
}
