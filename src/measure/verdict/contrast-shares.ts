import type { Sums } from '../../model/reading.js';
import { katz, newcombe } from '../stats/proportions.js';
import { type Contrast, isClear } from './contrast.js';
import { intervalOf } from './interval-of.js';

/** Two shares: Newcombe's interval of their difference decides, Katz's says how many times as many. */
export function contrastShares(sent: Sums, held: Sums, alpha: number): Contrast {
  const difference = newcombe(sent, held, alpha);
  const lift = katz(sent, held, alpha);
  const [absolute, relative] = [intervalOf(difference), intervalOf(lift)];
  const differ = absolute !== null && relative !== null && isClear(absolute) !== isClear(relative);
  const isKnown = lift.value !== null && lift.standardError > 0;
  return {
    absolute,
    relative,
    p: difference.value === null ? null : difference.p,
    logLift: isKnown ? { value: Math.log1p(lift.value), standardError: lift.standardError } : null,
    asksChance: false,
    method: 'Newcombe for the difference, which decides; Katz for the lift; p by the pooled z test',
    notes: differ
      ? [
          'The intervals of the difference and of the lift lie on two sides of nought by a hair: the difference decides.',
        ]
      : [],
  };
}
