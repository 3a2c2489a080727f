import type { Traffic } from '../model/lock-file.js';
import type { Reading } from '../model/reading.js';

/** What a dry reading says of the people of a campaign, both arms together, for they got nothing; null while nobody's window is over, or where the metric divides one sum by another. */
export function trafficOf(
  reading: Reading,
  metric: string,
): Pick<Traffic, 'people' | 'rate' | 'mean' | 'spread'> | null {
  const total = { people: 0, active: 0, sum: 0, sumOfSquares: 0 };
  for (const { sums } of reading.metrics[metric]?.days ?? []) {
    if (sums.below !== null) return null;
    total.people += sums.people;
    total.active += sums.active;
    total.sum += sums.sum;
    total.sumOfSquares += sums.sumOfSquares;
  }
  const people = reading.exposed.reduce((sum, { sent, held }) => sum + sent + held, 0);
  if (total.people === 0) return null;
  // Among those with anything: E[y²] / E[y]² − 1, with the sums that cancel their number.
  const spread = total.sum === 0 ? 0 : (total.active * total.sumOfSquares) / total.sum ** 2 - 1;
  return { people, rate: total.active / total.people, mean: total.sum / total.people, spread: Math.max(0, spread) };
}
