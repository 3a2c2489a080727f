import type { FittedSpending } from '../../model/population.js';
import { logGamma } from '../stats/log-gamma.js';
import { LEAST_REPEATERS } from './buying-history.js';
import { type Fit, refuse } from './fit.js';
import { minimize } from './minimize.js';

/** Somebody who came back: on how many days, and what those days brought on average. */
export interface Spender {
  readonly repeats: number;
  readonly mean: number;
}

/**
 * Finds the most likely parameters of what people spend on a day with an order: the days of each have a gamma distribution (`p`), and the persons' rates another (`q`, `v`); Gamma-Gamma
 * (Fader and Hardie, note 025, 2013). People whose days brought nothing are left out: it knows only amounts above zero.
 */
export function fitOrderValue(everybody: readonly Spender[]): Fit<FittedSpending> {
  const spenders = everybody.filter(({ repeats, mean }) => repeats > 0 && mean > 0);
  if (spenders.length < LEAST_REPEATERS)
    return refuse(
      `${spenders.length} people came back and paid something; it takes ${LEAST_REPEATERS} to tell what people pay`,
    );
  const groups = groupByRepeats(spenders);
  const at = (point: readonly number[]): FittedSpending => {
    const [p = 1, q = 1, v = 1] = point.map(Math.exp);
    return { p, q, v };
  };
  const typical = spenders.reduce((sum, { mean }) => sum + mean, 0) / spenders.length;
  const found = minimize((point) => -logLikelihoodOf(at(point), groups), [0, 1, Math.log(typical)]);
  const parameters = at(found.at);
  if (!found.converged) return refuse('no parameters fit these amounts better than all others');
  if (parameters.q <= 1)
    return refuse(`what people pay is so uneven that it has no mean (q = ${parameters.q.toPrecision(3)})`);
  return { parameters, refused: null };
}

/** What a day of somebody will bring: their own mean, drawn towards everybody's while they came back seldom; everybody's for those who never did. */
export function expectedOrderValue({ p, q, v }: FittedSpending, { repeats, mean }: Spender): number {
  const everybody = (p * v) / (q - 1);
  const own = (p * repeats) / (p * repeats + q - 1);
  return (1 - own) * everybody + own * mean;
}

/** Everybody who came back on so many days: what does not depend on the parameters is summed once. */
interface Group {
  readonly repeats: number;
  readonly sums: Float64Array;
  readonly logMeans: number;
}

function groupByRepeats(spenders: readonly Spender[]): readonly Group[] {
  const byRepeats = new Map<number, number[]>();
  for (const { repeats, mean } of spenders) {
    const means = byRepeats.get(repeats);
    if (means === undefined) byRepeats.set(repeats, [mean]);
    else means.push(mean);
  }
  // Sorted, so that sums do not depend on the order of the people.
  return [...byRepeats]
    .sort(([one], [other]) => one - other)
    .map(([repeats, means]) => {
      means.sort((one, other) => one - other);
      const logMeans = means.reduce((sum, mean) => sum + Math.log(mean), 0);
      return { repeats, sums: Float64Array.from(means, (mean) => repeats * mean), logMeans };
    });
}

function logLikelihoodOf({ p, q, v }: FittedSpending, groups: readonly Group[]): number {
  let sum = 0;
  for (const { repeats: x, sums, logMeans } of groups) {
    const shape = p * x;
    let logs = 0;
    for (const each of sums) logs += Math.log(each + v);
    const each = logGamma(shape + q) - logGamma(shape) - logGamma(q) + q * Math.log(v) + shape * Math.log(x);
    sum += sums.length * each + (shape - 1) * logMeans - (shape + q) * logs;
  }
  return sum;
}
