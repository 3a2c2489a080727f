import { dayText } from '../../calendar/local-time.js';
import type { Arm } from '../../model/exposure.js';
import type { MetricReading, Sums } from '../../model/reading.js';
import type { Instant } from '../../model/value.js';
import { STATE } from './people-sql.js';
import type { People } from './read-people.js';

/** What was counted of each person; NaN for somebody who is not counted at all. */
export interface PersonValues {
  readonly y: Float64Array;
  /** Below the line. */
  readonly below: Float64Array | null;
  readonly before: Float64Array | null;
  /** Which of the ends of `People` each person's time is over by: the last of these. */
  readonly ends: readonly number[];
  /** Whether the values themselves are wanted. */
  readonly keepsValues: boolean;
}

/** More values than this in one arm are not kept: nobody permutes them. */
const MOST_VALUES = 200_000;

/** Adds up what the people of one campaign did, by arm and by the day on which their time was over; person by person in their order, so that the same people give the same bits. */
export function sumDays(
  metric: string,
  people: People,
  [from, to]: readonly [number, number],
  values: PersonValues,
  asOf: Instant,
): MetricReading {
  const { y, below, before } = values;
  const base = Math.min(...values.ends.map((each) => earliest(people.endDays[each]!, from, to))) * 2;
  const days: (Adding | undefined)[] = [];
  const kept: Record<Arm, number[]> = { sent: [], held: [] };
  for (let person = from; person < to; person++) {
    const value = y[person]!;
    if (people.state[person] !== STATE.counted || Number.isNaN(value)) continue;
    const last = lastEnd(people, values.ends, person);
    if (people.ends[last]![person]! > asOf) continue;
    const place = people.endDays[last]![person]! * 2 + people.held[person]! - base;
    const sums = days[place] ?? nothing();
    days[place] = sums;
    sums.people += 1;
    sums.sum += value;
    sums.sumOfSquares += value * value;
    if (value !== 0) sums.active += 1;
    if (value < 0) sums.negative += 1;
    if (below !== null) addPair(sums.below, below[person]!, value);
    if (before !== null) addPair(sums.before, before[person]!, value);
    if (values.keepsValues && value !== 0) kept[people.held[person] === 1 ? 'held' : 'sent'].push(value);
  }
  const isMuch = kept.sent.length > MOST_VALUES || kept.held.length > MOST_VALUES;
  return {
    metric,
    days: days.flatMap((sums, i) =>
      sums === undefined
        ? []
        : {
            day: dayText(Math.floor((base + i) / 2)),
            arm: i % 2 === 0 ? ('sent' as const) : ('held' as const),
            sums: finished(sums, below !== null, before !== null),
          },
    ),
    values: values.keepsValues && !isMuch ? { sent: kept.sent.sort(ascending), held: kept.held.sort(ascending) } : null,
  };
}

function earliest(days: Int32Array, from: number, to: number): number {
  let first = Number.POSITIVE_INFINITY;
  for (let person = from; person < to; person++) first = Math.min(first, days[person]!);
  return first;
}

/** Which of several ends comes last for a person. */
function lastEnd(people: People, ends: readonly number[], person: number): number {
  let last = ends[0]!;
  for (const each of ends) if (people.ends[each]![person]! > people.ends[last]![person]!) last = each;
  return last;
}

interface Pair {
  sum: number;
  sumOfSquares: number;
  product: number;
}

type Adding = { -readonly [K in Exclude<keyof Sums, 'below' | 'before'>]: number } & {
  readonly below: Pair;
  readonly before: Pair;
};

function nothing(): Adding {
  const pair = () => ({ sum: 0, sumOfSquares: 0, product: 0 });
  return { people: 0, sum: 0, sumOfSquares: 0, active: 0, negative: 0, below: pair(), before: pair() };
}

function addPair(pair: Pair, other: number, value: number): void {
  pair.sum += other;
  pair.sumOfSquares += other * other;
  pair.product += other * value;
}

function finished({ below, before, ...sums }: Adding, hasBelow: boolean, hasBefore: boolean): Sums {
  return { ...sums, below: hasBelow ? below : null, before: hasBefore ? before : null };
}

function ascending(a: number, b: number): number {
  return a - b;
}
