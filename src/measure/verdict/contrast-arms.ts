import type { Measure } from '../../model/metric.js';
import type { ArmSums } from './arm-sums.js';
import type { Contrast } from './contrast.js';
import { contrastMeans } from './contrast-means.js';
import { contrastRatios } from './contrast-ratios.js';
import { contrastShares } from './contrast-shares.js';
import { contrastSpend } from './contrast-spend.js';
import { isShare } from './is-share.js';

/**
 * How the arms differ, by the statistic that fits the measure: shares by Newcombe and Katz; sums, and whatever most people have nothing of, in two parts; ratios by delta; else means by Welch. What is below
 * nought fits no logarithm, and goes by means, too. `alpha` is what the intervals miss in both tails together.
 */
export function contrastArms(measure: Measure, sums: ArmSums, alpha: number): Contrast {
  const { sent, held } = sums;
  if (isShare(measure)) return contrastShares(sent, held, alpha);
  if (sent.below !== null && held.below !== null) return contrastRatios(sent, held, alpha);
  const isSparse = sent.active + held.active < (sent.people + held.people) / 2;
  const hasNegatives = sent.negative + held.negative > 0;
  if ((measure.kind === 'sum' || isSparse) && !hasNegatives) return contrastSpend(sent, held, alpha);
  return contrastMeans(sent, held, alpha);
}
