import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import type { Condition } from '../../src/model/condition.js';
import type { Decision } from '../../src/model/decision.js';
import { LifecycleError } from '../../src/model/failure.js';
import type { Journey } from '../../src/model/journey.js';
import type { MessageStatus } from '../../src/model/message.js';
import type { TestVerdict } from '../../src/model/message-test.js';
import type { Awaited, Plan, ReceivedTrigger, Step } from '../../src/model/plan.js';
import { email } from '../decide/world.js';
import { exampleJourney, exampleMessage, examplePlan, GONE, HOUR, MINUTE, planned, T0 } from './examples.js';
import { testOutbox } from './outbox-conformance.js';
import { testPlans } from './plans-conformance.js';

/** Where the ledger under test lives: `open` may be called again, for a second look or after a crash. */
export interface Shelf {
  open(): Ledger;
  clear(): void;
}

const SECOND = { months: 0, days: 0, exact: 1000, text: '1s' } as const;
const PLAN = examplePlan(['cart', 'welcome']);
/** These people came into a group, and nobody left it. */
const joined = (...ids: readonly string[]) => ({ joined: ids, left: [] });
const ME = { host: 'here', pid: process.pid, ttl: MINUTE } as const;

/** What every ledger must do, whatever it is made of. */
export function testLedger(name: string, make: () => Shelf): void {
  describe(`${name} is a ledger`, () => {
    let shelf: Shelf;
    let ledger: Ledger;
    let fence: Fence;

    beforeEach(() => {
      shelf = make();
      ledger = shelf.open();
      fence = ledger.acquire(ME, T0);
    });
    afterEach(() => {
      ledger.close();
      shelf.clear();
    });

    const commit = (...decisions: readonly Decision[]): void =>
      ledger.commit(fence, ledger.beginTick(fence, T0, PLAN, {}), decisions);
    const statusOf = (id: string): MessageStatus | undefined =>
      ledger.story('p1').messages.find((message) => message.id === id)?.status;

    describe('lease', () => {
      it('is refused while its process lives, and names it', () => {
        const other = shelf.open();
        expect(() => other.acquire({ ...ME, pid: process.ppid }, T0 + 10 * HOUR)).toThrowError(
          expect.objectContaining({
            code: 'LC902',
            message: `the ledger is in use by process ${process.pid} on here, until 2026-03-01T09:01:00.000Z unless renewed`,
          }),
        );
        other.close();
      });

      it('is refused to a second run of the same process', () => {
        expect(() => ledger.acquire(ME, T0)).toThrowError(expect.objectContaining({ code: 'LC902' }));
      });

      it('is taken over at once from a process of this machine that is gone', () => {
        ledger.release(fence);
        const dead = ledger.acquire(GONE, T0);
        expect(ledger.acquire(ME, T0)).toBe(dead + 1);
      });

      it('is taken over from another machine only when it expired', () => {
        ledger.release(fence);
        const far = ledger.acquire({ host: 'there', pid: 1, ttl: MINUTE }, T0);
        ledger.renew(far, T0 + MINUTE / 2);
        ledger.renew(far, T0 - 10 * HOUR);
        expect(() => ledger.acquire(ME, T0 + MINUTE)).toThrowError(/process 1 on there/);
        const near = ledger.acquire(ME, T0 + 1.5 * MINUTE);
        expect(near).toBe(far + 1);
        expect(() => ledger.renew(far, T0 + 2 * MINUTE)).toThrowError(expect.objectContaining({ code: 'LC902' }));
      });

      it('gives each holder a higher fence, over reopening', () => {
        ledger.close();
        ledger = shelf.open();
        expect(ledger.acquire(ME, T0)).toBe(fence + 1);
      });

      it('turns messages with a lost answer to unknown and claimed ones back to planned', () => {
        commit(planned(), planned({ id: 'm2', step: 'b' }), planned({ id: 'm3', step: 'c', sendAt: T0 + HOUR }));
        ledger.claim(fence, T0, 5);
        ledger.beginAttempts(fence, ['m1'], T0);
        ledger.handingOver(fence, 'm1', T0);
        ledger.release(fence);
        ledger.acquire(ME, T0 + MINUTE);
        expect([statusOf('m1'), statusOf('m2'), statusOf('m3')]).toEqual(['unknown', 'planned', 'planned']);
        expect(ledger.messages('unknown', 9)).toMatchObject([
          { id: 'm1', endedAt: T0 + MINUTE, outcome: 'the run ended between the last byte and the answer' },
        ]);
      });

      it('lets a stale holder write nothing', () => {
        commit(planned(), planned({ id: 'm2', step: 'b' }));
        const tick = ledger.beginTick(fence, T0, PLAN, {});
        ledger.claim(fence, T0, 1);
        ledger.release(fence);
        const stale = fence;
        const other = shelf.open();
        other.acquire(ME, T0);
        const before = JSON.stringify([ledger.story('p1'), ledger.summary()]);
        for (const write of [
          () => ledger.renew(stale, T0),
          () => ledger.beginTick(stale, T0 + 1, PLAN, {}),
          () => ledger.commit(stale, tick, [planned({ id: 'm9', step: 'z' })]),
          () => ledger.endTick(stale, tick, {}, {}, 0),
          () => ledger.claim(stale, T0, 9),
          () => ledger.unclaim(stale, ['m1']),
          () => ledger.putOff(stale, 'm1', T0, T0 + 1, 'quiet-hours'),
          () => ledger.drop(stale, 'm1', T0, 'late'),
          () => ledger.beginAttempts(stale, ['m1'], T0),
          () => ledger.handingOver(stale, 'm1', T0),
          () => ledger.settle(stale, 'm1', T0, { status: 'sent', reply: '250' }),
        ]) {
          expect(write).toThrowError(expect.objectContaining({ code: 'LC902' }));
        }
        expect(JSON.stringify([ledger.story('p1'), ledger.summary()])).toBe(before);
        other.close();
      });
    });

    it('has one secret of 32 bytes for life', () => {
      const secret = ledger.secret();
      expect(secret).toHaveLength(32);
      ledger.close();
      ledger = shelf.open();
      expect(ledger.secret()).toEqual(secret);
    });

    describe('ticks', () => {
      const keys = { 'segment:vip': 'sha256:v', 'stage:lapsed': 'sha256:l' };

      it('follow each other; campaigns and groups start in their first', () => {
        const first = ledger.beginTick(fence, T0, examplePlan(['welcome']), keys);
        expect(first).toEqual({
          previous: null,
          now: T0,
          applied: T0,
          returned: {},
          starts: { welcome: T0 },
          knownGroups: { 'segment:vip': false, 'stage:lapsed': false },
          tests: {},
        });
        ledger.endTick(fence, first, keys, { 'segment:vip': joined('b', 'a'), 'stage:lapsed': joined() }, 2);
        const second = ledger.beginTick(fence, T0 + HOUR, PLAN, keys);
        expect(second).toEqual({
          previous: T0,
          now: T0 + HOUR,
          applied: T0,
          returned: {},
          starts: { welcome: T0, cart: T0 + HOUR },
          knownGroups: { 'segment:vip': true, 'stage:lapsed': true },
          tests: {},
        });
        expect(ledger.members(keys)).toEqual({ 'segment:vip': ['a', 'b'], 'stage:lapsed': [] });
        expect(ledger.recorded({ ...keys, 'segment:new': 'sha256:n' })).toEqual({
          'segment:vip': T0,
          'stage:lapsed': T0,
          'segment:new': null,
        });
        const vip = { joined: ['c', 'b'], left: ['a', 'x'] };
        ledger.endTick(fence, second, keys, { 'segment:vip': vip, 'stage:lapsed': joined('😀', '\uff5a') }, 2);
        expect(ledger.members(keys)).toEqual({ 'segment:vip': ['b', 'c'], 'stage:lapsed': ['😀', '\uff5a'] });
        expect(ledger.summary()).toMatchObject({ lastTick: T0 + HOUR, ticks: 2 });
      });

      it('go on with the instant that a crash interrupted, then with the later one', () => {
        const broken = ledger.beginTick(fence, T0, PLAN, keys);
        ledger.release(fence);
        fence = ledger.acquire(ME, T0 + HOUR);
        const again = ledger.beginTick(fence, T0 + HOUR, PLAN, keys);
        expect(again).toEqual(broken);
        ledger.endTick(fence, again, keys, {}, 0);
        expect(ledger.beginTick(fence, T0 + HOUR, PLAN, keys)).toMatchObject({ previous: T0, now: T0 + HOUR });
      });

      it('never go back', () => {
        const tick = ledger.beginTick(fence, T0, PLAN, keys);
        ledger.endTick(fence, tick, keys, {}, 0);
        expect(() => ledger.beginTick(fence, T0 - 1, PLAN, keys)).toThrowError(
          expect.objectContaining({
            code: 'LC905',
            message:
              'the clock went back: this run is for 2026-03-01T08:59:59.999Z, and the ledger already stands at 2026-03-01T09:00:00.000Z',
          }),
        );
        expect(ledger.beginTick(fence, T0, PLAN, keys)).toMatchObject({ previous: T0, now: T0 });
      });

      it('forget a group that was not watched, so that its return is a new start', () => {
        const first = ledger.beginTick(fence, T0, PLAN, keys);
        ledger.endTick(fence, first, keys, { 'segment:vip': joined('a'), 'stage:lapsed': joined('b') }, 0);
        const vip = { 'segment:vip': keys['segment:vip'] };
        const second = ledger.beginTick(fence, T0 + 1, PLAN, vip);
        ledger.endTick(fence, second, vip, {}, 0);
        expect(ledger.beginTick(fence, T0 + 2, PLAN, keys).knownGroups).toEqual({
          'segment:vip': true,
          'stage:lapsed': false,
        });
        expect(ledger.members(keys)).toEqual({ 'segment:vip': ['a'], 'stage:lapsed': [] });
      });

      it('keep the members of one definition that a segment and a stage share', () => {
        const shared = { 'segment:late': 'sha256:l', 'stage:lapsed': 'sha256:l' };
        const first = ledger.beginTick(fence, T0, PLAN, shared);
        ledger.endTick(fence, first, shared, { 'segment:late': joined('a'), 'stage:lapsed': joined('a') }, 0);
        expect(ledger.beginTick(fence, T0 + 1, PLAN, shared).knownGroups).toEqual({
          'segment:late': true,
          'stage:lapsed': true,
        });
        expect(ledger.members(shared)).toEqual({ 'segment:late': ['a'], 'stage:lapsed': ['a'] });
        expect(ledger.histories(['a', 'b'], PLAN, shared).map(({ memberOf }) => memberOf)).toEqual([
          ['segment:late', 'stage:lapsed'],
          [],
        ]);
      });
    });

    describe('commit', () => {
      it('keeps journeys and their events as they were given', () => {
        const journey = exampleJourney();
        commit({ kind: 'entered', journey });
        expect(ledger.story('p1').journeys).toEqual([journey]);
        expect(ledger.due(T0 + HOUR - 1)).toEqual([]);
        expect(ledger.due(T0 + HOUR)).toEqual(['p1']);
        expect(ledger.amongInside(['p2', 'p1'])).toEqual(['p1']);
      });

      it('moves journeys forward and never back', () => {
        const start = exampleJourney();
        const next = exampleJourney({ step: 'tips', since: T0 + HOUR, wake: T0 + 2 * HOUR });
        const over = exampleJourney({ status: 'exited', reason: 'goal', step: null, wake: null, endedAt: T0 + HOUR });
        const first = ledger.beginTick(fence, T0, PLAN, {});
        ledger.commit(fence, first, [{ kind: 'entered', journey: start }]);
        ledger.endTick(fence, first, {}, {}, 1);
        const second = ledger.beginTick(fence, T0 + HOUR, PLAN, {});
        ledger.commit(fence, second, [{ kind: 'moved', journey: next }]);
        ledger.commit(fence, first, [
          { kind: 'entered', journey: start },
          { kind: 'moved', journey: start },
        ]);
        expect(ledger.story('p1').journeys).toEqual([next]);
        ledger.commit(fence, second, [{ kind: 'moved', journey: over }]);
        ledger.commit(fence, second, [{ kind: 'moved', journey: next }]);
        expect(ledger.story('p1').journeys).toEqual([over]);
        expect([ledger.due(T0 + 9 * HOUR), ledger.amongInside(['p1'])]).toEqual([[], []]);
      });

      it('never plans a message twice, whatever became of the first', () => {
        commit(planned());
        ledger.claim(fence, T0, 1);
        ledger.handingOver(fence, 'm1', T0);
        ledger.settle(fence, 'm1', T0, { status: 'sent', reply: '250 ok' });
        commit(planned({ sendAt: T0 - HOUR }), { kind: 'withheld', message: exampleMessage(), by: 'global' });
        expect(ledger.story('p1').messages).toMatchObject([{ id: 'm1', status: 'sent', sendAt: T0 }]);
      });

      it('is all or nothing', () => {
        const bad = planned({ id: 'm2', profileId: 'p\0' });
        expect(() => commit(planned(), bad)).toThrowError(/invariant/);
        expect(ledger.story('p1').messages).toEqual([]);
      });
    });

    it('tells decide what it needs, in the order asked', () => {
      const journey = exampleJourney();
      const keys = { vip: 'sha256:v', same: 'sha256:v' };
      const tick = ledger.beginTick(fence, T0, PLAN, keys);
      ledger.commit(fence, tick, [
        { kind: 'entered', journey },
        planned(),
        planned({ id: 'm2', step: 'later', sendAt: T0 + HOUR }),
        {
          kind: 'withheld',
          message: exampleMessage({ id: 'm3', step: 'held', sendAt: T0 + 2 * HOUR }),
          by: 'campaign',
        },
        {
          kind: 'refused',
          campaign: 'cart',
          profileId: 'p1',
          occasion: 'event:e2',
          at: T0,
          reason: 'audience',
        },
      ]);
      ledger.endTick(fence, tick, keys, { vip: joined('p1'), same: joined('p1') }, 1);
      ledger.suppress({ profileId: 'p1', address: null, topic: 'news', since: T0, reason: 'unsubscribed' });
      ledger.suppress({ profileId: null, address: 'a@x.test', topic: null, since: T0, reason: 'bounced' });
      ledger.claim(fence, T0, 1);
      ledger.handingOver(fence, 'm1', T0 + 5);
      const past = {
        campaign: 'welcome',
        channel: 'email',
        topic: 'marketing',
        transactional: false,
        incentive: null,
        sentAt: null,
      };
      const empty = { journeys: [], refused: [], messages: [], received: [], suppressions: [], memberOf: [] };
      expect(ledger.histories(['nobody', 'p1'], PLAN, keys)).toEqual([
        { profileId: 'nobody', ...empty },
        {
          profileId: 'p1',
          journeys: [journey],
          refused: [{ campaign: 'cart', occasion: 'event:e2' }],
          messages: [
            { ...past, id: 'm1', step: 'hello', state: 'going', sendAt: T0, sentAt: T0 + 5 },
            { ...past, id: 'm2', step: 'later', state: 'going', sendAt: T0 + HOUR },
            { ...past, id: 'm3', step: 'held', state: 'withheld', sendAt: T0 + 2 * HOUR },
          ],
          received: [],
          suppressions: [{ topic: 'news', since: T0, reason: 'unsubscribed' }],
          memberOf: ['same', 'vip'],
        },
      ]);
      expect(ledger.handedOver('p1', T0 + 5).map(({ id }) => id)).toEqual(['m1']);
      expect(ledger.handedOver('p1', T0 + 6)).toEqual([]);
      expect(ledger.suppressions('p1', 'a@x.test')).toEqual([
        { topic: null, since: T0, reason: 'bounced' },
        { topic: 'news', since: T0, reason: 'unsubscribed' },
      ]);
      expect(ledger.suppressions('p2', null)).toEqual([]);
      const people = ['p1', 'p2', 'nobody'].flatMap((profileId) =>
        [null, 'a@x.test', 'b@x.test'].map((address) => ({ profileId, address })),
      );
      for (const since of [T0 + 5, T0 + 6]) {
        const alone = people.map(({ profileId, address }) => ({
          suppressions: ledger.suppressions(profileId, address),
          handedOver: ledger.handedOver(profileId, since),
        }));
        expect(ledger.standings(people, since)).toEqual(alone);
      }
    });

    it('knows what was put off for a reason, until its turn comes', () => {
      commit(planned(), planned({ id: 'm2', step: 'b' }));
      ledger.claim(fence, T0 + HOUR, 9);
      ledger.putOff(fence, 'm1', T0 + HOUR, T0 + 2 * HOUR, 'throttle');
      ledger.putOff(fence, 'm2', T0 + HOUR, T0 + 2 * HOUR, 'quiet-hours');
      expect(ledger.waiting('throttle', T0 + HOUR)).toEqual([{ id: 'm1', channel: 'email', until: T0 + 2 * HOUR }]);
      expect(ledger.waiting('throttle', T0 + 2 * HOUR)).toEqual([]);
    });

    it('tells decide and the caps who was reached: not those whom the server refused', () => {
      commit(planned(), planned({ id: 'm2', step: 'b' }));
      for (const { id } of ledger.claim(fence, T0, 2)) ledger.handingOver(fence, id, T0 + 1);
      ledger.settle(fence, 'm1', T0 + 2, { status: 'failed', reply: '550' });
      ledger.settle(fence, 'm2', T0 + 2, { status: 'unknown', reply: '' });
      expect(ledger.histories(['p1'], PLAN, {})[0]?.messages).toMatchObject([
        { id: 'm1', state: 'gone-wrong', sentAt: null },
        { id: 'm2', state: 'going', sentAt: T0 + 1 },
      ]);
      expect(ledger.handedOver('p1', 0).map(({ id }) => id)).toEqual(['m2']);
    });

    it('knows who waits for a condition', () => {
      const wait = (id: string, awaited: Awaited): Step => ({
        ...{ id, delay: null, when: null },
        action: { kind: 'wait_for', for: awaited, within: SECOND, met: [], otherwise: [] },
      });
      const [welcome, ...rest] = PLAN.campaigns;
      const stage: Condition = { kind: 'stage', stage: 'lapsed' };
      const steps = [
        wait('hello', { kind: 'condition', condition: stage }),
        wait('other', { kind: 'event', event: 'x', where: [] }),
      ];
      const plan: Plan = {
        ...PLAN,
        campaigns: [{ ...welcome!, id: 'welcome', steps }, ...rest.filter(({ id }) => id !== 'welcome')],
      };
      const tick = ledger.beginTick(fence, T0, PLAN, {});
      const inside = (profileId: string, change: Partial<Journey>): Decision => ({
        kind: 'entered',
        journey: exampleJourney({ profileId, firstDue: T0, ...change }),
      });
      ledger.commit(fence, tick, [
        inside('\uff5a', {}),
        inside('😀', {}),
        inside('😀', { occasion: 'event:e2' }),
        inside('not-yet', { firstDue: null }),
        inside('event', { step: 'other' }),
        inside('elsewhere', { campaign: 'cart' }),
        inside('gone', { status: 'finished', step: null, wake: null, firstDue: null }),
      ]);
      expect(ledger.concerned(plan, tick)).toEqual(['😀', '\uff5a']);
      expect(ledger.concerned(PLAN, tick)).toEqual([]);
    });

    it('knows who got a message and did not enter, nor was refused, for it', () => {
      const ids = ['sent', 'unknown', 'failed', 'planned', 'entered', 'refused', 'old', 'other-step', 'other-plan'];
      const tick = ledger.beginTick(fence, T0, PLAN, {});
      const of = (id: string): Decision =>
        planned({
          id,
          profileId: `p-${id}`,
          step: id === 'other-step' ? 'later' : 'hello',
          plan: id === 'other-plan' ? 'sha256:b' : 'sha256:a',
          priority: id === 'planned' ? -1 : 0,
        });
      ledger.commit(fence, tick, ids.map(of));
      for (const { id } of ledger.claim(fence, T0, ids.length - 1)) {
        ledger.handingOver(fence, id, id === 'old' ? T0 - HOUR : T0);
        const status = id === 'unknown' || id === 'failed' ? id : 'sent';
        ledger.settle(fence, id, T0 + 1, { status, reply: '' });
      }
      expect(ledger.histories(['p-sent', 'p-unknown'], PLAN, {}).map(({ received }) => received)).toEqual([
        [{ id: 'sent', campaign: 'welcome', step: 'hello', plan: 'sha256:a', at: T0 }],
        [],
      ]);
      const about = { campaign: 'cart', occasion: 'received:entered', profileId: 'p-entered' };
      ledger.commit(fence, tick, [
        { kind: 'entered', journey: exampleJourney(about) },
        { kind: 'refused', ...about, occasion: 'received:refused', profileId: 'p-refused', at: T0, reason: 'audience' },
        // Another campaign's answer is not this one's.
        {
          kind: 'refused',
          ...about,
          campaign: 'x',
          occasion: 'received:sent',
          profileId: 'p-sent',
          at: T0,
          reason: 'audience',
        },
      ]);
      const asked = (more: Partial<ReceivedTrigger>): readonly string[] => {
        const trigger = {
          kind: 'received',
          campaign: 'welcome',
          step: 'hello',
          plan: null,
          between: null,
          ...more,
        } as const;
        const campaigns = PLAN.campaigns.map((each) => (each.id === 'cart' ? { ...each, triggers: [trigger] } : each));
        return ledger.concerned({ ...PLAN, campaigns }, tick);
      };
      expect(asked({})).toEqual(['p-old', 'p-other-plan', 'p-sent']);
      expect(asked({ plan: 'sha256:a' })).toEqual(['p-old', 'p-sent']);
      expect(asked({ between: { from: '2026-03-01T09:00', to: '2026-03-02' } })).toEqual(['p-other-plan', 'p-sent']);
      expect(asked({ between: { from: '2026-03-01', to: '2026-03-01T09:00' } })).toEqual(['p-old']);
    });

    it('gives one verdict on a test, and knows who got which variant', () => {
      const tick = ledger.beginTick(fence, T0, PLAN, {});
      const of = (id: string, variant: string | null): Decision => planned({ id, profileId: `p-${id}`, variant });
      ledger.commit(fence, tick, [of('a', 'one'), of('b', 'two'), of('c', null), of('d', 'one'), of('e', 'one')]);
      for (const { id } of ledger.claim(fence, T0, 5)) {
        if (id === 'e') continue;
        ledger.handingOver(fence, id, id === 'a' ? T0 + 2 : T0 + 1);
        ledger.settle(fence, id, T0 + 3, { status: id === 'd' ? 'unknown' : 'sent', reply: '' });
      }
      expect(ledger.tested('welcome', ['hello'])).toEqual([
        { profileId: 'p-b', variant: 'two', at: T0 + 1 },
        { profileId: 'p-a', variant: 'one', at: T0 + 2 },
      ]);
      expect(ledger.tested('welcome', ['other'])).toEqual([]);
      expect(ledger.story('p-a').messages[0]?.variant).toBe('one');
      const verdict: TestVerdict = {
        ...{ campaign: 'welcome', step: 'hello', begunAt: T0 + 1, decidedAt: T0, winner: 'two' },
        results: [
          { variant: 'one', people: 1, value: null },
          { variant: 'two', people: 1, value: 0.5 },
        ],
      };
      ledger.recordVerdict(fence, verdict);
      ledger.recordVerdict(fence, { ...verdict, winner: 'one', decidedAt: T0 + 9 });
      expect(ledger.verdicts()).toEqual([verdict]);
      const again = ledger.beginTick(fence, T0, PLAN, {});
      expect(again.tests).toEqual({ 'welcome/hello': { winner: 'two', decidedAt: T0 } });
      expect(() => ledger.recordVerdict(fence - 1, verdict)).toThrowError(expect.objectContaining({ code: 'LC902' }));

      const { action } = email('hello');
      const steps: readonly Step[] = [{ id: 'hello', delay: null, when: null, action }];
      const campaigns = PLAN.campaigns.map((each) => (each.id === 'welcome' ? { ...each, steps } : each));
      ledger.commit(fence, tick, [
        { kind: 'entered', journey: exampleJourney({ profileId: 'waits', firstDue: T0 - 1 }) },
        { kind: 'entered', journey: exampleJourney({ profileId: 'comes-later' }) },
      ]);
      expect(ledger.concerned({ ...PLAN, campaigns }, again)).toEqual(['waits']);
      expect(ledger.concerned({ ...PLAN, campaigns }, { ...again, now: T0 + 1 })).toEqual([]);
    });

    testOutbox(() => ({ ledger, fence }));
    testPlans(() => ({ ledger, fence }));

    it('counts for status and tells a story for why', () => {
      const at = { campaign: 'welcome', profileId: 'p1', occasion: 'event:e1', at: T0 } as const;
      commit(
        { kind: 'entered', journey: exampleJourney() },
        {
          kind: 'entered',
          journey: exampleJourney({ occasion: 'event:e2', status: 'finished', step: null, wake: null }),
        },
        {
          kind: 'entered',
          journey: exampleJourney({ profileId: 'p2', status: 'exited', reason: 'goal', step: null, wake: null }),
        },
        planned(),
        planned({ id: 'm2', profileId: 'p2' }),
        { kind: 'withheld', message: exampleMessage({ id: 'm3', step: 'tips' }), by: 'global' },
        { ...at, kind: 'skipped', step: 'gift', reason: 'frequency-cap', detail: '2 of 1 per 1d' },
        { ...at, kind: 'deferred', step: 'tips', until: T0 + HOUR, reason: 'quiet-hours' },
        { ...at, kind: 'refused', campaign: 'cart', reason: 'stage' },
      );
      ledger.claim(fence, T0, 1);
      ledger.drop(fence, 'm1', T0, 'late');
      const none = {
        entered: 0,
        people: 0,
        active: 0,
        finished: 0,
        exited: {},
        messages: {},
        skipped: {},
        dropped: {},
      };
      expect(ledger.summary()).toEqual({
        lastTick: null,
        ticks: 0,
        campaigns: [
          { campaign: 'cart', startedAt: T0, ...none, refused: { stage: 1 } },
          {
            campaign: 'welcome',
            startedAt: T0,
            entered: 3,
            people: 2,
            active: 1,
            finished: 1,
            exited: { goal: 1 },
            messages: { hello: { dropped: 1, planned: 1 }, tips: { withheld: 1 } },
            skipped: { gift: { 'frequency-cap': 1 } },
            dropped: { late: 1 },
            refused: {},
          },
        ],
      });
      const story = ledger.story('p1');
      expect(story.skipped).toEqual([
        {
          campaign: 'welcome',
          step: 'gift',
          occasion: 'event:e1',
          at: T0,
          reason: 'frequency-cap',
          detail: '2 of 1 per 1d',
        },
      ]);
      expect(story.deferred).toEqual([
        { campaign: 'welcome', step: 'tips', occasion: 'event:e1', at: T0, until: T0 + HOUR, reason: 'quiet-hours' },
      ]);
      expect(story.refused).toEqual([{ campaign: 'cart', occasion: 'event:e1', at: T0, reason: 'stage' }]);
      expect(story.messages).toMatchObject([
        { id: 'm1', status: 'dropped', outcome: 'late', endedAt: T0, withheldBy: null },
        { id: 'm3', status: 'planned', outcome: null, endedAt: null, withheldBy: 'global' },
      ]);
    });

    it('throws errors of the world as LifecycleError', () => {
      expect(() => ledger.acquire(ME, T0)).toThrowError(LifecycleError);
    });
  });
}
