import { describe, expect, it } from 'vitest';
import { fitHabitStrength } from '../../../src/measure/models/habit-strength.js';

/** Part, whole and people: drawn once from a beta distribution with 26.7 events and a share of 0.2. */
const DRAWN = [
  [0, 1, 45],
  [1, 1, 15],
  [0, 2, 41],
  [1, 2, 17],
  [2, 2, 2],
  [0, 3, 28],
  [1, 3, 28],
  [2, 3, 4],
  [0, 4, 32],
  [1, 4, 13],
  [2, 4, 14],
  [3, 4, 1],
  [0, 5, 18],
  [1, 5, 20],
  [2, 5, 15],
  [3, 5, 5],
  [4, 5, 2],
  [0, 6, 26],
  [1, 6, 19],
  [2, 6, 12],
  [3, 6, 2],
  [4, 6, 1],
  [0, 7, 12],
  [1, 7, 28],
  [2, 7, 14],
  [3, 7, 5],
  [4, 7, 1],
  [0, 8, 12],
  [1, 8, 17],
  [2, 8, 14],
  [3, 8, 8],
  [4, 8, 6],
  [5, 8, 3],
  [0, 9, 10],
  [1, 9, 14],
  [2, 9, 16],
  [3, 9, 11],
  [4, 9, 3],
  [5, 9, 5],
  [6, 9, 1],
  [0, 10, 8],
  [1, 10, 18],
  [2, 10, 15],
  [3, 10, 9],
  [4, 10, 7],
  [5, 10, 2],
  [6, 10, 1],
  [0, 11, 7],
  [1, 11, 18],
  [2, 11, 10],
  [3, 11, 11],
  [4, 11, 7],
  [5, 11, 5],
  [6, 11, 2],
  [0, 12, 6],
  [1, 12, 14],
  [2, 12, 15],
  [3, 12, 11],
  [4, 12, 9],
  [5, 12, 4],
  [7, 12, 1],
] as const;

const counts = (rows: readonly (readonly [part: number, whole: number, people: number])[]) =>
  rows.map(([part, whole, people]) => ({ part, whole, people }));

describe('how many events of everybody count beside the own', () => {
  it('is the most likely number, as SciPy finds it', () => {
    const { parameters } = fitHabitStrength(counts(DRAWN));
    expect(parameters?.shrink).toBeCloseTo(24.61417, 3);
    expect(parameters?.share).toBeCloseTo(0.20107688, 6);
  });

  it('is few where people differ much', () => {
    const { parameters } = fitHabitStrength(
      counts([
        [0, 5, 200],
        [1, 5, 20],
        [4, 5, 20],
        [5, 5, 200],
      ]),
    );
    expect(parameters?.shrink).toBeLessThan(1);
  });

  it('cannot be told of people who do not differ, or of a handful', () => {
    const alike = fitHabitStrength(
      counts([
        [0, 2, 250],
        [1, 2, 500],
        [2, 2, 250],
      ]),
    );
    expect(alike.refused).toBe('people differ no more than by chance: the share of everybody says as much of each');
    const few = fitHabitStrength(
      counts([
        [0, 1, 9000],
        [1, 3, 199],
      ]),
    );
    expect(few.refused).toBe('199 people have two events or more; it takes 200 to tell how people differ');
  });
});
