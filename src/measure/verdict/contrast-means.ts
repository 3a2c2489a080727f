import type { Sums } from '../../model/reading.js';
import { fieller, welch } from '../stats/means.js';
import { momentsOf } from '../stats/moments.js';
import { type Contrast, logLiftOf } from './contrast.js';
import { intervalOf } from './interval-of.js';

/** Two means by Welch's t, the lift by Fieller with the same quantile, so that both lie on one side of nought. No lift where the mean of those held out may be nought itself. */
export function contrastMeans(sent: Sums, held: Sums, alpha: number): Contrast {
  const [of, against] = [momentsOf(sent), momentsOf(held)];
  const difference = of && against && welch(of, against, alpha);
  const lift = of && against && fieller(of, against, alpha);
  const hasNegatives = sent.negative + held.negative > 0;
  return {
    absolute: intervalOf(difference),
    relative: intervalOf(lift),
    p: difference === null || difference.value === null ? null : difference.p,
    logLift: hasNegatives || of === null || against === null ? null : logLiftOf(of, against),
    asksChance: hasNegatives,
    method: 'Welch for the difference, Fieller for the lift',
    notes: [
      ...(hasNegatives
        ? [
            'Some people have less than nought, which no logarithm of a lift can hold: the permutation p decides together with the interval.',
          ]
        : []),
      ...(lift?.value === null ? [`No lift can be given: ${lift.reason}.`] : []),
    ],
  };
}
