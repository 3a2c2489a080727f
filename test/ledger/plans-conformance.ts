import { beforeEach, describe, expect, it } from 'vitest';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Plan } from '../../src/model/plan.js';
import { exampleJourney, exampleMessage, examplePlan, HOUR, T0 } from './examples.js';

/** A plan with one template of this text. */
export function lettered(hash: string, text: string, more: Partial<Plan> = {}): Plan {
  const letter = { lang: 'en', subject: 'Hello', preheader: null, from: null, html: `<p>${text}</p>`, text };
  return { ...examplePlan(['welcome'], hash), templates: { letter: { '': letter }, [text]: { '': letter } }, ...more };
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

    it('puts a plan into force at the moment of a tick that a crash interrupted, when that goes on under it', () => {
      ledger.beginTick(fence, T0, lettered('sha256:a', 'one'), {});
      tick(lettered('sha256:b', 'two'), T0 + HOUR);
      expect(ledger.plans().map(({ appliedAt }) => appliedAt)).toEqual([T0, T0]);
    });
  });
}
