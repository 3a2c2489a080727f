import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayBegins, refreshDay } from '../../src/calendar/refresh.js';
import { frozenValue } from '../../src/decide/frozen-value.js';
import type { Facts } from '../../src/model/facts.js';
import type { PlanTrait } from '../../src/model/plan.js';
import { type Population, TRAIT_PARTS } from '../../src/model/population.js';
import type { ValueType } from '../../src/model/value.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { event, NOW, population, TYPES, ZONES } from './arbitraries.js';
import { expectedStanding } from './expected-standing.js';
import { folderWith } from './fixture.js';
import { attribute, planWith } from './plan.js';

const WORLDS = Number(process.env.LIFECYCLE_WORLDS ?? 5);
const DAY = 86_400_000;
const REPEATABLE = process.env.LIFECYCLE_WORLDS === undefined ? { seed: 7 } : {};

function traitsOf(name: string, each: Population): [string, PlanTrait][] {
  const parts: readonly (readonly [string, ValueType])[] =
    each.kind === 'rfm' || each.kind === 'purchase_gap' || each.kind === 'customer_value'
      ? Object.entries(TRAIT_PARTS[each.kind])
      : [['value', 'number']];
  return parts.map(([part, type]) => [
    `${name}.${part}`,
    { trait: { kind: 'frozen', population: each, part }, type, nullable: true },
  ]);
}

const crowd = fc.record({
  populations: fc.array(population, { minLength: 2, maxLength: 4 }),
  timezone: fc.constantFrom('Europe/Berlin', 'America/Santiago', 'Asia/Kathmandu', 'Asia/Beirut'),
  zones: fc.array(fc.constantFrom(...ZONES), { minLength: 5, maxLength: 5 }),
  events: fc.array(event, { minLength: 0, maxLength: 120, size: 'max' }),
  shuffle: fc.array(fc.nat(1000), { minLength: 120, maxLength: 120 }),
});

describe('traits that compare people', () => {
  it('are what plain loops over everybody say, at every refresh, whatever the order of the rows', {
    timeout: 900_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(crowd, async ({ populations, timezone, zones, events, shuffle }) => {
        const plan = planWith({
          timezone,
          attributes: Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, attribute(type)])),
          events: Object.fromEntries(['A', 'B', "C'; drop table events --"].map((name) => [name, TYPES])),
          traits: Object.fromEntries(populations.flatMap((each, i) => traitsOf(`t"${i}' --`, each))),
          // Only what a plan asks for is worked out.
          segments: Object.fromEntries(
            populations.map((each, i) => {
              const [[name] = ['']] = traitsOf(`t"${i}' --`, each);
              return [`s${i}`, { kind: 'attribute', name, test: { op: 'exists', value: true } }];
            }),
          ),
        });
        const rows = events.map((e, i) => ({
          id: `e${i}`,
          profile_id: `p${e.profile}`,
          name: e.name,
          time: new Date(e.time).toISOString(),
          properties: e.properties,
        }));
        const people = zones.map((tz, i) => ({ id: `p${i}`, email: 'a@x.test', tz, lang: null }));
        const shuffled = rows.map((row, i) => [shuffle[i]!, row] as const).sort(([a], [b]) => a - b);
        const read = async (lines: readonly object[]): Promise<readonly Facts[]> => {
          const warehouse = await openDuckdb(
            plan,
            folderWith({ 'profiles.ndjson': people, 'events.ndjson': lines }),
            NOW,
          );
          try {
            return await warehouse.facts(await warehouse.profileIds(), NOW, NOW - 40 * DAY);
          } finally {
            await warehouse.close();
          }
        };
        const everybody = await read(rows);
        expect(await read(shuffled.map(([, row]) => row))).toEqual(everybody);
        for (const [i, each] of populations.entries()) {
          for (const back of [0, 1, 6, 20, 33]) {
            const t = NOW - back * DAY;
            const day = refreshDay(each.refresh, t, timezone);
            expect(dayBegins(day, timezone)).toBeLessThanOrEqual(t);
            const expected = expectedStanding(plan, each, everybody, day);
            for (const [n, facts] of everybody.entries())
              for (const [name, { trait }] of traitsOf(`t"${i}' --`, each))
                expect([facts.profileId, name, day, frozenValue(facts, name, t)], JSON.stringify(each)).toEqual([
                  facts.profileId,
                  name,
                  day,
                  expected[n]?.[trait.kind === 'frozen' ? trait.part : ''] ?? null,
                ]);
          }
        }
      }),
      { numRuns: WORLDS, endOnFailure: true, ...REPEATABLE },
    );
  });
});
