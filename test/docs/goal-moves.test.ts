import { expect, it } from 'vitest';
import { goalMoves } from '../../src/docs/goal-moves.js';
import type { Condition } from '../../src/model/condition.js';
import type { Metric } from '../../src/model/metric.js';
import type { Plan } from '../../src/model/plan.js';
import { campaign, has, hasWithin, lasting } from '../decide/world.js';

const bought: Metric = { measure: { kind: 'share', event: 'order', where: [] }, better: 'higher' };
const orders = (test: Extract<Condition, { kind: 'attribute' }>['test']): Condition => ({
  kind: 'attribute',
  name: 'orders',
  test,
});
const shop: Pick<Plan, 'stages' | 'segments' | 'traits'> = {
  traits: {
    orders: {
      trait: { kind: 'count', event: 'order', where: [], window: { kind: 'ever' } },
      type: 'number',
      nullable: false,
    },
    spent: {
      trait: {
        kind: 'sum',
        event: 'order',
        property: 'value',
        where: [],
        window: { kind: 'within', duration: lasting('1y') },
      },
      type: 'number',
      nullable: false,
    },
  },
  segments: {
    vip: {
      kind: 'all',
      of: [orders({ op: 'gte', value: 5 }), { kind: 'attribute', name: 'spent', test: { op: 'gte', value: 250 } }],
    },
  },
  stages: [
    { id: 'loyal', when: { kind: 'segment', segment: 'vip' } },
    { id: 'new', when: { kind: 'all', of: [orders({ op: 'is', value: 1 }), hasWithin('order', '30d')] } },
    { id: 'active', when: hasWithin('order', '75d') },
    { id: 'lapsed', when: has('order') },
    { id: 'prospect', when: null },
  ],
};
const moves = (stages: readonly string[] | null, metric: Metric | undefined, words = shop) =>
  goalMoves(words, campaign('c', { stages, triggers: [], steps: [] }), metric).map(
    ({ from, to, perhaps }) => `${from} > ${to}${perhaps.length > 0 ? ` or ${perhaps.join(' or ')}` : ''}`,
  );

it('an order moves people to where their orders put them', () => {
  expect(moves(null, bought)).toEqual([
    // What a regular spent does not become less by one more order.
    'loyal > loyal',
    // The second order: not new any more, and far from the fifth.
    'new > active',
    'active > active or loyal',
    'lapsed > active or loyal',
    'prospect > new',
  ]);
});

it('an event that no stage asks for leaves everybody where they are', () => {
  const visited: Metric = { measure: { kind: 'count', event: 'viewed', where: [] }, better: 'higher' };
  expect(moves(['lapsed', 'prospect'], visited)).toEqual(['lapsed > lapsed', 'prospect > prospect']);
});

it('what people are to do less of is no goal', () => {
  expect(moves(['lapsed'], { ...bought, better: 'lower' })).toEqual(['lapsed > null']);
  expect(moves(['lapsed'], undefined)).toEqual(['lapsed > null']);
});

it('an order of some kind is not taken for one of another', () => {
  const category = (value: string) => [{ property: 'category', test: { op: 'is' as const, value } }];
  const words = {
    ...shop,
    stages: [
      { id: 'brewer', when: { ...has('order'), where: category('grinders') } },
      { id: 'anybody', when: null },
    ],
  };
  const of = (value: string): Metric => ({
    measure: { kind: 'share', event: 'order', where: category(value) },
    better: 'higher',
  });
  expect(moves(['anybody'], of('grinders'), words)).toEqual(['anybody > brewer']);
  expect(moves(['anybody'], bought, words)).toEqual(['anybody > anybody or brewer']);
});

it('triggers on stages say in which stage people are found', () => {
  const found = (kind: 'enters' | 'leaves') => {
    const { triggers } = { triggers: [{ kind, group: { kind: 'stage' as const, stage: 'lapsed' } }] };
    return goalMoves(shop, campaign('c', { triggers, steps: [] }), bought).map(({ from }) => from);
  };
  expect(found('enters')).toEqual(['lapsed']);
  expect(found('leaves')).toEqual(['loyal', 'new', 'active', 'prospect']);
});

it('what somebody never did they did not do lately', () => {
  const words = {
    ...shop,
    stages: [
      {
        id: 'customer',
        when: { kind: 'all' as const, of: [has('order'), { kind: 'not' as const, of: hasWithin('left', '1y') }] },
      },
      { id: 'former', when: has('left') },
      { id: 'reader', when: null },
    ],
  };
  expect(moves(['reader', 'former'], bought, words)).toEqual(['reader > customer', 'former > former or customer']);
});
