import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../../src/measure/models/area-under-curve.js';
import type { Buyers } from '../../../src/measure/models/buying-history.js';
import {
  aliveOf,
  expectedOrders,
  fitRepeatBuying,
  logLikelihood,
  type RepeatBuying,
} from '../../../src/measure/models/repeat-buying.js';
import {
  type Customer,
  customersUntil,
  dayNumber,
  hasCdnow,
  hasRetail,
  readCdnow,
  readRetail,
  together,
} from './real-orders.js';

/** CLVTools' fit of CDNOW, and BTYDplus' of the modified model. */
const CLVTOOLS: RepeatBuying = { kind: 'bgnbd', r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 };
const BTYDPLUS: RepeatBuying = { kind: 'mbgnbd', r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 };
const KNOWN = { repeats: 2, last: 30.43, age: 38.86 };
const NEW = { repeats: 0, last: 0, age: 0 };

describe('how people buy until they leave', () => {
  it('is told as in the papers and the other programs', () => {
    // Fader, Hardie and Lee 2005; the digits beyond by SciPy 1.17 from the same formula.
    expect(expectedOrders(CLVTOOLS, KNOWN, 39)).toBeCloseTo(1.2259057045100386, 12);
    expect(aliveOf(CLVTOOLS, KNOWN)).toBeCloseTo(0.726609, 6);
    expect(expectedOrders(CLVTOOLS, { repeats: 0, last: 0, age: 39 }, 52)).toBeCloseTo(0.2509532752728632, 12);
    expect(expectedOrders(CLVTOOLS, { repeats: 1, last: 1 / 7, age: 2 / 7 }, 500)).toBeCloseTo(12.587477212840083, 10);
    expect(expectedOrders(BTYDPLUS, KNOWN, 39)).toBeCloseTo(1.2629606232673432, 12);
    expect(expectedOrders(BTYDPLUS, { repeats: 0, last: 0, age: 39 }, 52)).toBeCloseTo(0.19698607412496466, 12);
    expect(aliveOf(BTYDPLUS, KNOWN)).toBeCloseTo(0.7062022651184873, 12);
    expect(aliveOf(BTYDPLUS, { repeats: 0, last: 0, age: 38.86 })).toBeCloseTo(0.389735, 6);
    // Of somebody who has just bought for the first time: E[X(t)] of the paper.
    const times = [0.1429, 1, 3, 31.8571, 32, 78];
    for (const [i, expected] of [0.0078, 0.0532, 0.1506, 1.0405, 1.0437].entries())
      expect(expectedOrders(CLVTOOLS, NEW, times[i]!)).toBeCloseTo(expected, 4);
    // The last of the published ones comes from parameters with more digits than were published.
    expect(expectedOrders(CLVTOOLS, NEW, times[5]!)).toBeCloseTo(1.8576, 3);
    // P(no order in 39 weeks), of the rounded parameters.
    const rounded: RepeatBuying = { kind: 'bgnbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    expect(Math.exp(logLikelihood(rounded, [{ repeats: 0, last: 0, age: 39, people: 1 }]))).toBeCloseTo(0.5737864, 6);
    // P(10 orders in 2 weeks): the likelihood of every last day, with all the ways in which nine others lie before it.
    const [orders, weeks, steps] = [10, 2, 4000];
    const ways = (last: number): number => last ** (orders - 1) / 362_880;
    const likely = Array.from({ length: steps + 1 }, (_, i) => {
      const last = (i / steps) * weeks;
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      return weight * ways(last) * Math.exp(logLikelihood(rounded, [{ repeats: orders, last, age: weeks, people: 1 }]));
    });
    const sum = likely.reduce((a, b) => a + b, 0);
    expect((sum * weeks) / steps / 3 / 1.07869e-7).toBeCloseTo(1, 5);
  });

  it('takes everybody who bought once for alive only without the modification', () => {
    expect(aliveOf(CLVTOOLS, { repeats: 0, last: 0, age: 500 })).toBe(1);
    expect(aliveOf(BTYDPLUS, { repeats: 0, last: 0, age: 500 })).toBeLessThan(0.2);
  });

  it('stays in its bounds wherever it is asked, at a = 1 too', () => {
    const positive = fc.double({ min: 0.05, max: 30, noNaN: true });
    const model = fc.record({
      kind: fc.constantFrom('bgnbd' as const, 'mbgnbd' as const),
      r: positive,
      alpha: positive,
      a: fc.oneof(positive, fc.constantFrom(1, 1 + 1e-9, 1 - 1e-9)),
      b: positive,
    });
    const history = fc
      .tuple(fc.nat(60), fc.nat(1500), fc.nat(1500))
      .map(([repeats, last, since]) =>
        repeats === 0
          ? { repeats, last: 0, age: since / 7 }
          : { repeats, last: (last + repeats) / 7, age: (last + repeats + since) / 7 },
      );
    fc.assert(
      fc.property(model, history, fc.integer({ min: 1, max: 730 }), (parameters, each, days) => {
        const alive = aliveOf(parameters, each);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        const orders = expectedOrders(parameters, each, days / 7);
        // Never more than somebody who has surely not left, at the rate that is expected of them.
        const rate = (parameters.r + each.repeats) / (parameters.alpha + each.age);
        expect(orders).toBeGreaterThanOrEqual(-1e-9);
        expect(orders).toBeLessThanOrEqual((alive * rate * days) / 7 + 1e-6);
        expect(expectedOrders(parameters, each, (days + 7) / 7)).toBeGreaterThanOrEqual(orders - 1e-9);
      }),
      { seed: 3, numRuns: 300, endOnFailure: true },
    );
  });

  it('is not fitted to people who all leave alike, and says so', () => {
    let state = 7;
    const chance = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state + 0.5) / 0x80000000;
    };
    const alike = Array.from({ length: 3000 }, (): Buyers => {
      const pace = 1 + 6 * chance();
      let [repeats, last] = [0, 0];
      while (chance() > 0.3) {
        const next = last - pace * Math.log(chance());
        if (next > 52) break;
        [repeats, last] = [repeats + 1, next];
      }
      return { repeats, last, age: 52, people: 1 };
    });
    expect(fitRepeatBuying('mbgnbd', alike).refused).toMatch(
      /^by these orders everybody is as likely to leave as everybody else, so it could not tell who has \(a = /,
    );
  });

  it('is not fitted to a handful of people, and says so', () => {
    const few: readonly Buyers[] = [
      { repeats: 0, last: 0, age: 30, people: 5000 },
      { repeats: 2, last: 20, age: 30, people: 199 },
    ];
    expect(fitRepeatBuying('mbgnbd', few).refused).toBe(
      '199 people came back to order again; it takes 200 to tell anything',
    );
  });
});

describe.skipIf(!hasCdnow)(`the customers of CDNOW${hasCdnow ? '' : ' (left out: the data is not here)'}`, () => {
  const read = (): readonly Customer[] => customersUntil(readCdnow(), dayNumber('1997-09-30'));

  it('give the published parameters and likelihood, and nearly the next 39 weeks', () => {
    const customers = read();
    const histogram = [0, 1, 2, 3, 4, 5, 6].map((n) => customers.filter(({ repeats }) => repeats === n).length);
    expect(histogram).toEqual([1411, 439, 214, 100, 62, 38, 29]);
    expect(customers.filter(({ repeats }) => repeats > 6)).toHaveLength(64);
    expect(customers.reduce((all, { repeats }) => all + repeats, 0)).toBe(2457);
    const { parameters } = fitRepeatBuying('bgnbd', together(customers));
    expect(logLikelihood(parameters!, customers)).toBeCloseTo(-9582.4292, 4);
    for (const key of ['r', 'alpha', 'a', 'b'] as const) expect(parameters![key]).toBeCloseTo(CLVTOOLS[key], 3);
    const later = customers.map((each) => expectedOrders(parameters!, each, 39));
    expect(later.reduce((a, b) => a + b, 0)).toBeCloseTo(1653.41, 2);
    expect(customers.reduce((sum, each) => sum + each.later, 0)).toBe(1882);
    // By repeats so far, 7 and more together.
    const means = [0.225, 0.523, 1.044, 1.52, 2.164, 2.654, 3.504, 6.157];
    for (const [n, expected] of means.entries()) {
      const group = customers.flatMap((each, i) => (Math.min(each.repeats, 7) === n ? [later[i]!] : []));
      expect(group.reduce((a, b) => a + b, 0) / group.length).toBeCloseTo(expected, 3);
    }
  });

  it('give the modified model the parameters of BTYDplus, and it alone tells who has left', () => {
    const customers = read();
    const old = fitRepeatBuying('bgnbd', together(customers)).parameters!;
    const { parameters } = fitRepeatBuying('mbgnbd', together(customers));
    expect(logLikelihood(parameters!, customers)).toBeCloseTo(-9582.1357, 4);
    for (const key of ['r', 'alpha', 'a', 'b'] as const) expect(parameters![key]).toBeCloseTo(BTYDPLUS[key], 3);
    expect(aliveOf(parameters!, { repeats: 0, last: 0, age: 38.86 })).toBeCloseTo(0.389715, 6);
    const rank = (score: (each: Customer) => number): number | null =>
      areaUnderCurve(
        customers.map((each) => ({ score: score(each), did: each.later > 0 ? 1 : 0, not: each.later > 0 ? 0 : 1 })),
      );
    expect(rank((each) => aliveOf(old, each))).toBeCloseTo(0.316, 3);
    expect(rank((each) => aliveOf(parameters!, each))).toBeCloseTo(0.687, 3);
    expect(rank((each) => expectedOrders(parameters!, each, 39))).toBeCloseTo(0.773, 3);
  });
});

describe.skipIf(!hasRetail)(
  `the customers of a retailer${hasRetail ? '' : ' (left out: the data is not here)'}`,
  () => {
    it('never leave, by their orders: no model of leaving is made of that', () => {
      const orders = readRetail();
      for (const until of ['2011-08-31', '2011-12-09'])
        for (const kind of ['bgnbd', 'mbgnbd'] as const) {
          const fit = fitRepeatBuying(kind, together(customersUntil(orders, dayNumber(until))));
          expect(fit.refused).toMatch(
            /^by these orders nobody ever seems to leave for good, so it could not tell who has \(a = /,
          );
        }
    });
  },
);
