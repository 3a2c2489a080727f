import { describe, expect, it } from 'vitest';
import { expectedOrderValue, fitOrderValue } from '../../../src/measure/models/order-value.js';
import { customersUntil, dayNumber, hasCdnow, readCdnow } from './real-orders.js';

/** Fader and Hardie, note 025. */
const PUBLISHED = { p: 6.25, q: 3.74, v: 15.44 };

describe('what people spend', () => {
  it('is everybody’s mean for those who never came back, and nears their own the oftener they do', () => {
    const everybody = (6.25 * 15.44) / 2.74;
    expect(expectedOrderValue(PUBLISHED, { repeats: 0, mean: 0 })).toBeCloseTo(everybody, 12);
    const own = [1, 2, 10, 100].map((repeats) => expectedOrderValue(PUBLISHED, { repeats, mean: 80 }));
    expect([...own].sort((a, b) => a - b)).toEqual(own);
    expect(own[0]).toBeCloseTo((2.74 / 8.99) * everybody + (6.25 / 8.99) * 80, 12);
    expect(own[3]).toBeCloseTo(80, 0);
  });

  it('is not fitted to a handful of people, nor to people who paid nothing', () => {
    const free = Array.from({ length: 300 }, () => ({ repeats: 2, mean: 0 }));
    expect(fitOrderValue(free).refused).toBe(
      '0 people came back and paid something; it takes 200 to tell what people pay',
    );
  });

  it('does not depend on the order of the people', () => {
    const people = Array.from({ length: 400 }, (_, i) => ({ repeats: 1 + (i % 4), mean: 5 + ((i * 37) % 101) }));
    expect(fitOrderValue([...people].reverse())).toEqual(fitOrderValue(people));
  });
});

describe.skipIf(!hasCdnow)(`the amounts of CDNOW${hasCdnow ? '' : ' (left out: the data is not here)'}`, () => {
  it('give the published parameters, and each person the published mean', () => {
    const customers = customersUntil(readCdnow(), dayNumber('1997-09-30'));
    const { parameters } = fitOrderValue(customers);
    for (const key of ['p', 'q', 'v'] as const) expect(parameters![key]).toBeCloseTo(PUBLISHED[key], 2);
    const means = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    for (const [i, expected] of means.entries())
      expect(expectedOrderValue(parameters!, customers[i]!)).toBeCloseTo(expected, 1);
    // What the model takes for nothing: whoever comes oftener spends hardly more at a time.
    const back = customers.filter(({ repeats }) => repeats > 0);
    expect(back).toHaveLength(946);
    expect(correlation(back.map(({ repeats, mean }) => [repeats, mean]))).toBeCloseTo(0.11388, 4);
  });
});

function correlation(points: readonly (readonly [number, number])[]): number {
  const mean = (pick: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean(([x]) => x), mean(([, y]) => y)];
  const product = mean((point) => (point[0] - x) * (point[1] - y));
  return product / Math.sqrt(mean((point) => (point[0] - x) ** 2) * mean((point) => (point[1] - y) ** 2));
}
