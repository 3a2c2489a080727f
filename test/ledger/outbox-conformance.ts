import { beforeEach, describe, expect, it } from 'vitest';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Decision } from '../../src/model/decision.js';
import type { MessageStatus } from '../../src/model/message.js';
import { examplePlan, HOUR, MINUTE, planned, T0, withheld } from './examples.js';

/** What every ledger's outbox must do; `open` gives the ledger of the test and its fence. */
export function testOutbox(open: () => { readonly ledger: Ledger; readonly fence: Fence }): void {
  describe('outbox', () => {
    let ledger: Ledger;
    let fence: Fence;
    beforeEach(() => {
      ({ ledger, fence } = open());
    });
    const commit = (...decisions: readonly Decision[]): void =>
      ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
    const statusOf = (id: string): MessageStatus | undefined =>
      ledger.story('p1').messages.find((message) => message.id === id)?.status;

    it('claims what may go: by priority, then time, then id', () => {
      commit(
        planned({ id: 'c', step: 'c', sendAt: T0 - 1 }),
        planned({ id: 'b', step: 'b' }),
        planned({ id: 'a', step: 'a' }),
        planned({ id: 'z', step: 'z', priority: 5 }),
        planned({ id: 'y', step: 'y', priority: 9, sendAt: T0 + 1 }),
      );
      expect(ledger.claim(fence, T0, 3).map(({ id }) => id)).toEqual(['z', 'c', 'a']);
      expect(ledger.claim(fence, T0, 3).map(({ id }) => id)).toEqual(['b']);
      expect(ledger.claim(fence, T0, 3)).toEqual([]);
      ledger.unclaim(fence, ['z', 'c']);
      expect(ledger.claim(fence, T0 + 1, 9).map(({ id }) => id)).toEqual(['y', 'z', 'c']);
    });

    it('fixes the date at the first attempt and counts each', () => {
      commit(planned());
      ledger.claim(fence, T0, 1);
      expect(ledger.beginAttempts(fence, ['m1'], T0 + 1)).toEqual(new Map([['m1', T0 + 1]]));
      ledger.settle(fence, 'm1', T0 + 2, { status: 'deferred', reply: '451 later', retryAt: T0 + MINUTE });
      expect(ledger.claim(fence, T0 + MINUTE - 1, 1)).toEqual([]);
      expect(ledger.claim(fence, T0 + MINUTE, 1)).toMatchObject([{ attempts: 1, outcome: '451 later' }]);
      expect(ledger.beginAttempts(fence, ['m1'], T0 + MINUTE)).toEqual(new Map([['m1', T0 + 1]]));
      expect(ledger.story('p1').messages).toMatchObject([{ attempts: 2, firstAttemptAt: T0 + 1 }]);
    });

    it('gives a code with the first attempt, for good', () => {
      commit(planned({ id: 'a', step: 'a' }), planned({ id: 'b', step: 'b' }));
      ledger.claim(fence, T0, 2);
      const one = new Map([['a', { incentive: 'ten', code: 'X1' }]]);
      expect(ledger.givenCodes()).toEqual(new Map());
      ledger.beginAttempts(fence, ['a'], T0, one);
      expect(ledger.givenCodes()).toEqual(new Map([['a', 'X1']]));
      // A retry brings the same code, which changes nothing; another one, or one that is given, must not leave.
      ledger.settle(fence, 'a', T0, { status: 'deferred', reply: 'later', retryAt: T0 });
      ledger.claim(fence, T0, 2);
      ledger.beginAttempts(fence, ['a'], T0, one);
      expect(() =>
        ledger.beginAttempts(fence, ['a'], T0, new Map([['a', { incentive: 'ten', code: 'X2' }]])),
      ).toThrow();
      expect(() =>
        ledger.beginAttempts(fence, ['b'], T0, new Map([['b', { incentive: 'ten', code: 'X1' }]])),
      ).toThrow();
      ledger.settle(fence, 'a', T0, { status: 'failed', reply: 'no' });
      expect(ledger.givenCodes()).toEqual(new Map([['a', 'X1']]));
      expect(ledger.story('p1').messages).toMatchObject([{ attempts: 2 }, { attempts: 0 }]);
    });

    it('takes a last look as the last byte leaves: what was suppressed meanwhile is dropped, what was halted put back', () => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      commit(...ids.map((id) => planned({ id, profileId: id, step: id, topic: 'news', transactional: id === 'c' })));
      ledger.claim(fence, T0, 6);
      const entry = { profileId: null, address: null, topic: null, since: T0, reason: 'by hand' };
      expect(ledger.suppress({ ...entry, profileId: 'a', topic: 'news' })).toBe(true);
      expect(ledger.suppress({ ...entry, profileId: 'a', topic: 'news', reason: 'again' })).toBe(false);
      ledger.suppress({ ...entry, address: 'b@x.test' });
      ledger.suppress({ ...entry, profileId: 'c', topic: 'news' });
      ledger.suppress({ ...entry, profileId: 'e', since: T0 + 1 });
      ledger.suppress({ ...entry, profileId: 'f', topic: 'offers' });
      expect(ledger.halt({ campaign: 'welcome', step: 'd', since: T0, reason: 'wrong price' })).toBe(true);
      expect(ledger.halt({ campaign: 'welcome', step: 'd', since: T0, reason: 'again' })).toBe(false);
      expect(ids.map((id) => ledger.handingOver(fence, id, T0, { address: `${id}@x.test` }))).toEqual([
        { kind: 'dropped', reason: 'unsubscribed' },
        { kind: 'dropped', reason: 'suppressed' },
        { kind: 'go' },
        { kind: 'halted' },
        { kind: 'go' },
        { kind: 'go' },
      ]);
      expect(ledger.suppressed()).toHaveLength(5);
      expect(ids.map((id) => ledger.story(id).messages[0]?.status)).toEqual([
        'dropped',
        'dropped',
        'handing_over',
        'planned',
        'handing_over',
        'handing_over',
      ]);
    });

    it('claims nothing that is halted, but for what is too late anyway', () => {
      commit(
        planned({ id: 'a', profileId: 'a', step: 'a' }),
        planned({ id: 'b', profileId: 'b', step: 'b', validUntil: T0 }),
        planned({ id: 'c', profileId: 'c', step: 'b' }),
      );
      const claimed = (at: number): readonly string[] => {
        const ids = ledger.claim(fence, at, 9).map(({ id }) => id);
        ledger.unclaim(fence, ids);
        return ids;
      };
      const halt = { campaign: 'welcome', since: T0, reason: '' };
      ledger.halt({ ...halt, step: 'b' });
      expect(claimed(T0)).toEqual(['a']);
      expect(claimed(T0 + 1)).toEqual(['a', 'b']);
      ledger.halt({ ...halt, step: null });
      expect(ledger.halts()).toMatchObject([{ step: null }, { step: 'b' }]);
      expect(claimed(T0)).toEqual([]);
      expect([ledger.resume('welcome', 'a', T0), ledger.resume('welcome', null, T0)]).toEqual([false, true]);
      expect(claimed(T0)).toEqual(['a']);
      expect(ledger.resume('welcome', 'b', T0)).toBe(true);
      expect(claimed(T0)).toEqual(['a', 'b', 'c']);
    });

    it('puts off without counting an attempt', () => {
      commit(planned());
      ledger.claim(fence, T0, 1);
      ledger.putOff(fence, 'm1', T0, T0 + HOUR, 'quiet-hours');
      expect(ledger.claim(fence, T0 + HOUR - 1, 1)).toEqual([]);
      expect(ledger.claim(fence, T0 + HOUR, 1)).toMatchObject([{ attempts: 0, outcome: 'quiet-hours' }]);
    });

    describe('a message of somebody who is held out', () => {
      const exposed = (): readonly (readonly [id: string, arm: string, at: number])[] =>
        [...ledger.exposures()].map(({ messageId, arm, at }) => [messageId, arm, at] as const);

      it('is claimed like any other, and ends where the others begin their first attempt: an exposure on either side', () => {
        commit(
          planned({ id: 'a', step: 'a', variant: 'b', incentive: 'ten' }),
          withheld({ id: 'h', step: 'h' }, 'global'),
        );
        expect(ledger.claim(fence, T0, 9).map(({ id, withheldBy }) => [id, withheldBy])).toEqual([
          ['a', null],
          ['h', 'global'],
        ]);
        expect(exposed()).toEqual([]);
        ledger.beginAttempts(fence, ['a'], T0 + 1);
        ledger.withhold(fence, ['h'], T0 + 1);
        expect([...ledger.exposures()]).toEqual([
          {
            ...{ messageId: 'a', campaign: 'welcome', step: 'a', profileId: 'p1', at: T0 + 1, arm: 'sent', by: null },
            ...{ variant: 'b', channel: 'email', incentive: 'ten', plan: 'sha256:a' },
            ...{ unit: 'p1', salt: 'welcome/holdout/v1', u: 0.5, share: 0.1 },
          },
          {
            ...{
              messageId: 'h',
              campaign: 'welcome',
              step: 'h',
              profileId: 'p1',
              at: T0 + 1,
              arm: 'held',
              by: 'global',
            },
            ...{ variant: null, channel: 'email', incentive: null, plan: 'sha256:a' },
            ...{ unit: 'p1', salt: 'welcome/holdout/v1', u: 0.05, share: 0.1 },
          },
        ]);
        expect(ledger.story('p1').messages).toMatchObject([
          { id: 'a', status: 'claimed', attempts: 1, withheldBy: null },
          { id: 'h', status: 'withheld', attempts: 0, firstAttemptAt: null, endedAt: T0 + 1, withheldBy: 'global' },
        ]);
      });

      it('is exposed once: an attempt after the first, and somebody who says it did not arrive, add nothing', () => {
        commit(planned());
        ledger.claim(fence, T0, 1);
        ledger.beginAttempts(fence, ['m1'], T0);
        ledger.handingOver(fence, 'm1', T0);
        ledger.settle(fence, 'm1', T0, { status: 'unknown', reply: '?' });
        ledger.resolve(fence, 'm1', T0, { as: 'planned', reason: 'it did not arrive' });
        ledger.claim(fence, T0 + HOUR, 1);
        ledger.beginAttempts(fence, ['m1'], T0 + HOUR);
        expect(exposed()).toEqual([['m1', 'sent', T0]]);
      });

      it('is not exposed while it waits, when it is dropped, or where nobody is held out', () => {
        commit(
          withheld({ id: 'w', step: 'w' }),
          withheld({ id: 'd', step: 'd' }),
          planned({ id: 't', step: 't', transactional: true, assignment: null }),
        );
        ledger.claim(fence, T0, 9);
        ledger.putOff(fence, 'w', T0, T0 + HOUR, 'quiet-hours');
        ledger.drop(fence, 'd', T0, 'late');
        ledger.beginAttempts(fence, ['t'], T0);
        expect(exposed()).toEqual([]);
        expect(ledger.claim(fence, T0 + HOUR, 9).map(({ id }) => id)).toEqual(['w']);
        ledger.withhold(fence, ['w'], T0 + HOUR);
        expect(exposed()).toEqual([['w', 'held', T0 + HOUR]]);
      });

      it('goes nowhere: no attempt, no hand-over, no answer, and nobody else is withheld from', () => {
        commit(withheld({ id: 'h' }), planned({ id: 'a', step: 'a' }));
        expect(() => ledger.withhold(fence, ['h'], T0)).toThrowError(/invariant/);
        ledger.claim(fence, T0, 9);
        expect(() => ledger.beginAttempts(fence, ['h'], T0)).toThrowError(/invariant/);
        expect(() => ledger.handingOver(fence, 'h', T0)).toThrowError(/held out, and goes nowhere/);
        for (const status of ['sent', 'unknown', 'failed'] as const)
          expect(() => ledger.settle(fence, 'h', T0, { status, reply: '' })).toThrow();
        expect(() => ledger.withhold(fence, ['a'], T0)).toThrowError(/invariant/);
        ledger.withhold(fence, ['h'], T0);
        expect(() => ledger.withhold(fence, ['h'], T0)).toThrowError(/invariant/);
        expect(ledger.story('p1').messages).toMatchObject([
          { id: 'a', status: 'claimed' },
          { id: 'h', status: 'withheld', attempts: 0 },
        ]);
      });

      it('is withheld from the start for whoever decides, and stands among what was handed over once it would have been', () => {
        commit(withheld(), withheld({ id: 'm2', step: 'b' }));
        const states = (): readonly unknown[] =>
          ledger.histories(['p1'], examplePlan(), {})[0]!.messages.map(({ state, sentAt }) => [state, sentAt]);
        expect(states()).toEqual([
          ['withheld', null],
          ['withheld', null],
        ]);
        ledger.claim(fence, T0, 9);
        expect(ledger.handedOver('p1', 0)).toEqual([]);
        ledger.withhold(fence, ['m1'], T0 + MINUTE);
        ledger.drop(fence, 'm2', T0, 'late');
        expect(states()).toEqual([
          ['withheld', T0 + MINUTE],
          ['gone-wrong', null],
        ]);
        expect(ledger.handedOver('p1', T0 + MINUTE)).toMatchObject([
          { id: 'm1', state: 'withheld', sentAt: T0 + MINUTE },
        ]);
        expect(ledger.handedOver('p1', T0 + MINUTE + 1)).toEqual([]);
      });

      it('is counted as withheld from the start', () => {
        commit(withheld(), planned({ id: 'a', step: 'a' }));
        expect(ledger.summary().campaigns[0]!.messages).toEqual({ hello: { withheld: 1 }, a: { planned: 1 } });
      });

      it('keeps under a pseudonym where chance had put somebody who is forgotten, and everything when its words are pruned', () => {
        commit(withheld(), planned({ id: 'a', step: 'a', profileId: 'p2' }));
        ledger.claim(fence, T0, 9);
        ledger.withhold(fence, ['m1'], T0);
        ledger.beginAttempts(fence, ['a'], T0);
        const before = [...ledger.exposures()];
        expect(ledger.prune(fence, T0 + HOUR, T0 + HOUR)).toBeGreaterThan(0);
        expect([...ledger.exposures()]).toEqual(before);
        ledger.forget(fence, { profileId: 'p1', addresses: [], at: T0 + HOUR, reason: 'asked' });
        const after = [...ledger.exposures()];
        const held = before.find(({ arm }) => arm === 'held');
        const name = after.find(({ arm }) => arm === 'held')?.unit;
        expect(name).toMatch(/^forgotten:/);
        expect(after).toHaveLength(2);
        expect(after).toContainEqual({ ...held, profileId: name, unit: name });
        expect(JSON.stringify(after)).not.toContain('"p1"');
      });
    });

    // For each state a message may be in: what each call makes of it; null where it must be refused.
    const WAYS: Readonly<Record<string, Readonly<Record<string, MessageStatus | null>>>> = {
      planned: { attempt: null, putOff: null, drop: null, over: null, sent: null, later: null, no: null, lost: null },
      claimed: {
        attempt: 'claimed',
        putOff: 'planned',
        drop: 'dropped',
        over: 'handing_over',
        sent: null,
        later: 'planned',
        no: 'failed',
        lost: null,
      },
      handing_over: {
        attempt: null,
        putOff: null,
        drop: 'dropped',
        over: null,
        sent: 'sent',
        later: 'planned',
        no: 'failed',
        lost: 'unknown',
      },
      sent: { attempt: null, putOff: null, drop: null, over: null, sent: null, later: null, no: null, lost: null },
    };
    for (const [state, ways] of Object.entries(WAYS)) {
      for (const [way, end] of Object.entries(ways)) {
        it(`${state} → ${way} → ${end ?? 'refused'}`, () => {
          commit(planned());
          const act: Readonly<Record<string, () => void>> = {
            attempt: () => void ledger.beginAttempts(fence, ['m1'], T0),
            putOff: () => ledger.putOff(fence, 'm1', T0, T0 + 1, 'frequency-cap'),
            drop: () => ledger.drop(fence, 'm1', T0, 'late'),
            over: () => ledger.handingOver(fence, 'm1', T0),
            sent: () => ledger.settle(fence, 'm1', T0, { status: 'sent', reply: '250' }),
            later: () => ledger.settle(fence, 'm1', T0, { status: 'deferred', reply: '4', retryAt: T0 + 1 }),
            no: () => ledger.settle(fence, 'm1', T0, { status: 'failed', reply: '550' }),
            lost: () => ledger.settle(fence, 'm1', T0, { status: 'unknown', reply: '?' }),
          };
          if (state !== 'planned') ledger.claim(fence, T0, 1);
          if (state === 'handing_over' || state === 'sent') ledger.handingOver(fence, 'm1', T0);
          if (state === 'sent') ledger.settle(fence, 'm1', T0, { status: 'sent', reply: '250' });
          expect(statusOf('m1')).toBe(state);
          if (end === null) expect(act[way]).toThrowError(/invariant/);
          else act[way]?.();
          expect(statusOf('m1')).toBe(end ?? state);
        });
      }
    }

    it('keeps a reply that has a NUL in it', () => {
      commit(planned());
      ledger.claim(fence, T0, 1);
      ledger.settle(fence, 'm1', T0, { status: 'failed', reply: '550 a\0b' });
      expect(ledger.messages('failed', 1)).toMatchObject([{ outcome: '550 a\ufffdb' }]);
    });
  });
}
