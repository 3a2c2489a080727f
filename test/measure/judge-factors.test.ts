import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeFactors } from '../../src/measure/judge-factors.js';
import type { Exposure } from '../../src/measure/measure-people.js';
import type { solveLeastSquares } from '../../src/measure/solve-least-squares.js';
import { combinationsOf, type Factor, readLevels } from '../../src/model/factors.js';
import type { Measure, Metric } from '../../src/model/metric.js';
import { at, event, planWith, profile } from '../decide/world.js';

const plan = planWith({});
const AFTER = at('2026-03-02T10:00');
const UP_TO = at('2026-03-02T14:00');
const revenue: Measure = { kind: 'sum', event: 'order', property: 'value', where: [] };
const FACTORS: readonly Factor[] = [
  { name: 'tone', levels: ['warm', 'plain'] },
  { name: 'length', levels: ['short', 'middle', 'long'] },
];

/** Somebody who spends so much. */
const person = (value: number): Exposure => ({
  facts: profile(value === 0 ? [] : [event(AFTER + 3_600_000, 'order', { value })]),
  after: AFTER,
  upTo: UP_TO,
});

/** By combination, what each of its people spends. */
type Spending = Readonly<Record<string, readonly number[]>>;

function judge(spending: Spending, better: Metric['better'] = 'higher', factors = FACTORS) {
  const { winner, results } = judgeFactors(
    plan,
    { measure: revenue, better },
    factors,
    combinationsOf(factors).map(({ id }) => ({ id, exposures: (spending[id] ?? []).map(person) })),
  );
  return {
    winner,
    results: Object.fromEntries(results.map(({ variant, people, value }) => [variant, [people, value]])),
  };
}

describe('the winner of a test of factors', () => {
  it('is the better level of each, though nobody may have had it together', () => {
    const { winner, results } = judge({
      'length=short,tone=warm': [10, 10],
      'length=long,tone=warm': [30],
      'length=short,tone=plain': [6, 6],
    });
    expect(winner).toBe('length=long,tone=warm');
    // Over the levels that anybody had: the tone is worth 4, the length 20.
    expect(results).toEqual({
      'tone=warm': [3, 20],
      'tone=plain': [2, 16],
      'length=short': [4, 8],
      'length=middle': [0, null],
      'length=long': [1, 28],
    });
  });

  it('does not count for a level what chance gave it more of another factor', () => {
    // Warm has most of the long ones, which do best: by plain means it would win, and it is the worse tone.
    const { winner, results } = judge({
      'length=long,tone=warm': [40, 40, 40, 40],
      'length=short,tone=warm': [10],
      'length=long,tone=plain': [42],
      'length=short,tone=plain': [12, 12, 12, 12],
    });
    expect(winner).toBe('length=long,tone=plain');
    expect([results['tone=warm'], results['tone=plain']]).toEqual([
      [5, 25],
      [5, 27],
    ]);
  });

  it('is the least where less is better, and the first written of equals, of nothing, and of what cannot be told apart', () => {
    // Which of the two made them spend more nobody can tell: it is put down to the factor written first.
    const some: Spending = { 'length=short,tone=warm': [3], 'length=long,tone=plain': [9] };
    expect(judge(some).winner).toBe('length=short,tone=plain');
    expect(judge(some, 'lower').winner).toBe('length=short,tone=warm');
    expect(judge({}).winner).toBe('length=short,tone=warm');
    // Sums of fractions are not the same in another order, and who spends alike is alike.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 6 }), (counts) => {
        const equal = combinationsOf(FACTORS).map(({ id }, n) => [
          id,
          Array.from({ length: counts[n] ?? 1 }, () => 0.1),
        ]);
        expect(judge(Object.fromEntries(equal)).winner).toBe('length=short,tone=warm');
      }),
    );
    expect(judge({ 'length=middle,tone=plain': [1] }).winner).toBe('length=middle,tone=plain');
  });

  it('is what least squares over single people find, whoever they are', () => {
    const spending = fc.dictionary(
      fc.constantFrom(...combinationsOf(FACTORS).map(({ id }) => id)),
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 }),
      { minKeys: 6, noNullPrototype: true },
    );
    fc.assert(
      fc.property(spending, (some) => {
        const people = Object.entries(some).flatMap(([id, values]) => {
          const { tone, length } = readLevels(id);
          const x = [1, Number(tone === 'plain'), Number(length === 'middle'), Number(length === 'long')];
          return values.map((y) => ({ weight: 1, x, y }));
        });
        const [, plain = 0, middle = 0, long = 0] = byGradient(people);
        const { results } = judge(some);
        const value = (id: string): number => results[id]?.[1] ?? Number.NaN;
        expect(value('tone=plain') - value('tone=warm')).toBeCloseTo(plain, 5);
        expect(value('length=middle') - value('length=short')).toBeCloseTo(middle, 5);
        expect(value('length=long') - value('length=short')).toBeCloseTo(long, 5);
      }),
      { numRuns: 60 },
    );
  });
});

/** Least squares another way: conjugate gradients on the squares themselves. */
function byGradient(equations: Parameters<typeof solveLeastSquares>[0]): readonly number[] {
  const size = equations[0]?.x.length ?? 0;
  const times = (b: readonly number[]): number[] =>
    Array.from({ length: size }, (_, i) =>
      equations.reduce((sum, { x }) => sum + (x[i] ?? 0) * x.reduce((all, one, j) => all + one * (b[j] ?? 0), 0), 0),
    );
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, one, i) => sum + one * (b[i] ?? 0), 0);
  let b = Array.from({ length: size }, () => 0);
  let rest = Array.from({ length: size }, (_, i) => equations.reduce((sum, { x, y }) => sum + (x[i] ?? 0) * y, 0));
  let way = rest;
  for (let turn = 0; turn < 8 * size && dot(rest, rest) > 1e-20; turn++) {
    const image = times(way);
    const step = dot(rest, rest) / dot(way, image);
    b = b.map((one, i) => one + step * (way[i] ?? 0));
    const next = rest.map((one, i) => one - step * (image[i] ?? 0));
    const more = dot(next, next) / dot(rest, rest);
    way = next.map((one, i) => one + more * (way[i] ?? 0));
    rest = next;
  }
  return b;
}
