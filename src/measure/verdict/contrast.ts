import type { Interval } from '../../model/measurement.js';
import type { Moments } from '../stats/moments.js';
import type { LogLift } from '../stats/two-part-lift.js';

/** How two arms differ by the one statistic that decides, and what others say of the same. */
export interface Contrast {
  /** Sent minus held. */
  readonly absolute: Interval | null;
  /** Sent over held, minus 1. */
  readonly relative: Interval | null;
  readonly p: number | null;
  /** ln(sent / held): what the always-valid interval and plans are made of. Null where a mean is not above nought. */
  readonly logLift: LogLift | null;
  /** Whether chance, by permutation, must agree with the interval: where the interval alone is not to be relied on. */
  readonly asksChance: boolean;
  readonly method: string;
  readonly notes: readonly string[];
}

/** The log lift of two means by delta: se² = v/(n m²) of each. Null where one is not above nought, or nothing varies. */
export function logLiftOf(sent: Moments, held: Moments): LogLift | null {
  if (sent.mean <= 0 || held.mean <= 0) return null;
  const part = ({ n, mean, variance }: Moments): number => variance / (n * mean ** 2);
  const standardError = Math.sqrt(part(sent) + part(held));
  return standardError > 0 ? { value: Math.log(sent.mean / held.mean), standardError } : null;
}

/** What a relative lift is for each person, where `mean` is what people have who were sent to: m (1 − 1/(1 + lift)). */
export function differenceOf(lift: Interval, mean: number): Interval {
  const each = (bound: number): number => mean * (1 - 1 / (1 + bound));
  return {
    value: each(lift.value),
    low: lift.low === null ? null : each(lift.low),
    high: lift.high === null ? null : each(lift.high),
  };
}

/** Whether nought is outside of an interval. */
export function isClear({ low, high }: Interval): boolean {
  return (low !== null && low > 0) || (high !== null && high < 0);
}
