import { OWN_HABIT } from '../model/population.js';

/**
 * The hour (0 to 23) with the most of (n_h + 20 × q_h) / (n + 20): the person's own events by hour, with twenty of the population's among them (Dirichlet shrinkage). Of
 * several the earliest; null while nobody has any.
 */
export function bestHour(own: readonly number[], everybody: readonly number[]): number | null {
  const total = everybody.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  // Times `total`: whole numbers, so that ties are ties.
  const points = everybody.map((n, hour) => (own[hour] ?? 0) * total + OWN_HABIT.best_hour * n);
  return points.indexOf(Math.max(...points));
}
