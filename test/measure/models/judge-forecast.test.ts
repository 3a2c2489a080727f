import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../../src/measure/models/area-under-curve.js';
import { judgeForecast } from '../../../src/measure/models/judge-forecast.js';
import { cellOf, fitLikelihood } from '../../../src/measure/models/likelihood.js';

describe('how well scores rank', () => {
  it('is the share of all pairs that are in the right order, ties counting half', () => {
    const groups = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), did: fc.nat(4), not: fc.nat(4) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(groups, (all) => {
        const [did, not] = (['did', 'not'] as const).map((key) =>
          all.flatMap((each) => Array<number>(each[key]).fill(each.score)),
        );
        const pairs = did!.flatMap((one) => not!.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
        const expected = pairs.length === 0 ? null : pairs.reduce<number>((a, b) => a + b, 0) / pairs.length;
        expect(areaUnderCurve(all)).toEqual(expected === null ? null : expect.closeTo(expected, 12));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('is judged with the sums of what was told and of what came', () => {
    const told = [
      { score: 0.1, people: 90, did: 9, predicted: 9, seen: 10 },
      { score: 0.5, people: 10, did: 5, predicted: 5, seen: 10 },
    ];
    const judged = judgeForecast(told);
    expect(judged).toEqual({
      people: 100,
      auc: expect.closeTo((9 * (81 / 2) + 5 * (81 + 5 / 2)) / (14 * 86), 12),
      calibration: 0.7,
    });
    expect(judgeForecast([{ score: 1, people: 5, did: 5, predicted: 5, seen: 5 }])).toBeNull();
  });
});

describe('how likely people are to do something again', () => {
  it('is the rate of those who were like them, drawn towards everybody’s', () => {
    const cells = Array.from({ length: 25 }, (_, i) => ({ people: i === 24 ? 5 : 100, did: i === 24 ? 5 : i }));
    const { parameters } = fitLikelihood(cells);
    const all = (276 + 5) / 2405;
    expect(parameters).toHaveLength(25);
    expect(parameters![cellOf(1, 1)]).toBeCloseTo((20 * all) / 120, 12);
    expect(parameters![cellOf(5, 5)]).toBeCloseTo((5 + 20 * all) / 25, 12);
    expect(parameters![cellOf(3, 2)]).toBeCloseTo((11 + 20 * all) / 120, 12);
  });

  it('cannot be told where nearly nobody did it', () => {
    expect(fitLikelihood([{ people: 5000, did: 99 }]).refused).toBe(
      '99 of 5000 people did it in the period that is learned from; it takes 100',
    );
  });
});
