import { describe, expect, it } from 'vitest';
import { judgeTest } from '../../src/measure/judge-test.js';
import type { Exposure } from '../../src/measure/measure-people.js';
import type { Measure, Metric } from '../../src/model/metric.js';
import { at, event, planWith, profile } from '../decide/world.js';

const plan = planWith({});
const AFTER = at('2026-03-02T10:00');
const UP_TO = at('2026-03-02T14:00');
const orders: Measure = { kind: 'count', event: 'order', where: [] };
const revenue: Measure = { kind: 'sum', event: 'order', property: 'value', where: [] };

/** Somebody who orders at these times (hours after the message), each for its amount. */
const person = (...buys: readonly (readonly [hour: number, value: number])[]): Exposure => ({
  facts: profile(buys.map(([hour, value]) => event(AFTER + hour * 3_600_000, 'order', { value }))),
  after: AFTER,
  upTo: UP_TO,
});

function judge(measure: Measure, a: readonly Exposure[], b: readonly Exposure[], better: Metric['better'] = 'higher') {
  const { winner, results } = judgeTest(plan, { measure, better }, [
    { id: 'a', exposures: a },
    { id: 'b', exposures: b },
  ]);
  return [winner, ...results.map(({ value }) => value)];
}

describe('the winner of a message test', () => {
  it('is the best mean for each person, by every kind of measure', () => {
    const [often, rich, idle] = [person([1, 5], [2, 5]), person([1, 40]), person()];
    expect(judge({ ...orders, kind: 'share' }, [often, idle], [rich, rich])).toEqual(['b', 0.5, 1]);
    expect(judge(orders, [often, often, idle], [rich])).toEqual(['a', 4 / 3, 1]);
    expect(judge(revenue, [often], [rich, idle])).toEqual(['b', 10, 20]);
    expect(judge({ kind: 'ratio', of: [revenue, orders] }, [often, rich], [rich, idle])).toEqual(['b', 50 / 3, 40]);
    const large: Measure = { ...orders, where: [{ property: 'value', test: { op: 'gte', value: 20 } }] };
    expect(judge(large, [often], [rich])).toEqual(['b', 0, 1]);
  });

  it('counts what happens after the message, up to the decision', () => {
    expect(judge(orders, [person([0, 1], [4.001, 1], [-1, 1])], [person([4, 1])])).toEqual(['b', 0, 1]);
  });

  it('is the least where less is better, and the first written of equals or of nothing', () => {
    const buys = person([1, 5]);
    expect(judge(orders, [buys], [person()], 'lower')).toEqual(['b', 1, 0]);
    expect(judge(orders, [buys], [buys])).toEqual(['a', 1, 1]);
    expect(judge(orders, [], [])).toEqual(['a', null, null]);
    expect(judge(orders, [], [person()])).toEqual(['b', null, 0]);
    expect(judge({ kind: 'ratio', of: [revenue, orders] }, [person()], [buys])).toEqual(['b', null, 5]);
  });
});
