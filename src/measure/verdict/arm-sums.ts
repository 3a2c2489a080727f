import type { Arm } from '../../model/exposure.js';
import type { MetricReading, Reading, Sums } from '../../model/reading.js';

/** What both arms add up to. */
export type ArmSums = Readonly<Record<Arm, Sums>>;

/** Nobody. */
export const NOBODY: Sums = { people: 0, sum: 0, sumOfSquares: 0, active: 0, negative: 0, below: null, before: null };

/** What each arm adds up to: of people whose window ended before a day (`YYYY-MM-DD`), or of all where it is null. */
export function sumsBefore(reading: MetricReading | undefined, day: string | null): ArmSums {
  const arms = { sent: NOBODY, held: NOBODY };
  for (const row of reading?.days ?? [])
    if (day === null || row.day < day) arms[row.arm] = addSums(arms[row.arm], row.sums);
  return arms;
}

/** Two groups of people together; nobody adds nothing, whatever was counted of them. */
export function addSums(one: Sums, other: Sums): Sums {
  if (one.people === 0) return other;
  if (other.people === 0) return one;
  return {
    people: one.people + other.people,
    sum: one.sum + other.sum,
    sumOfSquares: one.sumOfSquares + other.sumOfSquares,
    active: one.active + other.active,
    negative: one.negative + other.negative,
    below: addPairs(one.below, other.below),
    before: addPairs(one.before, other.before),
  };
}

/** What a metric is in an arm: the mean for each person, of a ratio one total divided by the other; null where nothing is divided. */
export function armValue({ people, sum, below }: Sums): number | null {
  const divisor = below === null ? people : below.sum;
  return divisor === 0 ? null : sum / divisor;
}

/** People of an arm whose window is over: as many as the metric counts that counts most of them, for a survey counts only who answered, and a retention waits longer. */
export function ripePeople({ metrics }: Reading, arm: Arm): number {
  return Math.max(0, ...Object.values(metrics).map((metric) => sumsBefore(metric, null)[arm].people));
}

type Pair = NonNullable<Sums['below']>;

function addPairs(one: Pair | null, other: Pair | null): Pair | null {
  if (one === null || other === null) return null;
  return {
    sum: one.sum + other.sum,
    sumOfSquares: one.sumOfSquares + other.sumOfSquares,
    product: one.product + other.product,
  };
}
