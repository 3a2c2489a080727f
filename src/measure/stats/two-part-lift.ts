import type { Sums } from '../../model/reading.js';
import { type Estimated, type NotEstimable, notEstimable } from './estimate.js';
import { squaresAbout } from './moments.js';
import { liftOfLog } from './proportions.js';

/** What of an arm the lift needs. */
export type TwoPart = Pick<Sums, 'people' | 'active' | 'sum' | 'sumOfSquares' | 'negative'>;

/** ln(m_T / m_C) and its standard error. */
export interface LogLift {
  readonly value: number;
  readonly standardError: number;
}

/**
 * Relative lift of what people spend on average, share of buyers times spend of a buyer: L = ln(m_T / m_C), se² = (1 − p_T + c²)/x_T + (1 − p_C + c²)/x_C, with c² the squared coefficient of variation of the
 * buyers of both arms together. A small holdout that by chance has cheap buyers would have a small spread of its own, too, and be believed just when it errs; the common one keeps both tails where they
 * belong. It supposes that the campaign does not change the relative spread of what buyers spend.
 */
export function twoPartLift(sent: TwoPart, held: TwoPart, alpha = 0.05): Estimated {
  const lift = logLift(sent, held);
  return lift.value === null ? lift : liftOfLog(lift.value, lift.standardError, alpha);
}

/** The same as a logarithm, for whoever makes another interval of it. */
export function logLift(sent: TwoPart, held: TwoPart): LogLift | NotEstimable {
  if (sent.active <= 0 || held.active <= 0) return notEstimable('one of the arms has nobody to count');
  if (sent.negative > 0 || held.negative > 0)
    return notEstimable('some people have less than 0, and a logarithm of that is none');
  const spread = spreadOf(sent, held);
  // Without a spread everybody who buys buys for the same: what is left is the lift of buyers, to the last digit.
  const [of, against] = spread === 0 ? [sent.active, held.active] : [sent.sum, held.sum];
  const value = Math.log(of / sent.people / (against / held.people));
  if (spread === null || !Number.isFinite(value)) return notEstimable('the sum of an arm is 0');
  const part = ({ people, active }: TwoPart): number => (1 - active / people + spread) / active;
  return { value, standardError: Math.sqrt(part(sent) + part(held)) };
}

/** c²: squared coefficient of variation of everybody active, of both arms together; null where they have nothing in all. */
export function spreadOf(sent: TwoPart, held: TwoPart): number | null {
  const active = sent.active + held.active;
  const sum = sent.sum + held.sum;
  if (!(sum > 0)) return null;
  if (active < 2) return 0;
  const squares = squaresAbout({ people: active, sum, sumOfSquares: sent.sumOfSquares + held.sumOfSquares });
  return squares / (active - 1) / (sum / active) ** 2;
}
