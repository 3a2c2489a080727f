import { normalCdf, normalQuantile } from './normal.js';

/** How far from 0 an effect with this relative lift lies when one person is measured, in standard errors; √n times as far with n. */
export type Signal = (lift: number) => number;

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
  const far = Math.abs(signal(lift)) * Math.sqrt(people);
  return normalCdf(far - critical) + normalCdf(-far - critical);
}

/** People of both arms together that it takes to find a lift; infinite for none. */
export function peopleNeeded(
  signal: Signal,
  lift: number,
  { power = 0.8, critical = normalQuantile(0.975) }: Demand = {},
): number {
  return Math.ceil(((critical + normalQuantile(power)) / signal(lift)) ** 2);
}

/** The smallest lift upwards that so many people show; null where not even a hundredfold one is. */
export function detectableLift(signal: Signal, people: number, demand: Demand = {}): number | null {
  const isFound = (lift: number): boolean => peopleNeeded(signal, lift, demand) <= people;
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
