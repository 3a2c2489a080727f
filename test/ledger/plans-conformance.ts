import { beforeEach, describe, expect, it } from 'vitest';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Decision } from '../../src/model/decision.js';
import { ended } from '../../src/model/journey.js';
import type { Plan, PlanCampaign } from '../../src/model/plan.js';
import { structureOf } from '../../src/structure/structure-of.js';
import { email } from '../decide/world.js';
import { exampleJourney, exampleMessage, examplePlan, HOUR, planned, T0 } from './examples.js';

/** A plan with one campaign, whose structure and templates are of this text. */
export function lettered(hash: string, text: string, more: Partial<Plan> = {}): Plan {
  const letter = { lang: 'en', subject: 'Hello', preheader: null, from: null, html: `<p>${text}</p>`, text };
  const plan = examplePlan(['welcome'], hash);
  const steps = [email('hello', { delay: '1h' }), email(text, { delay: '1h' })];
  return {
    ...plan,
    campaigns: plan.campaigns.map((campaign) => ({ ...campaign, steps })),
    templates: { hello: { '': letter }, [text]: { '': letter } },
    ...more,
  };
}

/** The fingerprint of the structure of such a plan's campaign. */
export function welcomeStructure(plan: Plan): string {
  return structureOf(plan, plan.campaigns[0]!);
}

/** What every ledger must know of the plans that were applied; `open` gives the ledger of the test and its fence. */
export function testPlans(open: () => { readonly ledger: Ledger; readonly fence: Fence }): void {
  describe('plans', () => {
    let ledger: Ledger;
    let fence: Fence;
    beforeEach(() => {
      ({ ledger, fence } = open());
    });
    const tick = (plan: Plan, now: number): void =>
      ledger.endTick(fence, ledger.beginTick(fence, now, plan, {}), {}, {}, 0);

    it('has none before the first tick', () => {
      expect(ledger.plans()).toEqual([]);
      expect(ledger.currentPlan()).toBeNull();
    });

    it('counts each change of plan, also back to one from before, and holds the whole newest one', () => {
      const [a, b] = [lettered('sha256:a', 'one'), lettered('sha256:b', 'two')];
      tick(a, T0);
      tick(a, T0 + HOUR);
      expect(ledger.currentPlan()).toEqual(a);
      tick(b, T0 + 2 * HOUR);
      expect(ledger.currentPlan()).toEqual(b);
      tick(a, T0 + 3 * HOUR);
      expect(ledger.currentPlan()).toEqual(a);
      expect(ledger.plans()).toEqual([
        { serial: 1, hash: 'sha256:a', appliedAt: T0 },
        { serial: 2, hash: 'sha256:b', appliedAt: T0 + 2 * HOUR },
        { serial: 3, hash: 'sha256:a', appliedAt: T0 + 3 * HOUR },
      ]);
    });

    it('counts people by where they wait, where they have been, and names nobody', () => {
      tick(lettered('sha256:a', 'one'), T0);
      const before = ledger.census();
      expect(before).toMatchObject({
        format: 1,
        project: 'shop',
        campaigns: [{ campaign: 'welcome', inside: 0, over: 0, waiting: [], past: [] }],
      });
      const now = ledger.beginTick(fence, T0 + HOUR, lettered('sha256:a', 'one'), {});
      const waiting = ['p1', 'p2'].map((profileId) =>
        exampleJourney({ profileId, step: 'tips', since: T0, wake: T0 + HOUR }),
      );
      const over = exampleJourney({ profileId: 'p3', status: 'finished', step: null, wake: null, endedAt: T0 });
      ledger.commit(fence, now, [
        ...[...waiting, over].map((journey) => ({ kind: 'entered', journey }) as const),
        ...['p1', 'p3'].map(
          (profileId) => ({ kind: 'planned', message: exampleMessage({ id: profileId, profileId }) }) as const,
        ),
        {
          kind: 'skipped',
          campaign: 'welcome',
          step: 'hello',
          profileId: 'p2',
          occasion: waiting[1]?.occasion ?? '',
          at: T0,
          reason: 'when',
          detail: null,
        },
      ]);
      const { serial, lineage, campaigns } = ledger.census();
      expect(serial).toBeGreaterThan(before.serial);
      expect(lineage).toBe(before.lineage);
      expect(campaigns).toEqual([
        {
          campaign: 'welcome',
          inside: 2,
          over: 1,
          waiting: [{ step: 'tips', structure: waiting[0]?.plan, people: 2 }],
          past: [{ step: 'hello', journeys: 3 }],
        },
      ]);
      expect(JSON.stringify(ledger.census())).not.toMatch(/p[123]/);
    });

    it('writes down that somebody chose to go back, under the lease alone', () => {
      ledger.goBack(fence, T0, { from: 'sha256:b', to: 'sha256:a' });
      expect(() => ledger.goBack(fence + 1, T0, { from: 'sha256:b', to: 'sha256:a' })).toThrowError(
        expect.objectContaining({ code: 'LC902' }),
      );
    });

    it('keeps the structure that people are in, once, and drops it when nobody is', () => {
      const [a, b] = [lettered('sha256:a', 'one'), lettered('sha256:b', 'two')];
      const again = { ...a, hash: 'sha256:c', timezone: 'Asia/Tokyo' };
      const inside = exampleJourney({ structure: welcomeStructure(a) });
      const first = ledger.beginTick(fence, T0, a, {});
      ledger.commit(fence, first, [{ kind: 'entered', journey: inside }]);
      ledger.endTick(fence, first, {}, {}, 1);
      expect(ledger.keptCampaigns(a)).toEqual([]);
      expect(ledger.keptCampaigns(again)).toEqual([]);
      // Asked before the plan is in force, and after it.
      const kept = ledger.keptCampaigns(b);
      expect(kept).toMatchObject([{ structure: inside.structure, plan: { hash: 'sha256:a', templates: a.templates } }]);
      tick(b, T0 + HOUR);
      expect(ledger.keptCampaigns(b)).toEqual(kept);
      expect(ledger.inOlderStructures()).toBe(1);
      tick(again, T0 + 2 * HOUR);
      expect(ledger.inOlderStructures()).toBe(0);
      tick(b, T0 + 3 * HOUR);
      expect(ledger.keptCampaigns(b)).toMatchObject([{ structure: inside.structure, plan: { hash: 'sha256:c' } }]);
      const last = ledger.beginTick(fence, T0 + 4 * HOUR, b, {});
      ledger.commit(fence, last, [{ kind: 'moved', journey: ended(inside, 'finished', null, T0 + 4 * HOUR) }]);
      ledger.endTick(fence, last, {}, {}, 1);
      expect(ledger.keptCampaigns(b)).toEqual([]);
    });

    it('keeps a structure while a message of it waits to be handed over', () => {
      const [a, b] = [lettered('sha256:a', 'one'), lettered('sha256:b', 'two')];
      const first = ledger.beginTick(fence, T0, a, {});
      ledger.commit(fence, first, [planned({ structure: welcomeStructure(a) })]);
      ledger.endTick(fence, first, {}, {}, 1);
      tick(b, T0 + HOUR);
      expect(ledger.keptCampaigns(b)).toHaveLength(1);
      ledger.claim(fence, T0 + HOUR, 1);
      ledger.drop(fence, 'm1', T0 + HOUR, 'late');
      tick(b, T0 + 2 * HOUR);
      expect(ledger.keptCampaigns(b)).toEqual([]);
    });

    it('names those whom a plan moves or ends, and not those who stay', () => {
      const a = lettered('sha256:a', 'one');
      const first = ledger.beginTick(fence, T0, a, {});
      ledger.commit(fence, first, [
        { kind: 'entered', journey: exampleJourney({ structure: welcomeStructure(a) }) },
        { kind: 'entered', journey: exampleJourney({ profileId: 'p2' }) },
      ]);
      ledger.endTick(fence, first, {}, {}, 1);
      const b = lettered('sha256:b', 'two');
      const following = {
        ...b,
        hash: 'sha256:c',
        campaigns: b.campaigns.map((each): PlanCampaign => ({ ...each, inFlight: 'follow' })),
      };
      for (const [plan, concerned] of [
        [a, []],
        [b, []],
        [following, ['p1']],
        [a, []],
        [{ ...a, hash: 'sha256:d', campaigns: [] }, ['p1']],
      ] as const) {
        const now = ledger.beginTick(fence, T0 + HOUR, plan, {});
        expect(ledger.concerned(plan, now), plan.hash).toEqual(concerned);
        ledger.endTick(fence, now, {}, {}, 0);
      }
    });

    it('holds back a halted step by each of its names', () => {
      const a = lettered('sha256:a', 'one');
      const renamed = (hash: string, from: string, to: string): Plan => ({
        ...a,
        hash,
        campaigns: a.campaigns.map((each) => ({ ...each, moved: [{ from, to }] })),
      });
      tick(a, T0);
      ledger.halt({ campaign: 'welcome', step: 'hello', since: T0, reason: 'a wrong price' });
      tick(renamed('sha256:b', 'hello', 'hi'), T0 + HOUR);
      // The rename before is not told of any more.
      const last = ledger.beginTick(fence, T0 + 2 * HOUR, renamed('sha256:c', 'hi', 'ahoy'), {});
      const message = (step: string): Decision => planned({ id: step, step, validUntil: T0 + 100 * HOUR });
      ledger.commit(fence, last, ['hello', 'hi', 'ahoy', 'other'].map(message));
      expect(ledger.claim(fence, T0 + 2 * HOUR, 9).map(({ id }) => id)).toEqual(['other']);
      ledger.resume('welcome', 'hello', T0 + 2 * HOUR);
      expect(ledger.claim(fence, T0 + 2 * HOUR, 9)).toHaveLength(3);
    });

    it('tells when a campaign came back', () => {
      const a = lettered('sha256:a', 'one');
      tick(a, T0);
      tick({ ...a, hash: 'sha256:b', campaigns: [] }, T0 + HOUR);
      const back = ledger.beginTick(fence, T0 + 2 * HOUR, a, {});
      expect(back).toMatchObject({ starts: { welcome: T0 }, returned: { welcome: T0 + 2 * HOUR } });
    });

    it('puts a plan into force at the moment of a tick that a crash interrupted, when that goes on under it', () => {
      ledger.beginTick(fence, T0, lettered('sha256:a', 'one'), {});
      tick(lettered('sha256:b', 'two'), T0 + HOUR);
      expect(ledger.plans().map(({ appliedAt }) => appliedAt)).toEqual([T0, T0]);
    });
  });
}
