import { combinationId, type Factor, levelId, readLevels } from '../model/factors.js';
import type { TestVerdict, VariantResult } from '../model/message-test.js';
import type { Metric } from '../model/metric.js';
import type { Plan } from '../model/plan.js';
import { type Exposure, measurePeople } from './measure-people.js';
import { solveLeastSquares } from './solve-least-squares.js';

/** Two levels that differ by less, as a share of the largest value there is, are equal: a sum of fractions is never quite the same in another order. */
const SAME = 1e-9;

/**
 * How the levels of each factor did, and the combination of the better ones: main effects by least squares on a dummy for each level, weighted by people, so that what chance gave one level more of than
 * another does not count for it. The value of a level is what the fit expects where all levels of the other factors are as frequent. Of equals, and where there is nothing to compare, the one written first.
 */
export function judgeFactors(
  plan: Plan,
  metric: Metric,
  factors: readonly Factor[],
  variants: readonly { readonly id: string; readonly exposures: readonly Exposure[] }[],
): Pick<TestVerdict, 'winner' | 'results'> {
  const cells = variants.map(({ id, exposures }) => ({
    levels: readLevels(id),
    people: exposures.length,
    value: measurePeople(plan, metric.measure, exposures),
  }));
  const known = cells.flatMap(({ levels, people, value }) =>
    value === null || people === 0 ? [] : [{ levels, people, value }],
  );
  const seen = factors.map(({ name, levels }) => ({
    name,
    levels: levels.filter((level) => known.some((cell) => cell.levels[name] === level)),
  }));
  // The first level of each factor that anybody had is what the others are told from.
  const dummies = seen.flatMap(({ name, levels }) => levels.slice(1).map((level) => ({ name, level })));
  const fit = solveLeastSquares(
    known.map(({ levels, people, value }) => ({
      weight: people,
      x: [1, ...dummies.map(({ name, level }) => (levels[name] === level ? 1 : 0))],
      y: value,
    })),
  );
  const effect = (name: string, level: string): number =>
    fit[1 + dummies.findIndex((one) => one.name === name && one.level === level)] ?? 0;
  const effects = seen.map(({ name, levels }) => ({
    name,
    of: levels.map((level, index) => ({ level, effect: index === 0 ? 0 : effect(name, level) })),
  }));
  const usual = new Map(
    effects.map(({ name, of }) => [name, of.reduce((sum, one) => sum + one.effect, 0) / Math.max(1, of.length)]),
  );
  const all = (fit[0] ?? 0) + [...usual.values()].reduce((sum, one) => sum + one, 0);
  const same = SAME * Math.max(0, ...known.map(({ value }) => Math.abs(value)));
  const sign = metric.better === 'lower' ? -1 : 1;
  const results: VariantResult[] = [];
  const winner: Record<string, string> = {};
  for (const { name, levels } of factors) {
    let best: { readonly level: string; readonly value: number } | null = null;
    for (const level of levels) {
      const told = effects.find((one) => one.name === name)?.of.find((one) => one.level === level);
      const value = told === undefined ? null : all - (usual.get(name) ?? 0) + told.effect;
      const people = cells.reduce((sum, cell) => sum + (cell.levels[name] === level ? cell.people : 0), 0);
      results.push({ variant: levelId(name, level), people, value: value === null ? null : round(value) });
      if (value === null) continue;
      if (best === null || sign * (value - best.value) > same) best = { level, value };
    }
    winner[name] = best?.level ?? levels[0] ?? '';
  }
  return { winner: combinationId(winner), results };
}

/** Without the last digits, which say nothing and would differ with the order of sums. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
