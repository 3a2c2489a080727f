import type { Population } from '../model/population.js';

/** What one member of the population did: the number of their last day, how many distinct days, and the sum. */
export interface RfmMember {
  readonly last: number;
  readonly days: number;
  readonly amount: number;
}

/** Where one member stands among all. */
export interface RfmStanding {
  /** 1 (least) to `bins`. */
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
  readonly score: number;
  /** Above 0 up to 1: the share of members who stand no higher. */
  readonly percentile: number;
}

/**
 * Ranks a whole population, in the order given. Each axis is a percent rank, cut into equal bins; the percentile is the cumulative distribution of the weighted mean of the
 * three: equal values always stand equal, which quantiles by counting off (NTILE) do not promise.
 */
export function rankRfm(
  members: readonly RfmMember[],
  bins: number,
  weights: Extract<Population, { kind: 'rfm' }>['weights'],
): readonly RfmStanding[] {
  const axes = [
    ranks(members.map(({ last }) => last)),
    ranks(members.map(({ days }) => days)),
    ranks(members.map(({ amount }) => amount)),
  ] as const;
  const others = members.length - 1;
  const bin = (rank: number): number => Math.min(bins, 1 + (others === 0 ? 0 : Math.floor((bins * rank) / others)));
  // The mean over ranks orders people as the mean over percent ranks does, without rounding.
  const totals = members.map(
    (_, i) => weights.recency * axes[0][i]! + weights.frequency * axes[1][i]! + weights.monetary * axes[2][i]!,
  );
  const sorted = [...totals].sort((a, b) => a - b);
  return members.map((_, i) => {
    const [recency, frequency, monetary] = [bin(axes[0][i]!), bin(axes[1][i]!), bin(axes[2][i]!)];
    const percentile = countUpTo(sorted, totals[i]!) / members.length;
    return { recency, frequency, monetary, score: recency + frequency + monetary, percentile };
  });
}

/**
 * Whether somebody is stopped, from their percentiles at the last refreshes, the newest last: what the newest one that is `at` or below, or above `resume`, says; in between
 * it stays as it was, and without any nobody is stopped. Null: not in the population at that refresh, which says nothing.
 */
export function isStopped(
  percentiles: readonly (number | null)[],
  { at, resume }: { readonly at: number; readonly resume: number },
): boolean {
  const newest = percentiles.findLast((each) => each !== null && (each <= at || each > resume));
  return newest !== undefined && newest !== null && newest <= at;
}

/** How many values are smaller than each. */
function ranks(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const first = new Map<number, number>();
  for (const [index, value] of sorted.entries()) if (!first.has(value)) first.set(value, index);
  return values.map((value) => first.get(value)!);
}

function countUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
