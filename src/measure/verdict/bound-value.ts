import type { Interval } from '../../model/measurement.js';
import type { Measure } from '../../model/metric.js';
import type { Sums } from '../../model/reading.js';
import { alwaysValid } from '../stats/always-valid.js';
import { momentsOf, ratioMomentsOf } from '../stats/moments.js';
import { normalQuantile } from '../stats/normal.js';
import { wilson } from '../stats/proportions.js';
import { armValue } from './arm-sums.js';
import { intervalOf } from './interval-of.js';
import { isShare } from './is-share.js';

/** Both bounds together miss so much: each by itself holds with 95%. */
const ALPHA = 0.1;

/** What a metric may be in one arm: each bound holds with 95% unless `alpha`, what both miss together, says otherwise; at one look where `planned` is null, else on every day. Null where nobody can be counted. */
export function boundValue(measure: Measure, sums: Sums, planned: number | null, alpha = ALPHA): Interval | null {
  const value = armValue(sums);
  if (value === null) return null;
  if (planned === null && isShare(measure)) return intervalOf(wilson(sums, alpha));
  const moments = sums.below === null ? momentsOf(sums) : ratioMomentsOf(sums);
  const error = moments === null ? 0 : Math.sqrt(moments.variance / moments.n);
  // What never varied yet may still do so.
  if (!(error > 0)) return { value, low: null, high: null };
  if (planned !== null) return intervalOf(alwaysValid(value, error, { people: sums.people, planned }, alpha));
  const reach = normalQuantile(1 - alpha / 2) * error;
  return { value, low: value - reach, high: value + reach };
}
