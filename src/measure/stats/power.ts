import { normalCdf, normalQuantile } from './normal.js';
import { newcombe } from './proportions.js';

/** How far from 0 an effect with this relative lift lies when so many people are measured, in standard errors for √n: most intervals narrow with it exactly, and need no `people`. */
export type Signal = (lift: number, people: number) => number;

/** What a measurement is held to. */
export interface Demand {
  /** To find a lift that is there. */
  readonly power?: number;
  /** Standard errors from which on something is found: 1.96 for a fixed verdict at 5%, `sequenceFactor` for an always-valid one. */
  readonly critical?: number;
}

/** Of a share: d = p · lift, v = p (1 − p) in each arm. No share rises above 1: such a lift shows nowhere. */
export function shareSignal(share: number, holdout: number): Signal {
  return (lift) => {
    const raised = share * (1 + lift);
    if (!(raised > 0 && raised <= 1)) return 0;
    const variance = (share * (1 - share)) / holdout + (raised * (1 - raised)) / (1 - holdout);
    return (share * lift) / Math.sqrt(variance);
  };
}

/**
 * Of a share as it is judged, by Newcombe's interval: its bound on the held-out's side reaches further up than the plain formula has it, the further the fewer there are. (d − half) / se + z, where `half` is what the interval of 95% takes
 * off the difference.
 */
export function newcombeSignal(share: number, holdout: number): Signal {
  const z = normalQuantile(0.975);
  return (lift, people) => {
    const raised = share * (1 + lift);
    if (!(raised > 0 && raised <= 1 && people > 0)) return 0;
    const [sent, held] = [people * (1 - holdout), people * holdout];
    const difference = newcombe({ active: raised * sent, people: sent }, { active: share * held, people: held });
    const error = Math.sqrt((raised * (1 - raised)) / sent + (share * (1 - share)) / held);
    if (difference.value === null || difference.low === null || !(error > 0)) return 0;
    return Math.max(0, difference.low / error + z) / Math.sqrt(people);
  };
}

/** Of a mean whose variance stays as it is. */
export function meanSignal(mean: number, variance: number, holdout: number): Signal {
  return (lift) => (mean * lift) / Math.sqrt(variance / holdout + variance / (1 - holdout));
}

/** Of the two-part log lift, as it is judged: `buyers` is their share, `spread` the squared coefficient of variation of what they spend; more of them buy, each as much as before. */
export function spendSignal(buyers: number, spread: number, holdout: number): Signal {
  return (lift) => {
    const raised = Math.min(1, buyers * (1 + lift));
    const variance = (1 - buyers + spread) / (buyers * holdout) + (1 - raised + spread) / (raised * (1 - holdout));
    return Math.log1p(lift) / Math.sqrt(variance);
  };
}

/** The chance to find a lift that is there, in whichever direction it is then seen. */
export function powerOf(
  signal: Signal,
  lift: number,
  people: number,
  { critical = normalQuantile(0.975) }: Demand = {},
): number {
  const far = Math.abs(signal(lift, people)) * Math.sqrt(people);
  return normalCdf(far - critical) + normalCdf(-far - critical);
}

/** People of both arms together that it takes to find a lift; infinite for none, or none that a trillion would show. */
export function peopleNeeded(
  signal: Signal,
  lift: number,
  { power = 0.8, critical = normalQuantile(0.975) }: Demand = {},
): number {
  const needed = critical + normalQuantile(power);
  const isEnough = (people: number): boolean => Math.abs(signal(lift, people)) * Math.sqrt(people) >= needed;
  let enough = 1;
  while (!isEnough(enough)) {
    enough *= 2;
    if (enough > 1e12) return Number.POSITIVE_INFINITY;
  }
  let few = enough / 2;
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** The smallest lift upwards that so many people show; null where not even a hundredfold one is. */
export function detectableLift(
  signal: Signal,
  people: number,
  { power = 0.8, critical = normalQuantile(0.975) }: Demand = {},
): number | null {
  const needed = critical + normalQuantile(power);
  const isFound = (lift: number): boolean => signal(lift, people) * Math.sqrt(people) >= needed;
  let high = 1e-4;
  while (!isFound(high)) {
    high *= 1.1;
    if (high > 100) return null;
  }
  let low = 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Days until so many people have come and their windows are over, and no fewer than the least. */
export function daysNeeded(
  people: number,
  { perDay, window, least }: { readonly perDay: number; readonly window: number; readonly least: number },
): number {
  return Math.max(least, Math.ceil(people / perDay) + window);
}
