import { OWN_HABIT } from '../model/population.js';

/** So many people who bought first on one day, and again first on another (null: not yet). Days are numbers. */
export interface GapCohort {
  readonly first: number;
  readonly second: number | null;
  readonly people: number;
}

/** The usual time between the first and the second purchase day, in days; null where too few people came back to tell. */
export interface GapStatistics {
  readonly population_mean: number | null;
  readonly population_p50: number | null;
  readonly population_p80: number | null;
  /** Of the people counted for `population_p80`, the share that came back. */
  readonly coverage: number | null;
}

interface Counted {
  readonly value: number | null;
  readonly coverage: number;
}

/**
 * What the cohorts say on a day. The longer a history, the longer the gaps that can be seen in it; so each statistic counts only people whose first day lies at least
 * `followUp` times the statistic back. Found from below: from the statistic over everybody, each round leaves out who was not followed for long enough, until nobody is.
 */
export function gapStatistics(
  cohorts: readonly GapCohort[],
  today: number,
  followUp: number,
  minRepeaters: number,
): GapStatistics {
  const count = (statistic: (latencies: readonly (readonly [number, number])[]) => number): Counted => {
    for (let longest = 0; ; ) {
      const counted = cohorts.filter(({ first }) => today - first >= followUp * longest);
      const latencies = countLatencies(counted);
      const repeaters = latencies.reduce((sum, [, people]) => sum + people, 0);
      if (repeaters < minRepeaters || repeaters === 0) return { value: null, coverage: 0 };
      const value = statistic(latencies);
      if (value <= longest || followUp === 0)
        return { value, coverage: repeaters / counted.reduce((sum, { people }) => sum + people, 0) };
      longest = value;
    }
  };
  const p80 = count((latencies) => quantile(latencies, 0.8));
  return {
    population_mean: count(mean).value,
    population_p50: count((latencies) => quantile(latencies, 0.5)).value,
    population_p80: p80.value,
    coverage: p80.value === null ? null : p80.coverage,
  };
}

/** The mean of a person's own gaps, `days` distinct days being `span` days from the first to the last; null below three days. */
export function ownGap(span: number, days: number): number | null {
  return days >= 3 ? span / (days - 1) : null;
}

/** The own gaps together with five of the population's: (n × own + 5 × mean) / (n + 5). Null while the population's is unknown. */
export function expectedGap(span: number, days: number, populationMean: number | null): number | null {
  const weight = OWN_HABIT.purchase_gap;
  return populationMean === null ? null : (span + weight * populationMean) / (days - 1 + weight);
}

function countLatencies(cohorts: readonly GapCohort[]): readonly (readonly [days: number, people: number])[] {
  const counts = new Map<number, number>();
  for (const { first, second, people } of cohorts)
    if (second !== null) counts.set(second - first, (counts.get(second - first) ?? 0) + people);
  return [...counts].sort(([a], [b]) => a - b);
}

function mean(latencies: readonly (readonly [number, number])[]): number {
  const [days, people] = latencies.reduce(([d, p], [days, n]) => [d + days * n, p + n], [0, 0]);
  return days / people;
}

/** The smallest value that at least this share does not exceed. */
function quantile(latencies: readonly (readonly [number, number])[], share: number): number {
  const total = latencies.reduce((sum, [, people]) => sum + people, 0);
  let seen = 0;
  for (const [days, people] of latencies) {
    seen += people;
    if (seen >= share * total) return days;
  }
  return latencies.at(-1)?.[0] ?? 0;
}
