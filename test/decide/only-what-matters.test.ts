import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changePoints } from '../../src/decide/change-points.js';
import { occasionsOf, stirredCampaigns } from '../../src/decide/occasions.js';
import { settleFacts } from '../../src/decide/settle-facts.js';
import type { Tick } from '../../src/model/tick.js';
import { watchedGroups } from '../../src/model/watched-groups.js';
import {
  DAYS,
  END,
  START,
  someAttributes,
  someCondition,
  someEvents,
  someFrames,
  somePlan,
  someZone,
} from './arbitraries.js';
import { HOUR, profile } from './world.js';

const RUNS = Number(process.env.LIFECYCLE_MATTERS ?? 1_000);
const minute = fc.integer({ min: 0, max: DAYS * 1440 }).map((minutes) => START + minutes * 60_000);
const someone = fc
  .tuple(someEvents, someZone, someAttributes, someFrames)
  .map(([events, zone, attributes, frames]) => settleFacts(profile(events, { zone, attributes, frames }), END));

it('a campaign that is not asked has no occasion for the person', () => {
  let passedOver = 0;
  let found = 0;
  fc.assert(
    fc.property(somePlan, someone, minute, minute, fc.boolean(), fc.boolean(), (plan, facts, a, b, isFirst, old) => {
      const [previous, now] = [Math.min(a, b), Math.max(a, b)];
      const tick: Tick = {
        previous: isFirst ? null : previous,
        now,
        starts: Object.fromEntries(plan.campaigns.map(({ id }, i) => [id, old && i % 2 === 0 ? START : now])),
        knownGroups: Object.fromEntries([...watchedGroups(plan).keys()].map((name) => [name, old])),
        tests: {},
      };
      const person = { plan, facts: settleFacts(facts, now), messages: [] };
      const history = { memberOf: old ? [...watchedGroups(plan).keys()] : [], received: [] };
      const asked = new Set(stirredCampaigns(person, tick));
      for (const campaign of plan.campaigns) {
        const occasions = occasionsOf(campaign, person, tick, history);
        if (occasions.length > 0) found += 1;
        if (asked.has(campaign)) continue;
        passedOver += 1;
        expect(occasions).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
  expect(passedOver, 'campaigns that were passed over').toBeGreaterThan(RUNS / 10);
  expect(found, 'campaigns with an occasion').toBeGreaterThan(RUNS / 10);
});

it('the change points of a span are those of all time that lie in it', () => {
  const cuts = fc.array(fc.nat(), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(somePlan, someCondition, someone, minute, cuts, (plan, condition, facts, any, places) => {
      const person = { plan, facts, messages: [] };
      const all = changePoints(condition, person, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
      // Cut at the points themselves: there a point too few is most likely.
      const moments = [any, ...places.map((place) => all[place % Math.max(1, all.length)] ?? any)].sort(
        (a, b) => a - b,
      );
      for (const [i, after] of moments.entries()) {
        const upTo = moments[i + 1] ?? after + HOUR;
        expect(changePoints(condition, person, after, upTo)).toEqual(all.filter((t) => t > after && t <= upTo));
      }
    }),
    { numRuns: RUNS },
  );
});
