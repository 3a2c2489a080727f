import { beforeEach, describe, expect, it } from 'vitest';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Plan } from '../../src/model/plan.js';
import { examplePlan, HOUR, T0 } from './examples.js';

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

    it('puts a plan into force at the moment of a tick that a crash interrupted, when that goes on under it', () => {
      ledger.beginTick(fence, T0, lettered('sha256:a', 'one'), {});
      tick(lettered('sha256:b', 'two'), T0 + HOUR);
      expect(ledger.plans().map(({ appliedAt }) => appliedAt)).toEqual([T0, T0]);
    });
  });
}
