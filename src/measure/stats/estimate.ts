import type { Interval } from '../../model/measurement.js';

/** What was worked out: a number, its bounds, and what they come from. */
export interface Estimate extends Interval {
  /** Of the number itself, or of its logarithm where the interval is made there. */
  readonly standardError: number;
  /** Two-sided. */
  readonly p: number;
}

/** A number that cannot be given, and why not: a sentence without its dot. */
export interface NotEstimable {
  readonly value: null;
  readonly reason: string;
}

/** Never NaN and never a guess. */
export type Estimated = Estimate | NotEstimable;

/** There is no such number. */
export function notEstimable(reason: string): NotEstimable {
  return { value: null, reason };
}
