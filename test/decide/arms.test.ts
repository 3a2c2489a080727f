import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOf } from '../../src/decide/assign.js';
import { isInLayer } from '../../src/decide/in-layer.js';
import { unitOf } from '../../src/decide/unit-of.js';
import type { Decision } from '../../src/model/decision.js';
import { everyStep } from '../../src/model/every-step.js';
import type { HoldoutUnit } from '../../src/model/exposure.js';
import type { FactEvent } from '../../src/model/facts.js';
import type { Plan, PlanCampaign } from '../../src/model/plan.js';
import { END, START, someAttributes, someEvents, someFrames, somePlan, someZone } from './arbitraries.js';
import { campaign, email, event, every, HOUR, planWith, profile, refusals, replay, sent } from './world.js';

const sorted = (events: readonly FactEvent[]): FactEvent[] =>
  [...events].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
const daily = every(24 * HOUR, START, END);

/** What came of every message, without what a new name must change: ids and plan. */
function arms(decisions: readonly Decision[]): readonly unknown[] {
  return decisions.flatMap((one) => {
    if (one.kind !== 'planned' && one.kind !== 'withheld') return [];
    const { id: _id, structure: _structure, ...message } = one.message;
    return [{ kind: one.kind, by: one.kind === 'withheld' ? one.by : null, ...message }];
  });
}

/** The same plan after somebody gave every campaign's file, and every step, another name, and said so in the lock and under `moved`. */
function renamed(plan: Plan): Plan {
  const steps = new Set(plan.campaigns.flatMap((one) => everyStep(one.steps).map(({ id }) => id)));
  const campaigns = new Set(plan.campaigns.map(({ id }) => id));
  const now = JSON.parse(JSON.stringify(plan), (_key, value: unknown) => {
    return typeof value === 'string' && (steps.has(value) || campaigns.has(value)) ? `x${value}` : value;
  }) as Plan;
  const from = plan.campaigns.map(({ id }) => id);
  return {
    ...now,
    campaigns: now.campaigns.map(
      (one, index): PlanCampaign => ({
        ...one,
        name: 'Another name',
        assignment: { salt: from[index] ?? '', version: 1 },
        moved: everyStep(one.steps).map(({ id }) => ({ from: id.slice(1), to: id })),
      }),
    ),
  };
}

/** A text with the names of before in place of those of now. */
function nameBefore(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, each: unknown) =>
    ['campaign', 'step', 'template'].includes(key) && typeof each === 'string' ? each.replace(/^x/, '') : each,
  );
}

describe('names', () => {
  test('renaming campaigns, their files and their steps changes nobody’s arm, variant or way', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(
        somePlan,
        someEvents,
        someZone,
        someAttributes,
        someFrames,
        fc.integer({ min: 1, max: 60 }),
        (plan, events, zone, attributes, frames, person) => {
          const facts = profile(sorted(events), { zone, attributes, frames, profileId: `p${person}` });
          const before = arms(replay(plan, facts, daily));
          expect(nameBefore(arms(replay(renamed(plan), facts, daily)))).toEqual(nameBefore(before));
        },
      ),
      { numRuns: 150 },
    );
  });
});

const pinged = (more: Partial<PlanCampaign> = {}): PlanCampaign =>
  campaign('ping', {
    triggers: [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }],
    steps: [email('hello')],
    ...more,
  });

/** Which of these people are held out of the message that they would get. */
function held(plan: Plan, people: readonly string[]): readonly string[] {
  return people.filter((profileId) =>
    replay(plan, profile([event('2026-03-21T10:00', 'viewed')], { profileId }), daily).some(
      ({ kind }) => kind === 'withheld',
    ),
  );
}

const people = Array.from({ length: 300 }, (_, index) => `cust_${index}`);

describe('salts', () => {
  test('another salt, or a higher version, draws another tenth; the same salt the same, whatever the campaign is called', () => {
    const of = (more: Partial<PlanCampaign>): readonly string[] =>
      held(planWith({ campaigns: [pinged({ holdout: 0.2, ...more })] }), people);
    const first = of({});
    expect(first).toEqual(people.filter((id) => shareOf('ping/holdout/v1', id) < 0.2));
    expect(of({ id: 'pong', assignment: { salt: 'ping', version: 1 } })).toEqual(first);
    const second = people.filter((id) => shareOf('ping/holdout/v2', id) < 0.2);
    expect(of({ assignment: { salt: 'ping', version: 2 } })).toEqual(second);
    expect(first).not.toEqual(second);
  });

  test('a larger holdout only adds people', () => {
    const of = (holdout: number) => new Set(held(planWith({ campaigns: [pinged({ holdout })] }), people));
    const [small, large] = [of(0.1), of(0.3)];
    expect([...small].every((id) => large.has(id))).toBe(true);
    expect(large.size).toBeGreaterThan(small.size);
  });
});

describe('units', () => {
  const unit: HoldoutUnit = { attribute: 'household_id', isPersonal: false };
  const plan = (more: Partial<Plan>, of: HoldoutUnit = unit): Plan =>
    planWith({ holdouts: { global: 0, salt: 'test', unit: of }, ...more });

  test('a household is in one arm of every holdout, split and test', () => {
    const variants = ['one', 'two'].map((id) => ({ id, subject: id, template: null }));
    const letter = email('letter', {
      test: {
        metric: 'm',
        sample: 0.5,
        decideAfter: { months: 0, days: 1, exact: 0, text: '1d' },
        variants,
      },
    });
    const split = (id: string, steps: PlanCampaign['steps']) => ({ id, weight: 0.5, steps });
    const steps: PlanCampaign['steps'] = [
      letter,
      {
        id: 'fork',
        delay: null,
        when: null,
        action: { kind: 'split', variants: [split('x', [email('x')]), split('y', [email('y')])] },
      },
    ];
    const shop = plan({
      holdouts: { global: 0.3, salt: 'test', unit },
      campaigns: [pinged({ holdout: 0.3, steps })],
    });
    const outcome = (profileId: string, household: string | null): unknown => {
      const facts = profile([event('2026-03-21T10:00', 'viewed', {}, 'e1')], {
        profileId,
        attributes: { household_id: household },
      });
      return arms(replay(shop, facts, daily)).map((one) => ({ ...(one as object), profileId: '' }));
    };
    const seen = new Set<string>();
    for (let household = 0; household < 40; household++) {
      const first = outcome(`a${household}`, `h${household}`);
      expect(outcome(`b${household}`, `h${household}`)).toEqual(first);
      seen.add(JSON.stringify(first));
    }
    expect(seen.size).toBeGreaterThan(4);
  });

  test('who has none is drawn by the id, and no household is ever somebody’s id', () => {
    const shop = plan({});
    expect(unitOf(shop, profile([], { profileId: '42', attributes: { household_id: null } }))).toBe('42');
    expect(unitOf(shop, profile([], { profileId: '7', attributes: { household_id: 42 } }))).toBe('unit:42');
    expect(unitOf(planWith({}), profile([], { profileId: '7' }))).toBe('7');
  });

  test('an address is one whatever its capitals, and neither it nor anything personal is kept', () => {
    const byEmail = plan({}, { attribute: null, isPersonal: true });
    const digest = createHash('sha256').update('zoë@example.com').digest('hex');
    expect(unitOf(byEmail, profile([], { email: ' Zoë@Example.com ' }))).toBe(digest);
    expect(unitOf(byEmail, profile([], { profileId: 'p9', email: null }))).toBe('p9');
    const personal = plan({}, { attribute: 'household_id', isPersonal: true });
    expect(unitOf(personal, profile([], { attributes: { household_id: 'Main Street 1' } }))).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('layers', () => {
  test('everybody is in one campaign of a layer at most, in the shares written, and who is not is refused', () => {
    const part = (from: number, to: number) => ({ name: 'lapsed', salt: 'lapsed', from, to });
    const plan = planWith({
      campaigns: [
        pinged({ id: 'first', layer: part(0, 600) }),
        pinged({ id: 'second', layer: part(600, 900) }),
        pinged({ id: 'free' }),
      ],
    });
    const counts = { first: 0, second: 0, neither: 0 };
    for (const profileId of people) {
      const decisions = replay(plan, profile([event('2026-03-21T10:00', 'viewed')], { profileId }), daily);
      const got = sent(decisions).map((line) => line.split(/[ /]/)[1]);
      expect(got).toContain('free');
      const own = got.filter((one) => one !== 'free');
      expect(own.length).toBeLessThanOrEqual(1);
      expect(refusals(decisions)).toEqual(Array(2 - own.length).fill('layer'));
      counts[(own[0] ?? 'neither') as keyof typeof counts]++;
    }
    expect(counts.first).toBeGreaterThan(150);
    expect(counts.second).toBeGreaterThan(60);
    expect(counts.neither).toBeGreaterThan(15);
  });

  test('each slot belongs to exactly one part, whatever the shares', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 1000 }), (unit, edge) => {
        const part = (from: number, to: number) => isInLayer({ name: 'l', salt: 'l', from, to }, unit);
        expect([part(0, edge), part(edge, 1000)].filter((one) => one)).toHaveLength(1);
      }),
    );
  });
});
