import type { Interval } from '../../model/measurement.js';
import type { Estimated } from '../stats/estimate.js';

/** The number and its bounds alone; null for what cannot be given. */
export function intervalOf(estimated: Estimated | Interval | null): Interval | null {
  if (estimated === null || estimated.value === null) return null;
  return { value: estimated.value, low: estimated.low, high: estimated.high };
}
