import type { Measure } from '../../model/metric.js';
import type { ArmSums } from './arm-sums.js';
import { isShare } from './is-share.js';

/** Fewer people with anything to count in the smaller arm, and only counts are given. */
export const FEWEST = 10;

/** People who have anything to count, in the arm that has fewer; of a share also those who have nothing, for a share of nearly all says as little. */
export function fewestActive(measure: Measure, { sent, held }: ArmSums): number {
  const counts = [sent, held].flatMap(({ active, people }) =>
    isShare(measure) ? [active, people - active] : [active],
  );
  return Math.min(...counts);
}
