import type { Interval } from '../../model/measurement.js';
import { normalQuantile } from '../stats/normal.js';
import { beliefOf } from '../stats/posterior.js';

/** What each choice loses on average for each person, should it be the wrong one. */
export interface ExpectedLoss {
  readonly lossIfKept: number | null;
  readonly lossIfStopped: number | null;
}

/** The expected loss of keeping and of stopping, where the gain is around its value as its interval of 95% says. */
export function expectedLoss(gain: Interval | null): ExpectedLoss {
  const error = standardErrorOf(gain);
  const belief = gain === null || error === null ? null : beliefOf(gain.value, error);
  return { lossIfKept: belief?.lossIfKept ?? null, lossIfStopped: belief?.lossIfStopped ?? null };
}

/** The standard error that an interval of 95% comes from, were it normal; null without both bounds. */
export function standardErrorOf(interval: Interval | null): number | null {
  if (interval?.low == null || interval.high == null) return null;
  return (interval.high - interval.low) / (2 * normalQuantile(0.975));
}
