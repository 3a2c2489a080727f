import type { Sums } from '../../model/reading.js';
import { fieller, welch } from '../stats/means.js';
import { ratioMomentsOf } from '../stats/moments.js';
import { type Contrast, logLiftOf } from './contrast.js';
import { intervalOf } from './interval-of.js';

/** Two ratios of totals: each varies by delta, with what is above and below the line of the same person together; the lift by Fieller, so that both lie on one side of nought. */
export function contrastRatios(sent: Sums, held: Sums, alpha: number): Contrast {
  const [of, against] = [ratioMomentsOf(sent), ratioMomentsOf(held)];
  const difference = of && against && welch(of, against, alpha);
  const lift = of && against && fieller(of, against, alpha);
  return {
    absolute: intervalOf(difference),
    relative: intervalOf(lift),
    p: difference === null || difference.value === null ? null : difference.p,
    logLift: of && against && logLiftOf(of, against),
    asksChance: false,
    method: 'ratio of totals by delta; Fieller for the lift',
    notes: [
      'It is about those who have anything below the line, and the campaign may change who they are.',
      ...(lift?.value === null ? [`No lift can be given: ${lift.reason}.`] : []),
    ],
  };
}
