import { logGamma } from '../stats/log-gamma.js';
import { type Fit, refuse } from './fit.js';
import { minimize } from './minimize.js';

/** Of the `whole` events of somebody, so many were the `part`. */
export interface Counts {
  readonly part: number;
  readonly whole: number;
  readonly people: number;
}

/** How many events of the population weigh as much as the person's own, and everybody's share. */
export interface HabitStrength {
  readonly shrink: number;
  readonly share: number;
}

/** Above so many the own share says nothing. */
const MOST_SHRINK = 10_000;
/** People with one event tell nothing of how people differ. */
const LEAST_PEOPLE = 200;

/** The most likely beta distribution of people's own shares (beta-binomial): the more they differ, the fewer events of everybody's count beside their own. */
export function fitHabitStrength(everybody: readonly Counts[]): Fit<HabitStrength> {
  const people = everybody.filter(({ whole }) => whole > 1).reduce((sum, each) => sum + each.people, 0);
  if (people < LEAST_PEOPLE)
    return refuse(`${people} people have two events or more; it takes ${LEAST_PEOPLE} to tell how people differ`);
  const at = (point: readonly number[]): HabitStrength => {
    const [part = 1, rest = 1] = point.map(Math.exp);
    return { shrink: part + rest, share: part / (part + rest) };
  };
  const found = minimize((point) => -logLikelihood(at(point), everybody), [0, 0]);
  const parameters = at(found.at);
  if (parameters.shrink > MOST_SHRINK || !found.converged)
    return refuse('people differ no more than by chance: the share of everybody says as much of each');
  return { parameters, refused: null };
}

function logLikelihood({ shrink, share }: HabitStrength, everybody: readonly Counts[]): number {
  const [a, b] = [shrink * share, shrink * (1 - share)];
  const common = logGamma(shrink) - logGamma(a) - logGamma(b);
  let sum = 0;
  for (const { part, whole, people } of everybody)
    sum += people * (common + logGamma(a + part) + logGamma(b + whole - part) - logGamma(shrink + whole));
  return sum;
}
