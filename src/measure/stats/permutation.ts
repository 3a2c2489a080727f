import { seedRandom } from '../../model/random.js';

/** An arm: how many people, and the values of those who have any. */
export interface Values {
  readonly people: number;
  readonly values: readonly number[];
}

const DRAWS = 10_000;
/** Not worth more work than this; with so many buyers the interval needs no second opinion. */
const WORK = 2e7;

/**
 * How often chance alone, dealing the same people into arms of the same sizes, makes means at least so far apart: twice the smaller tail. Exact, but for the number of draws, when the campaign changes nothing for
 * anybody (R. A. Fisher 1935). Only buyers are dealt; the same values give the same p. Null where there is nothing to deal or more than 20,000 buyers.
 */
export function permutationP(sent: Values, held: Values): number | null {
  const values = [...sent.values, ...held.values].sort((a, b) => a - b);
  const draws = Math.min(DRAWS, Math.floor(WORK / Math.max(1, values.length)));
  if (sent.people === 0 || held.people === 0 || values.length === 0 || draws < DRAWS / 10) return null;
  const random = seedRandom(values.length, held.values.length);
  const everybody = sent.people + held.people;
  const seen = held.values.reduce((sum, value) => sum + value, 0);
  // The order of adding makes sums differ in their last digits.
  const tie = 1e-9 * values.reduce((sum, value) => sum + Math.abs(value), 0);
  let [below, above] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    let places = held.people;
    let sum = 0;
    for (let i = 0; i < values.length && places > 0; i++) {
      if (random.next() * (everybody - i) >= places) continue;
      places--;
      sum += values[i]!;
    }
    if (sum <= seen + tie) below++;
    if (sum >= seen - tie) above++;
  }
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + draws));
}
