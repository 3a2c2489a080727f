import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Condition } from '../../src/model/condition.js';
import { readColumns } from '../../src/warehouse/connection.js';
import { gatherPeople } from '../../src/warehouse/gather-people.js';
import { openWorld } from '../../src/warehouse/open-world.js';
import { askPeople } from '../../src/warehouse/pass/ask-people.js';
import { event, NOW, properties, selection, TYPES, where, ZONES } from './arbitraries.js';
import { folderWith } from './fixture.js';
import { attribute, lasting, planWith } from './plan.js';

const RUNS = Number(process.env.LIFECYCLE_HISTORIES ?? 60);
const HOUR = 3_600_000;
const duration = fc.constantFrom('24h', '1d', '2d', '7d', '1mo').map(lasting);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('event' as const),
    event: selection.event,
    where: fc.oneof(where, fc.constant([{ property: 'n', test: { op: 'gte' as const, value: 1 } }])),
    window: fc.oneof(
      fc.record({ kind: fc.constant('within' as const), duration }),
      fc.constant({ kind: 'ever' as const }),
    ),
    measure: fc.constant({ kind: 'count' as const, test: { op: 'gte' as const, value: 1 } }),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    name: fc.constantFrom('t', 'd'),
    test: fc.record({ op: fc.constant('within' as const), duration }),
  }),
);

it('gathers by names and times alone all whom a look at everything gathers, and finds the same people to waver', {
  timeout: 300_000,
}, async () => {
  let [tallied, more] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(condition, { minLength: 1, maxLength: 4 }),
      fc.array(fc.record({ tz: fc.constantFrom(...ZONES), attributes: properties }), { minLength: 6, maxLength: 6 }),
      fc.array(event, { minLength: 10, maxLength: 40 }),
      fc.constantFrom(1, 5, 30, 24 * 40),
      fc.boolean(),
      async (conditions, profiles, events, hours, isKept) => {
        const plan = planWith({
          data: { profiles: ['profiles.*'], events: ['events-*'], ledger: 'ledger.db', maxBadRatio: 1 },
          attributes: Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, attribute(type)])),
          events: Object.fromEntries(['A', 'B', "C'; drop table events --"].map((name) => [name, TYPES])),
          segments: Object.fromEntries(conditions.map((each, i) => [`g${i}`, each])),
        });
        // Others do nothing at all, or these would be too many.
        const everybody = [...profiles, ...Array.from({ length: 60 }, () => ({ tz: null, attributes: {} }))];
        const people = everybody.map(({ tz, attributes }, i) => ({ id: `p${i}`, email: null, tz, ...attributes }));
        const rows = events.map(({ id, profile, name, time, properties: all }, i) => ({
          ...{ id: `${i}-${id}`, profile_id: `p${profile % 6}`, name, time: new Date(time).toISOString() },
          properties: all,
        }));
        const root = folderWith({ 'profiles.ndjson': people, 'events-0.ndjson': rows });
        const { world, close } = await openWorld(plan, root, NOW, 'run', isKept ? 0 : Number.POSITIVE_INFINITY);
        try {
          const groups = conditions.map((_, i) => ({ kind: 'segment' as const, segment: `g${i}` }));
          const gather = async (isClose: boolean) => {
            const found = await gatherPeople(world, groups, [3], NOW - hours * HOUR, NOW, isClose);
            const [pids = []] = await readColumns(world.connection, 'SELECT pid FROM gathered ORDER BY pid');
            if (found?.tally !== undefined)
              await askPeople(world, groups, {
                ...{ moments: world.zones.map((zone) => ({ zone, at: NOW })), among: 'gathered', tally: found.tally },
              });
            return { wavering: found?.wavering(), pids: pids as readonly number[], tally: found?.tally };
          };
          const [loose, close] = [await gather(false), await gather(true)];
          if (close.wavering === undefined || loose.wavering === undefined) return;
          expect(loose.wavering).toEqual(close.wavering);
          if (loose.tally !== undefined) tallied += close.wavering.length;
          expect(loose.pids).toEqual(expect.arrayContaining([...close.pids]));
          if (loose.pids.length > close.pids.length) more += 1;
        } finally {
          close();
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true, ...(process.env.LIFECYCLE_HISTORIES === undefined ? { seed: 7 } : {}) },
  );
  // They must have differed in what they looked at, or nothing was compared.
  expect(tallied).toBeGreaterThan(10);
  expect(more).toBeGreaterThan(2);
});
