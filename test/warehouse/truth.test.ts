import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holds } from '../../src/decide/evaluate.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { NOW, TYPES, world } from './arbitraries.js';
import { folderWith } from './fixture.js';
import { attribute, campaignWith, planWith } from './plan.js';

/** Each asks 24 conditions of 5 profiles at 2 moments. */
const WORLDS = Number(process.env.LIFECYCLE_WORLDS ?? 16);

it('agrees with the evaluator in memory on every condition, profile and moment', { timeout: 900_000 }, async () => {
  let cases = 0;
  let held = 0;
  await fc.assert(
    fc.asyncProperty(world, async ({ traits, segments, stages, conditions, profiles, events, moments }) => {
      const plan = planWith({
        attributes: Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, attribute(type)])),
        events: Object.fromEntries(['A', 'B', "C'; drop table events --"].map((name) => [name, TYPES])),
        traits,
        segments: Object.fromEntries(segments.map((each, i) => [`g${i}`, each])),
        stages: [
          { id: 'first', when: stages[0] },
          { id: 'second', when: stages[1] },
          { id: 'rest', when: null },
        ],
        // Only what a plan names is loaded.
        campaigns: conditions.map((audience, i) => campaignWith({ id: `c${i}`, audience })),
      });
      const root = folderWith({
        'profiles.ndjson': profiles.map(({ tz, attributes }, i) => ({
          id: `p${i}`,
          email: 'a@x.test',
          tz,
          lang: null,
          ...attributes,
        })),
        'events.ndjson': events.map((e) => ({
          id: e.id,
          profile_id: `p${e.profile}`,
          name: e.name,
          time: new Date(e.time).toISOString(),
          properties: e.properties,
        })),
      });
      const warehouse = await openDuckdb(plan, root, NOW);
      try {
        for (const moment of moments) {
          const truth = await warehouse.truth(conditions, moment);
          // What a walk finds and what SQL finds, by the same words.
          expect(truth).toEqual(await warehouse.truth(conditions, moment, 'sql'));
          for (const facts of await warehouse.facts(await warehouse.profileIds(), moment)) {
            const expected = conditions.map((each) => holds(each, moment, { plan, facts, messages: [] }));
            const wrong = conditions.filter((_, i) => truth.get(facts.profileId)?.[i] !== expected[i]);
            expect(wrong, JSON.stringify({ moment, facts })).toEqual([]);
            cases += expected.length;
            held += expected.filter(Boolean).length;
          }
        }
      } finally {
        await warehouse.close();
      }
    }),
    { numRuns: WORLDS, endOnFailure: true, ...(process.env.LIFECYCLE_WORLDS === undefined ? { seed: 42 } : {}) },
  );
  // Both answers must occur, or nothing was compared.
  expect(held).toBeGreaterThan(cases / 10);
  expect(held).toBeLessThan((cases * 9) / 10);
});
