import { describe, expect, it } from 'vitest';
import { minimize } from '../../../src/measure/models/minimize.js';

describe('the least value of a function', () => {
  it('is found in a bent valley and in four dimensions', () => {
    const { at, converged } = minimize(([x = 0, y = 0]) => 3 + (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1]);
    expect(converged).toBe(true);
    expect(at[0]).toBeCloseTo(1, 5);
    expect(at[1]).toBeCloseTo(1, 5);
    const four = minimize((point) => 1 + point.reduce((sum, x, i) => sum + (i + 1) * (x - i) ** 2, 0), [5, 5, 5, 5]);
    for (const [i, x] of four.at.entries()) expect(x).toBeCloseTo(i, 4);
  });

  it('is looked for where the function is a number', () => {
    const { at } = minimize(([x = 0]) => x + 1 / x + Math.log(x), [0.2]);
    expect(at[0]).toBeCloseTo((Math.sqrt(5) - 1) / 2, 5);
  });

  it('is not said to be found where there is none', () => {
    expect(minimize(([x = 0]) => -x, [0]).converged).toBe(false);
  });
});
