import { expect, it } from 'vitest';
import { frozenValue } from '../../src/decide/frozen-value.js';
import { expectedOrderValue } from '../../src/measure/models/order-value.js';
import { aliveOf, expectedOrders } from '../../src/measure/models/repeat-buying.js';
import type { PlanTrait } from '../../src/model/plan.js';
import type { Population } from '../../src/model/population.js';
import type { Instant, Value } from '../../src/model/value.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { at } from './fixture.js';
import { lasting } from './plan.js';
import { gapOfOrders, rfmOfOrders } from './populations-of-orders.js';
import { type Row, shop } from './shop.js';

const rfm = rfmOfOrders;
const gap = gapOfOrders(0, 1);

/** What one part of a population is for each person at the moments asked, from a table that the test writes by hand. */
async function partOf(
  population: Population,
  part: string,
  orders: readonly Row[],
  moments: readonly (string | Instant)[],
  more: { readonly timezone?: string; readonly tz?: string; readonly others?: readonly string[] } = {},
): Promise<Readonly<Record<string, readonly Value[]>>> {
  const trait: PlanTrait = { trait: { kind: 'frozen', population, part }, type: 'number', nullable: true };
  const names = [...new Set([...orders.map(([, id]) => id), ...(more.others ?? [])])].sort();
  const { warehouse } = await shop(openDuckdb, {
    plan: {
      traits: { asked: trait },
      events: { order: { value: 'number' } },
      segments: { asked: { kind: 'attribute', name: 'asked', test: { op: 'exists', value: true } } },
      timezone: more.timezone ?? 'UTC',
    },
    profiles: names.map((id) => ({ id, ...(more.tz === undefined ? {} : { tz: more.tz }) })),
    events: orders,
  });
  try {
    const instants = moments.map((moment) => (typeof moment === 'string' ? at(moment) : moment));
    const facts = await warehouse.facts(names, Math.max(...instants), Math.min(...instants));
    return Object.fromEntries(
      facts.map((each) => [each.profileId, instants.map((t) => frozenValue(each, 'asked', t))]),
    );
  } finally {
    await warehouse.close();
  }
}

const order = (id: string, time: string, value: number | null = 1): Row => ['order', id, time, { value }];
const MIDNIGHT = at('2026-03-11T00:00:00Z');

it('counts a window from its first day on, and never the day of the refresh', async () => {
  const orders = [
    order('first day', '2026-03-08T00:00:00Z'),
    order('before it', '2026-03-07T23:59:59.999Z'),
    order('last day', '2026-03-10T23:59:59.999Z'),
    order('on the day', '2026-03-11T00:00:00Z'),
  ];
  const inside = { 'before it': [null], 'first day': [1 / 2], 'last day': [1], 'on the day': [null] };
  expect(await partOf({ ...rfm, within: lasting('3d') }, 'percentile', orders, [MIDNIGHT])).toEqual(inside);
  const wide = await partOf(
    { ...gap, within: lasting('3d') },
    'own',
    [
      ...orders,
      order('first day', '2026-03-09T09:00:00Z'),
      order('first day', '2026-03-10T09:00:00Z'),
      order('before it', '2026-03-09T09:00:00Z'),
      order('before it', '2026-03-10T09:00:00Z'),
    ],
    [MIDNIGHT],
  );
  expect(wide).toMatchObject({ 'first day': [1], 'before it': [null] });
});

it('lets a value stand from the very instant of its refresh until the next', async () => {
  const orders = [order('ann', '2026-03-10T12:00:00Z'), order('bob', '2026-03-11T12:00:00Z')];
  const moments = [MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + 86_400_000 - 1, MIDNIGHT + 86_400_000];
  expect(await partOf(rfm, 'percentile', orders, moments)).toEqual({
    ann: [null, 1, 1, 1 / 2],
    bob: [null, null, null, 1],
  });
});

it('lets a value stand from midnight on the clock of the project, also where midnight strikes twice', async () => {
  // At 03:00Z clocks in Santiago go from midnight back to 23:00; the fifth begins at the second midnight.
  const orders = [
    order('ann', '2026-04-05T03:00:00Z'),
    order('bob', '2026-04-05T02:59:59.999Z'),
    order('cid', '2026-04-05T04:00:00Z'),
  ];
  const moments = ['2026-04-05T03:59:59.999Z', '2026-04-05T04:00:00Z', '2026-04-06T04:00:00Z'];
  expect(await partOf(rfm, 'percentile', orders, moments, { timezone: 'America/Santiago' })).toEqual({
    ann: [null, 1, 2 / 3],
    bob: [null, 1, 2 / 3],
    cid: [null, null, 1],
  });
});

it('takes the hour from the clock of the profile, as it is changed', async () => {
  // Clocks in Berlin go from 02:00 to 03:00 at 01:00Z on 29 March, and back from 03:00 to 02:00 at 01:00Z on 25 October.
  const hours: Population = { kind: 'best_hour', events: ['order'], refresh: 'daily', within: null };
  const early = order('early', '1969-01-01T12:00:00Z');
  const hourOf = async (time: string) =>
    (await partOf(hours, 'value', [early, order('ann', time)], ['2026-11-01T00:00:00Z'], { tz: 'Europe/Berlin' })).ann;
  expect(await hourOf('2026-03-29T00:59:59.999Z')).toEqual([1]);
  expect(await hourOf('2026-03-29T01:00:00Z')).toEqual([3]);
  expect(await hourOf('2025-10-26T00:59:59.999Z')).toEqual([2]);
  expect(await hourOf('2025-10-26T01:00:00Z')).toEqual([2]);
  expect(await hourOf('1969-12-31T22:59:59.999Z')).toEqual([23]);
});

it('draws a person’s hours towards everybody’s, and takes the earliest of equals', async () => {
  const hours: Population = { kind: 'best_hour', events: ['order'], refresh: 'daily', within: null };
  const at9 = Array.from({ length: 40 }, (_, i) => order(`p${i}`, '2026-03-01T09:00:00Z'));
  const found = await partOf(hours, 'value', [...at9, order('owl', '2026-03-01T22:00:00Z')], [MIDNIGHT], {
    others: ['nobody'],
  });
  expect(found).toMatchObject({ owl: [9], nobody: [9], p0: [9] });
  const tie = await partOf(
    hours,
    'value',
    [order('a', '2026-03-01T22:00:00Z'), order('b', '2026-03-01T07:00:00Z')],
    [MIDNIGHT],
    { others: ['nobody'] },
  );
  expect(tie).toEqual({ a: [22], b: [7], nobody: [7] });
  const even = await partOf(
    hours,
    'value',
    [order('a', '2026-03-01T22:00:00Z'), order('a', '2026-03-01T07:00:00Z')],
    [MIDNIGHT],
  );
  expect(even).toEqual({ a: [7] });
});

it('adds amounts in the order of the events and of the days; what is unknown adds nothing', async () => {
  const monetary = { ...rfm, weights: { recency: 0, frequency: 0, monetary: 1 } };
  // 0.1 + 0.2 + 0.3 is more than 0.6, 0.3 + 0.2 + 0.1 is not.
  const day = '2026-03-09T0';
  const inOneDay = [
    order('up', `${day}1:00:00Z`, 0.1),
    order('up', `${day}2:00:00Z`, 0.2),
    order('up', `${day}3:00:00Z`, 0.3),
  ];
  const exact = [
    order('exact', `${day}1:00:00Z`, 0.6),
    order('null', `${day}1:00:00Z`, 0.6),
    order('null', `${day}2:00:00Z`, null),
  ];
  const expected = { exact: [2 / 3], null: [2 / 3], up: [1] };
  expect(await partOf(monetary, 'percentile', [...inOneDay, ...exact], [MIDNIGHT])).toEqual(expected);
  const inThree = [
    order('up', '2026-03-07T01:00:00Z', 0.1),
    order('up', '2026-03-08T01:00:00Z', 0.2),
    order('up', '2026-03-09T01:00:00Z', 0.3),
  ];
  expect(await partOf(monetary, 'percentile', [...inThree, ...exact], [MIDNIGHT])).toEqual(expected);
  const nothing = [
    order('none', `${day}1:00:00Z`, null),
    order('owes', `${day}1:00:00Z`, -1),
    order('zero', `${day}1:00:00Z`, 0),
  ];
  expect(await partOf(monetary, 'percentile', nothing, [MIDNIGHT])).toEqual({ none: [1], owes: [1 / 3], zero: [1] });
});

it('stands equals in one bin, and cuts percent ranks, not heads', async () => {
  // Of seven, four have the least: counting off would put them in two bins of five.
  const amounts = [1, 1, 1, 1, 5, 6, 7];
  const orders = amounts.map((value, i) => order(`p${i}`, '2026-03-09T01:00:00Z', value));
  const bins = await partOf(rfm, 'monetary', orders, [MIDNIGHT]);
  expect(Object.values(bins).flat()).toEqual([1, 1, 1, 1, 4, 5, 5]);
  expect(await partOf(rfm, 'score', [order('alone', '2026-03-09T01:00:00Z')], [MIDNIGHT])).toEqual({ alone: [3] });
});

it('knows a typical gap once enough people came back and were followed for long enough', async () => {
  const orders = [
    order('short', '2026-03-01T01:00:00Z'),
    order('short', '2026-03-03T01:00:00Z'),
    order('long', '2026-02-01T01:00:00Z'),
    order('long', '2026-02-09T01:00:00Z'),
    order('once', '2026-03-08T01:00:00Z'),
  ];
  const mean = async (more: Partial<Extract<Population, { kind: 'purchase_gap' }>>) =>
    (await partOf({ ...gap, ...more }, 'population_mean', orders, [MIDNIGHT])).once;
  expect(await mean({})).toEqual([5]);
  expect(await mean({ minRepeaters: 2 })).toEqual([5]);
  expect(await mean({ minRepeaters: 3 })).toEqual([null]);
  // Ten days after "short" came first: followed for twice the mean of five days, not for three times.
  expect(await mean({ followUp: 2 })).toEqual([5]);
  expect(await mean({ followUp: 3 })).toEqual([8]);
  expect(await mean({ followUp: 3, minRepeaters: 2 })).toEqual([null]);
  const coverage = await partOf({ ...gap, followUp: 1 }, 'coverage', orders, [MIDNIGHT]);
  expect(coverage.once).toEqual([1]);
});

it('stops at the limit and below, goes on above the other one, and remembers fourteen refreshes', async () => {
  const stop = { at: 0.5, resume: 0.75 };
  const stopping: Population = {
    ...rfm,
    within: lasting('1d'),
    weights: { recency: 0, frequency: 0, monetary: 1 },
    stop,
  };
  // Who is how many of four on each day: a quarter each.
  const day = (date: string, place: number): readonly Row[] =>
    ['x', 'y', 'z']
      .map((id, i) => order(id, `${date}T01:00:00Z`, i + (i + 1 >= place ? 2 : 1)))
      .concat([order('ann', `${date}T01:00:00Z`, place)]);
  const orders = [
    ...day('2026-03-01', 2),
    ...day('2026-03-02', 3),
    ...day('2026-03-03', 4),
    ...day('2026-03-04', 3),
    ...day('2026-03-05', 2),
    ...day('2026-03-18', 3),
    ...day('2026-03-19', 3),
  ];
  const midnights = ['02', '03', '04', '05', '06', '19', '20'].map((date) => `2026-03-${date}T00:00:00Z`);
  const place = await partOf(stopping, 'percentile', orders, midnights);
  expect(place.ann).toEqual([0.5, 0.75, 1, 0.75, 0.5, 0.75, 0.75]);
  const stopped = await partOf(stopping, 'stopped', orders, midnights);
  // The sixth to the nineteenth are fourteen refreshes, to the twentieth fifteen.
  expect(stopped.ann).toEqual([true, true, false, false, true, true, false]);
});

it('draws a share towards everybody’s', async () => {
  const dear: Population = {
    kind: 'share',
    event: 'order',
    where: [{ property: 'value', test: { op: 'gt', value: 10 } }],
    of: 'order',
    refresh: 'daily',
    within: null,
    shrink: 2,
  };
  const orders = [
    order('a', '2026-03-01T01:00:00Z', 20),
    order('a', '2026-03-01T02:00:00Z', 20),
    order('b', '2026-03-01T02:00:00Z', 10),
    order('b', '2026-03-01T02:00:00Z', null),
  ];
  const found = await partOf(dear, 'value', orders, [MIDNIGHT], { others: ['nobody'] });
  expect(found).toEqual({ a: [3 / 4], b: [1 / 4], nobody: [1 / 2] });
  expect(await partOf(dear, 'value', orders, ['2026-03-01T12:00:00Z'])).toEqual({ a: [null], b: [null] });
});

it('tells what people will order and spend from their days after the first one, in weeks up to the day before the refresh', async () => {
  const worth: Extract<Population, { kind: 'customer_value' }> = {
    kind: 'customer_value',
    event: 'order',
    property: 'value',
    where: [],
    refresh: 'daily',
    within: null,
    horizon: 365,
    buying: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
    spending: { p: 6.25, q: 3.74, v: 15.44 },
  };
  const orders = [
    order('came back', '2026-01-20T10:00:00Z', 100),
    order('came back', '2026-02-03T09:00:00Z', 20),
    order('came back', '2026-02-03T18:00:00Z', 10),
    order('came back', '2026-03-03T10:00:00Z', 40),
    order('new', '2026-03-10T10:00:00Z', 500),
  ];
  const model = { kind: 'mbgnbd', ...worth.buying } as const;
  const known = { repeats: 2, last: 6, age: 7 };
  const fresh = { repeats: 0, last: 0, age: 0 };
  const others = { others: ['never'] };
  const expected = (kind: 'alive' | 'orders' | 'value') =>
    [[known, 35] as const, [fresh, 0] as const].map(([history, mean]) => {
      const orders = expectedOrders(model, history, 365 / 7);
      if (kind === 'alive') return aliveOf(model, history);
      return kind === 'orders'
        ? orders
        : orders * expectedOrderValue(worth.spending, { repeats: history.repeats, mean });
    });
  const [alive, days, value] = (['alive', 'orders', 'value'] as const).map(expected);
  const told = async (part: string) => {
    const people = await partOf(worth, part, orders, [MIDNIGHT], others);
    expect(people.never).toEqual([null]);
    return [people['came back']?.[0], people.new?.[0]];
  };
  expect(await told('alive')).toEqual(alive);
  expect(await told('churn_risk')).toEqual(alive!.map((each) => 1 - each));
  expect(await told('expected_orders')).toEqual(days);
  expect(await told('expected_value')).toEqual(value);
});

it('tells how likely people are to come again by those they stand with', async () => {
  const orders = [
    order('a', '2026-01-01T10:00:00Z'),
    order('b', '2026-03-01T10:00:00Z'),
    order('b', '2026-03-02T10:00:00Z'),
    order('c', '2026-02-01T10:00:00Z'),
  ];
  const rates = Array.from({ length: 25 }, (_, i) => (i + 1) / 100);
  const soon: Population = {
    kind: 'likelihood',
    event: 'order',
    where: [],
    refresh: 'daily',
    within: null,
    horizon: 30,
    rates,
  };
  // By last day and number of days: the lowest of both, the highest of both, the middle of one and the lowest of the other.
  const expected = { a: [0.01], b: [0.25], c: [0.11], none: [null] };
  expect(await partOf(soon, 'value', orders, [MIDNIGHT], { others: ['none'] })).toEqual(expected);
});
