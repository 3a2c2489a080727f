import type { Interval } from '../../model/measurement.js';
import { normalQuantile } from './normal.js';

/** With fewer there is nothing to learn of how lifts differ. */
const LEAST = 3;

/**
 * Each lift drawn towards the others', as far as it is uncertain: the winner of many was lucky, too. A normal prior with the mean and the variance that the lifts themselves show (DerSimonian & Laird 1986; empirical
 * Bayes after Efron & Morris 1975). Null where there are fewer than three.
 */
export function shrinkLifts(
  lifts: readonly { readonly value: number; readonly standardError: number }[],
  alpha = 0.05,
): readonly Interval[] | null {
  if (lifts.length < LEAST || lifts.some(({ standardError }) => !(standardError > 0))) return null;
  const weights = lifts.map(({ standardError }) => 1 / standardError ** 2);
  const total = sum(weights);
  const center = sum(lifts.map(({ value }, i) => value * weights[i]!)) / total;
  const q = sum(lifts.map(({ value }, i) => weights[i]! * (value - center) ** 2));
  const scale = total - sum(weights.map((weight) => weight ** 2)) / total;
  const between = Math.max(0, (q - (lifts.length - 1)) / scale);
  const prior = lifts.map(({ standardError }) => 1 / (between + standardError ** 2));
  const mean = sum(lifts.map(({ value }, i) => value * prior[i]!)) / sum(prior);
  const z = normalQuantile(1 - alpha / 2);
  return lifts.map(({ value, standardError }) => {
    const own = between / (between + standardError ** 2);
    const drawn = mean + own * (value - mean);
    // What the mean of the prior may itself be off by counts as far as it is leaned on.
    const half = z * Math.sqrt(own * standardError ** 2 + (1 - own) ** 2 / sum(prior));
    return { value: drawn, low: drawn - half, high: drawn + half };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
