import type { Interval } from '../../model/measurement.js';
import { type Estimated, notEstimable } from './estimate.js';
import { normalCdf, normalQuantile } from './normal.js';

/** So many of so many. */
export interface Count {
  readonly active: number;
  readonly people: number;
}

/** Wilson's score interval of a share (E. B. Wilson 1927); null of nobody. */
export function wilson(
  { active, people }: Count,
  alpha = 0.05,
): (Required<Interval> & { low: number; high: number }) | null {
  if (people <= 0) return null;
  const z = normalQuantile(1 - alpha / 2);
  const value = active / people;
  const center = value + z ** 2 / (2 * people);
  const half = z * Math.sqrt((value * (1 - value)) / people + z ** 2 / (4 * people ** 2));
  const whole = 1 + z ** 2 / people;
  const low = active === 0 ? 0 : Math.max(0, (center - half) / whole);
  const high = active === people ? 1 : Math.min(1, (center + half) / whole);
  return { value, low, high };
}

/** Difference of two shares, first minus second, with Newcombe's hybrid score interval (R. G. Newcombe 1998, method 10); p of the pooled z test. */
export function newcombe(sent: Count, held: Count, alpha = 0.05): Estimated {
  const [t, c] = [wilson(sent, alpha), wilson(held, alpha)];
  if (!t || !c) return notEstimable('one of the arms has nobody');
  const value = t.value - c.value;
  const low = value - Math.hypot(t.value - t.low, c.high - c.value);
  const high = value + Math.hypot(t.high - t.value, c.value - c.low);
  const pooled = (sent.active + held.active) / (sent.people + held.people);
  const standardError = Math.sqrt(pooled * (1 - pooled) * (1 / sent.people + 1 / held.people));
  return { value, low, high, standardError, p: standardError === 0 ? 1 : twoSided(value / standardError) };
}

/** Relative lift of a share, with Katz's interval of the logarithm (D. Katz et al. 1978): se² = (1 − p_T)/x_T + (1 − p_C)/x_C. */
export function katz(sent: Count, held: Count, alpha = 0.05): Estimated {
  if (sent.active <= 0 || held.active <= 0) return notEstimable('one of the arms has nobody to count');
  const [t, c] = [sent.active / sent.people, held.active / held.people];
  return liftOfLog(Math.log(t / c), Math.sqrt((1 - t) / sent.active + (1 - c) / held.active), alpha);
}

/** The relative lift whose logarithm, `log` of the ratio, has this standard error. */
export function liftOfLog(log: number, standardError: number, alpha = 0.05): Estimated {
  const half = normalQuantile(1 - alpha / 2) * standardError;
  const p = standardError > 0 ? twoSided(log / standardError) : log === 0 ? 1 : 0;
  return { value: Math.expm1(log), low: Math.expm1(log - half), high: Math.expm1(log + half), standardError, p };
}

/** The chance that a standard normal number is at least so far from 0. */
export function twoSided(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}
