import { expect, test } from 'vitest';
import type { Condition } from '../../src/model/condition.js';
import type { PlanCampaign, Trigger } from '../../src/model/plan.js';
import { readColumns } from '../../src/warehouse/connection.js';
import { explainCampaign, explainPass, zoneByName } from '../../src/warehouse/explain/explain-asking.js';
import { moversOf } from '../../src/warehouse/keeping.js';
import { steadyGroups } from '../../src/warehouse/kept-groups.js';
import { openWorld } from '../../src/warehouse/open-world.js';
import { askPeople } from '../../src/warehouse/pass/ask-people.js';
import { at, folderWith } from './fixture.js';
import { attribute, campaignWith, lasting, planWith } from './plan.js';
import { done } from './shop.js';

const within = (text: string) => ({ kind: 'within', duration: lasting(text) }) as const;
const inCity: Condition = { kind: 'attribute', name: 'city', test: { op: 'is', value: 'Bonn' } };
const entering: Trigger = { kind: 'enters', group: { kind: 'segment', segment: 'buyers' } };
const points = { kind: 'score', weights: [{ event: 'order', weight: 2 }], halfLife: 1e12 } as const;
const campaigns: readonly PlanCampaign[] = [
  campaignWith({ id: 'a', audience: { kind: 'all', of: [inCity, done('order', within('30d'))] }, stages: ['new'] }),
  campaignWith({ id: 'b', triggers: [entering], exitOn: [done('visit'), { kind: 'segment', segment: 'warm' }] }),
  campaignWith({
    id: 'c',
    triggers: [
      {
        kind: 'event',
        event: 'order',
        where: [{ property: 'value', test: { op: 'gte', value: 20 } }],
        key: null,
        unless: [],
      },
    ],
  }),
  campaignWith({ id: 'd', triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 'warm' } }] }),
];
const plan = planWith({
  attributes: { city: attribute('string') },
  events: { order: { value: 'number' }, visit: {} },
  traits: { warmth: { trait: points, type: 'number', nullable: false } },
  segments: {
    buyers: done('order', within('7d')),
    warm: { kind: 'attribute', name: 'warmth', test: { op: 'gte', value: 1 } },
  },
  stages: [
    { id: 'new', when: { kind: 'not', of: done('visit') } },
    { id: 'old', when: null },
  ],
  campaigns,
});
const NOW = at('2026-03-10T12:00:00Z');

test('every statement runs on the tables and finds whom the walk finds', async () => {
  const root = folderWith({
    'profiles.ndjson': ['p1', 'p2', 'p3', 'p4'].map((id, i) => ({
      id,
      city: i % 3 === 0 ? 'Bonn' : 'Kiel',
      tz: i === 0 ? 'America/Los_Angeles' : 'Europe/Berlin',
    })),
    'events.ndjson': [
      ['p1', 'order', '2026-03-01', 30],
      ['p2', 'order', '2026-03-08', 10],
      ['p4', 'order', '2026-03-09', 20],
      ['p4', 'visit', '2026-03-09', 0],
    ].map(([profile_id, name, day, value], i) => ({
      id: `e${i}`,
      profile_id,
      name,
      time: `${day}T10:00Z`,
      properties: { value },
    })),
  });
  const { world, close } = await openWorld(plan, root, NOW, 'run');
  try {
    const moments = world.zones.map((zone) => ({ zone, at: NOW }));
    // As the command asks, which knows no numbers of zones.
    const asked = world.zones.map(({ name }) => ({ zone: { code: zoneByName(name), name }, at: NOW }));
    const pids = async (id: string): Promise<readonly unknown[]> => {
      const [question] = explainCampaign(plan, campaigns.find((each) => each.id === id)!, asked);
      const [found = []] = await readColumns(world.connection, question!.sql!);
      return found;
    };
    const audience: Condition = { kind: 'all', of: [campaigns[0]!.audience!, { kind: 'stage', stage: 'new' }] };
    const [who, buyers, warm] = await askPeople(world, [audience, ...[...steadyAndNot()]], { moments });
    expect(await pids('a')).toEqual([...who!]);
    expect(await pids('b')).toEqual([...buyers!]);
    expect(await pids('d')).toEqual([...warm!]);
    expect([who!.length, buyers!.length, warm!.length]).toEqual([1, 2, 3]);
    expect(await world.people.idsOf((await pids('c')) as number[])).toEqual(['p1', 'p4']);
    const exits = explainCampaign(plan, campaigns[1]!, asked).filter(({ about }) => about.kind === 'exit');
    const ended = await Promise.all(exits.map(async ({ sql }) => (await readColumns(world.connection, sql!))[0]));
    expect(await world.people.idsOf(ended[0] as number[])).toEqual(['p4']);
    expect(ended[1]).toEqual([...warm!]);
  } finally {
    close();
  }
});

function steadyAndNot(): readonly Condition[] {
  return ['buyers', 'warm'].map((segment) => ({ kind: 'segment', segment }));
}

test('a group is said to be kept when it is', () => {
  const kept = campaigns.flatMap((campaign) =>
    explainCampaign(plan, campaign, [])
      .filter(({ about }) => about.kind === 'trigger' && about.trigger.kind === 'enters')
      .map(({ isKept }) => isKept),
  );
  expect(kept).toEqual([true, false]);
  expect([...steadyGroups(plan).keys()]).toEqual(['segment:buyers']);
});

test('what can change an answer is what it is made of', () => {
  const kinds = (condition: Condition) => moversOf(condition, plan).map(({ kind }) => kind);
  expect(kinds(inCity)).toEqual(['data']);
  expect(kinds(done('order'))).toEqual(['data']);
  expect(kinds({ kind: 'segment', segment: 'buyers' })).toEqual(['data', 'window']);
  expect(kinds({ kind: 'segment', segment: 'warm' })).toEqual(['data', 'fading']);
  expect(kinds(done('order', { kind: 'between', after: '2026-01-01', before: null }))).toEqual(['data']);
  expect(kinds({ kind: 'message', campaign: 'a', step: 's' })).toEqual(['ledger']);
});

test('the walk reads the events that some condition names, and no others', () => {
  expect(explainPass(plan)).toMatchObject({ conditions: 2, inSql: 0, events: ['order'] });
});
