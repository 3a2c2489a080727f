import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { occasionsOf, stirredCampaigns } from '../../src/decide/occasions.js';
import type { Condition, Test } from '../../src/model/condition.js';
import type { Group, Plan } from '../../src/model/plan.js';
import type { Tick } from '../../src/model/tick.js';
import { groupName } from '../../src/model/watched-groups.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { steadyGroups } from '../../src/warehouse/kept-groups.js';
import type { LedgerState } from '../../src/warehouse/warehouse.js';
import { event, NOW, properties, selection, TYPES, times, where, ZONES } from './arbitraries.js';
import { folderWith } from './fixture.js';
import { attribute, campaignWith, lasting, planWith } from './plan.js';

const HISTORIES = Number(process.env.LIFECYCLE_HISTORIES ?? 20);
const DAY = 86_400_000;
const GROUPS: readonly Group[] = [
  { kind: 'segment', segment: 'g0' },
  { kind: 'segment', segment: 'g1' },
  { kind: 'segment', segment: 'g2' },
  { kind: 'stage', stage: 'first' },
  { kind: 'stage', stage: 'rest' },
];
type Person = { readonly tz: string | null; readonly attributes: object };

const duration = fc.constantFrom('24h', '1d', '2d', '7d', '1mo').map(lasting);
const count = fc.constantFrom<Test>(
  { op: 'gte', value: 1 },
  { op: 'gte', value: 2 },
  { op: 'is', value: 1 },
  { op: 'lt', value: 3 },
);
const within = fc.record({ op: fc.constant('within' as const), duration });
/** Conditions that events, data and time change often. */
const moving: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('event' as const),
    event: selection.event,
    where: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: where }),
    window: fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('within' as const), duration }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'ever' as const }) },
    ),
    measure: fc.record({ kind: fc.constant('count' as const), test: count }),
  }),
  fc.record({ kind: fc.constant('attribute' as const), name: fc.constantFrom('t', 'd', 'last'), test: within }),
  fc.constantFrom<Condition>(
    { kind: 'attribute', name: 'b', test: { op: 'is', value: true } },
    { kind: 'attribute', name: 'points', test: { op: 'gte', value: 1 } },
  ),
);
const segment = fc.oneof(
  { weight: 3, arbitrary: moving },
  { weight: 1, arbitrary: moving.map((of): Condition => ({ kind: 'not', of })) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.tuple(moving, moving) }),
  },
);
const traits: Plan['traits'] = {
  last: {
    trait: { kind: 'last', event: 'A', property: null, where: [], window: { kind: 'ever' } },
    type: 'time',
    nullable: true,
  },
  points: {
    trait: { kind: 'score', weights: [{ event: 'A', weight: 1 }], halfLife: DAY },
    type: 'number',
    nullable: false,
  },
};

/** Times of ticks, what arrives before each (of any time), and who becomes somebody else before which. */
const history = fc.record({
  segments: fc.tuple(segment, segment, segment),
  stage: segment,
  profiles: fc.array(fc.record({ tz: fc.constantFrom(...ZONES), attributes: properties }), {
    minLength: 5,
    maxLength: 5,
  }),
  events: fc.array(event, { minLength: 3, maxLength: 12 }),
  ticks: fc.oneof(
    fc
      .uniqueArray(
        times.filter((t) => t <= NOW),
        { minLength: 4, maxLength: 4 },
      )
      .map((list) => list.sort((a, b) => a - b)),
    // Hours apart, where windows move evenly unless clocks are moved.
    times
      .filter((t) => t <= NOW)
      .chain((t) => fc.constantFrom(2, 5, 20).map((hours) => [-3, -2, -1, 0].map((n) => t + n * hours * (DAY / 24)))),
  ),
  arrivals: fc.array(fc.array(event, { maxLength: 2 }), { minLength: 4, maxLength: 4 }),
  changed: fc.record({ tick: fc.nat(3), who: fc.nat(9), tz: fc.constantFrom(...ZONES), attributes: properties }),
});

it('tells the same changes of groups between ticks as asking everybody anew, and names everybody with an occasion, over late events, changed people and moving windows', {
  timeout: 900_000,
}, async () => {
  let [kept, asked, spared, occasions, passedOver] = [0, 0, 0, 0, 0];
  await fc.assert(
    fc.asyncProperty(history, async (past) => {
      const { segments, stage, profiles, events } = past;
      const plan: Plan = planWith({
        data: { profiles: ['profiles.*'], events: ['events-*'], ledger: 'ledger.db', maxBadRatio: 1 },
        attributes: Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, attribute(type)])),
        events: Object.fromEntries(['A', 'B', "C'; drop table events --"].map((name) => [name, TYPES])),
        traits,
        segments: Object.fromEntries(segments.map((each, i) => [`g${i}`, each])),
        stages: [
          { id: 'first', when: stage },
          { id: 'rest', when: null },
        ],
        campaigns: [
          campaignWith({
            id: 'c',
            triggers: GROUPS.flatMap((group) => [
              { kind: 'enters' as const, group },
              { kind: 'leaves' as const, group },
            ]),
          }),
        ],
      });
      // Most people do nothing at all, or asking everybody would cost no more.
      const people: Person[] = [...profiles, ...profiles, ...profiles, ...profiles, ...profiles, ...profiles];
      const root = folderWith({
        'profiles.ndjson': rowsOf(people),
        'events-0.ndjson': events.map((each) => eventRow(each, 'e')),
      });
      const steady = new Set(steadyGroups(plan).keys());
      const members = new Map<string, readonly string[]>();
      let previous: number | null = null;
      for (const [i, now] of past.ticks.entries()) {
        write(
          root,
          `events-${i + 1}.ndjson`,
          past.arrivals[i]!.map((each) => eventRow(each, `late${i}-`)),
        );
        if (past.changed.tick === i) {
          people[past.changed.who] = past.changed;
          write(root, 'profiles.ndjson', rowsOf(people));
        }
        const warehouse = await openDuckdb(plan, root, NOW, 'run', 0);
        try {
          const known: LedgerState = {
            due: [],
            amongInside: () => [],
            recorded: Object.fromEntries(GROUPS.map((group) => [groupName(group), previous])),
            members: (name) => {
              if (steady.has(name)) asked += 1;
              return members.get(name) ?? [];
            },
            home: 'ledger.db',
          };
          const knownGroups = Object.fromEntries(GROUPS.map((group) => [groupName(group), previous !== null]));
          const tick: Tick = { previous, now, starts: { c: NOW - 90 * DAY }, knownGroups, tests: {} };
          const { changes, profileIds, followed } = await warehouse.candidates(tick, known);
          const seen: Tick = followed === undefined ? tick : { ...tick, followed };
          const ids = rowsOf(people).map(({ id }) => id);
          // What is read for a tick is what it asks for, and no more.
          const forTick = await warehouse.facts(ids, now, undefined, tick);
          const facts = await warehouse.facts(ids, now);
          for (const [place, each] of facts.entries()) {
            const memberOf = [...members].flatMap(([name, ids]) => (ids.includes(each.profileId) ? [name] : []));
            const person = { plan, facts: each, messages: [] };
            const [found] = plan.campaigns.map((campaign) =>
              occasionsOf(campaign, person, tick, { memberOf, received: [] }),
            );
            if (found!.length === 0) spared += profileIds.includes(each.profileId) ? 0 : 1;
            else expect(profileIds, `${JSON.stringify(found)} at tick ${i}`).toContain(each.profileId);
            occasions += found!.length;
            // What was found out of the groups spares decide the asking, and nothing else.
            const stirred = [...stirredCampaigns(person, seen)].length;
            if (stirred === 0) passedOver += 1;
            const [short] = plan.campaigns.map((campaign) =>
              stirred === 0
                ? []
                : occasionsOf(campaign, { ...person, facts: forTick[place]! }, seen, { memberOf, received: [] }),
            );
            expect(short, `of ${each.profileId} at tick ${i}`).toEqual(found);
          }
          const truth = await warehouse.truth(GROUPS, now, 'sql');
          for (const [place, name] of GROUPS.map(groupName).entries()) {
            const { joined, left } = changes[name]!;
            const is = new Set([...(members.get(name) ?? []), ...joined]);
            for (const id of left) expect(is.delete(id), `${id} was in ${name}`).toBe(true);
            const expected = [...truth].flatMap(([id, answers]) => (answers[place] === true ? [id] : []));
            expect([...is].sort(), `${name} at tick ${i}`).toEqual(expected.sort());
            members.set(name, expected);
            if (steady.has(name) && previous !== null) kept += 1;
          }
          await warehouse.keep();
        } finally {
          await warehouse.close();
        }
        previous = now;
      }
    }),
    {
      numRuns: HISTORIES,
      endOnFailure: true,
      ...(process.env.LIFECYCLE_HISTORIES === undefined ? { seed: 7 } : {}),
    },
  );
  // The short way must have been gone, or nothing was compared.
  expect(kept).toBeGreaterThan(10);
  expect(asked).toBeLessThan(kept / 2);
  expect(occasions).toBeGreaterThan(10);
  expect(spared).toBeGreaterThan(10);
  expect(passedOver).toBeGreaterThan(10);
});

function rowsOf(people: readonly Person[]): readonly { readonly id: string }[] {
  return people.map(({ tz, attributes }, i) => ({ id: `p${i}`, email: 'a@x.test', tz, lang: null, ...attributes }));
}

function eventRow(
  {
    id,
    profile,
    name,
    time,
    properties,
  }: { id: string | null; profile: number; name: string; time: number; properties: object },
  prefix: string,
): object {
  const iso = new Date(time).toISOString();
  return { id: id === null ? null : `${prefix}${id}`, profile_id: `p${profile}`, name, time: iso, properties };
}

function write(root: string, name: string, rows: readonly object[]): void {
  writeFileSync(join(root, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
