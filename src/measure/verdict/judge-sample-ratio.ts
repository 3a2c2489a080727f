import type { CampaignReport } from '../../model/measurement.js';
import type { Reading } from '../../model/reading.js';
import { incompleteBeta } from '../stats/incomplete-beta.js';
import { sampleRatio } from '../stats/sample-ratio.js';

/** Below it the arms are not what chance makes them: so small because it is looked at again with every report. */
const UNSOUND = 0.001;

/** With fewer expected in an arm chi-squared is not to be relied on, and the binomial distribution itself is asked. */
const ENOUGH = 10;

/**
 * Whether as many people are held out as the holdout asks. Whoever's number lies between the smallest and the largest share there was is in no arm, so of those who are, min / (min + 1 − max) are held out under
 * every share alike. Null for nobody, and where all or nobody should be held out. By day with Bonferroni's correction it says since when.
 */
export function judgeSampleRatio({ shares, exposed, daily }: Reading): CampaignReport['sampleRatio'] {
  const [least = 0] = shares;
  const share = least / (least + 1 - (shares.at(-1) ?? 0));
  if (!(share > 0 && share < 1)) return null;
  const all = test(exposed, share);
  if (all === null) return null;
  const isSound = all.p >= UNSOUND;
  const first = daily.find((day) => (test([day], share)?.p ?? 1) * daily.length < UNSOUND);
  return { ...all, isSound, since: isSound ? null : (first?.day ?? null) };
}

function test(
  times: readonly { readonly sent: number; readonly held: number }[],
  share: number,
): ReturnType<typeof sampleRatio> {
  const found = sampleRatio(times.map(({ sent, held }) => ({ share, sent, held })));
  const count = (arm: 'sent' | 'held'): number => times.reduce((sum, each) => sum + each[arm], 0);
  const people = count('sent') + count('held');
  if (found === null || people * Math.min(share, 1 - share) >= ENOUGH) return found;
  return { ...found, p: binomialP(count('held'), people, share) };
}

/** Twice the smaller tail of k of n: P(X ≤ k) = I₁₋ₚ(n − k, k + 1). */
function binomialP(k: number, n: number, p: number): number {
  const below = k >= n ? 1 : incompleteBeta(n - k, k + 1, 1 - p, p);
  const above = k <= 0 ? 1 : incompleteBeta(k, n - k + 1, p, 1 - p);
  return Math.min(1, 2 * Math.min(below, above));
}
