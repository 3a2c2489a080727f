import { expect, it } from 'vitest';
import { localMoment, subtractDuration } from '../../src/calendar/local-time.js';
import { holds } from '../../src/decide/evaluate.js';
import type { Condition, EventCondition, Test, Window } from '../../src/model/condition.js';
import type { PlanTrait } from '../../src/model/plan.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { openWorld } from '../../src/warehouse/open-world.js';
import { askInSql, askPeople } from '../../src/warehouse/pass/ask-people.js';
import { isAskable } from '../../src/warehouse/pass/program.js';
import { NOW } from './arbitraries.js';
import { folderWith } from './fixture.js';
import { attribute, campaignWith, lasting, planWith } from './plan.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
const WINDOWS: readonly Window[] = [
  ...['30m', '24h', '1d', '7d', '1mo', '1d 12h'].map((text): Window => ({ kind: 'within', duration: lasting(text) })),
  { kind: 'ever' },
  { kind: 'between', after: '2026-03-29T02:30', before: '2026-03-29T12:00' },
  { kind: 'between', after: null, before: '2026-03-01' },
];

/** The instants at which a window begins or ends in a zone. */
function edgesOf(window: Window, zone: string): readonly number[] {
  if (window.kind === 'within') return [subtractDuration(NOW, window.duration, zone)];
  if (window.kind !== 'between') return [NOW];
  return [window.after, window.before].flatMap((text) => (text === null ? [] : [localMoment(text, zone)]));
}

const trait = (part: Omit<Extract<PlanTrait['trait'], { kind: 'first' | 'last' }>, 'event' | 'property' | 'where'>) =>
  ({ trait: { event: 'A', property: 'n', where: [], ...part }, type: 'number', nullable: true }) as PlanTrait;
const windowed = (window: Window, part: Partial<EventCondition> = {}): Condition => ({
  kind: 'event',
  event: 'A',
  where: [],
  window,
  measure: { kind: 'count', test: { op: 'gte', value: 1 } },
  ...part,
});
const COUNTS: readonly Test[] = [
  { op: 'gt', value: 1 },
  { op: 'gte', value: 2.5 },
  { op: 'lte', value: 2 },
  { op: 'lt', value: 0 },
  { op: 'gt', value: 40 },
  { op: 'gte', value: '1' },
  { op: 'between', low: 2, high: 2.5 },
  {
    op: 'every',
    of: [
      { op: 'gte', value: 1 },
      { op: 'is_not', value: 2 },
    ],
  },
];
const where = [{ property: 's', test: { op: 'is', value: 'yes' } }] as const;
const traits = Object.fromEntries([
  ...WINDOWS.flatMap((window, i) =>
    (['first', 'last'] as const).map((kind): [string, PlanTrait] => [`${kind}${i}`, trait({ kind, window })]),
  ),
  [
    'points',
    {
      trait: {
        kind: 'score',
        weights: [
          { event: 'A', weight: 0.1 },
          { event: 'B', weight: 3 },
        ],
        halfLife: 3_600_000,
      },
      type: 'number',
      nullable: false,
    } as PlanTrait,
  ],
]);
const conditions: readonly Condition[] = [
  ...WINDOWS.flatMap((window, i) => [
    windowed(window),
    windowed(window, { where }),
    windowed(window, { measure: { kind: 'count', test: { op: 'is', value: 2 } } }),
    // Told by when the last, the second and the third last were.
    ...COUNTS.map((test) => windowed(window, { measure: { kind: 'count', test } })),
    windowed(window, { where, measure: { kind: 'count', test: { op: 'lt', value: 1 } } }),
    // Whether numbers are added in order shows in the last bit.
    windowed(window, { measure: { kind: 'sum', property: 'n', test: { op: 'is', value: 0.1 + 0.2 + 0.3 } } }),
    windowed(window, { where, measure: { kind: 'sum', property: 'n', test: { op: 'lt', value: 0.3 } } }),
    ...['first', 'last'].map(
      (kind): Condition => ({ kind: 'attribute', name: `${kind}${i}`, test: { op: 'in', values: [0.1, 0.3] } }),
    ),
    { kind: 'attribute', name: `last${i}`, test: { op: 'exists', value: false } } satisfies Condition,
  ]),
  { kind: 'attribute', name: 'points', test: { op: 'gte', value: 0.5 } },
  { kind: 'not', of: { kind: 'message', campaign: 'c0', step: 's' } },
  {
    kind: 'any',
    of: [
      { kind: 'attribute', name: 'city', test: { op: 'is', value: 'b' } },
      { kind: 'not', of: windowed({ kind: 'ever' }) },
    ],
  },
  { kind: 'all', of: [] },
  { kind: 'any', of: [] },
];

it('agrees with SQL and with the evaluator to the millisecond where windows begin and end, on every clock', async () => {
  const plan = planWith({
    attributes: { city: attribute('string') },
    events: { A: { n: 'number', s: 'string' }, B: {} },
    traits,
    campaigns: conditions.map((audience, i) => campaignWith({ id: `c${i}`, audience })),
  });
  expect(conditions.every((each) => isAskable(each, plan))).toBe(true);
  const people = ZONES.flatMap((tz) =>
    WINDOWS.flatMap((window) => edgesOf(window, tz)).flatMap((edge) =>
      [-1, 0, 1].map((off) => ({ tz, at: edge + off })),
    ),
  );
  const root = folderWith({
    'profiles.ndjson': people.map(({ tz }, i) => ({ id: `p${i}`, email: null, tz, city: i % 2 === 0 ? 'b' : null })),
    'events.ndjson': people.flatMap(({ at }, i) => [
      ...[0.1, 0.2, 0.3].map((n, k) => ({
        id: `e${i}-${k}`,
        profile_id: `p${i}`,
        name: 'A',
        time: new Date(at + (i % 5 === 0 ? 0 : k - 1)).toISOString(),
        properties: { n, s: k === i % 3 ? 'yes' : 'no' },
      })),
      // Whole chunks of one person between the others.
      ...Array.from({ length: i % 40 === 7 ? 2500 : i % 2 }, (_, k) => ({
        id: `b${i}-${k}`,
        profile_id: `p${i}`,
        name: 'B',
        time: new Date(at - k).toISOString(),
        properties: {},
      })),
    ]),
  });
  const warehouse = await openDuckdb(plan, root, NOW);
  try {
    const truth = await warehouse.truth(conditions, NOW);
    expect(truth).toEqual(await warehouse.truth(conditions, NOW, 'sql'));
    const everybody = await warehouse.facts(await warehouse.profileIds(), NOW);
    expect(everybody).toHaveLength(people.length);
    for (const facts of everybody)
      expect(truth.get(facts.profileId), `${facts.profileId} in ${facts.zone}`).toEqual(
        conditions.map((each) => holds(each, NOW, { plan, facts, messages: [] })),
      );
  } finally {
    await warehouse.close();
  }
});

it('agrees with SQL where each zone is asked at a moment of its own, and clocks make one window longer here and the other there', async () => {
  // A day of 23 hours, and one of 25.
  const moments = new Map([
    ['Europe/Berlin', Date.parse('2026-03-29T12:00:00Z')],
    ['America/New_York', Date.parse('2025-11-02T20:00:00Z')],
  ]);
  const asked = ['24h', '1d', '2d', '36h'].flatMap((text) => {
    const window: Window = { kind: 'within', duration: lasting(text) };
    return [
      ...COUNTS.map((test) => windowed(window, { measure: { kind: 'count', test } })),
      windowed(window, { measure: { kind: 'count', test: { op: 'is', value: 2 } } }),
      ...[0.3, 1.5, 4.5].map((value) =>
        windowed(window, { measure: { kind: 'sum', property: 'n', test: { op: 'gte', value } } }),
      ),
    ];
  });
  const plan = planWith({
    events: { A: { n: 'number', s: 'string' }, B: {} },
    campaigns: asked.map((audience, i) => campaignWith({ id: `c${i}`, audience })),
  });
  const people = [...moments].flatMap(([tz, at]) =>
    Array.from({ length: 60 }, (_, i) => ({ tz, times: [i - 2, i, i * 2].map((hours) => at - hours * 3_600_000 + 1) })),
  );
  const root = folderWith({
    'profiles.ndjson': people.map(({ tz }, i) => ({ id: `p${i}`, email: null, tz })),
    'events.ndjson': people.flatMap(({ times }, i) =>
      times.map((time, k) => ({
        id: `e${i}-${k}`,
        profile_id: `p${i}`,
        name: 'A',
        time: new Date(time).toISOString(),
        properties: { n: [0.3, 1.2, 3][k] },
      })),
    ),
  });
  const { world, close } = await openWorld(plan, root, NOW, 'run');
  try {
    const each = { moments: world.zones.map((zone) => ({ zone, at: moments.get(zone.name)! })) };
    const found = await askPeople(world, asked, each);
    const expected = await askInSql(world, asked, each);
    expect(found.map((pids) => [...pids])).toEqual(expected);
    // Alone as well: no other condition asks for what is older, then.
    for (const [i, condition] of asked.entries()) {
      const [alone] = await askPeople(world, [condition], each);
      expect([...alone!], JSON.stringify(condition)).toEqual(expected[i]);
    }
    expect(found.some(({ length }) => length > 0 && length < people.length)).toBe(true);
  } finally {
    close();
  }
});
