import type { Comparison } from '../../model/measurement.js';
import { adjustForBefore } from '../stats/covariate.js';
import { welch } from '../stats/means.js';
import type { ArmSums } from './arm-sums.js';
import { intervalOf } from './interval-of.js';

/** Less of the variance explained is not worth a line. */
const WORTH = 0.05;

/** The difference with what people did before their first exposure taken out (CUPED); null where that explains less than 5% of it. The headline stays as it is. */
export function adjustByBefore({ sent, held }: ArmSums, alpha: number): Comparison['adjusted'] {
  const adjusted = adjustForBefore(sent, held);
  if (adjusted === null || adjusted.explained < WORTH) return null;
  const absolute = intervalOf(welch(adjusted.sent, adjusted.held, alpha));
  return absolute && { absolute, explained: adjusted.explained };
}
