import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietUntil } from '../../src/calendar/local-time.js';
import { isAfterStart } from '../../src/decide/passes.js';
import type { Decision } from '../../src/model/decision.js';
import type { FactEvent } from '../../src/model/facts.js';
import type { Plan, PlanCampaign, Step } from '../../src/model/plan.js';
import { at, campaign, email, every, HOUR, has, hasWithin, lasting, planWith, profile, replay } from './world.js';

const START = at('2026-03-20T00:00');
const DAYS = 20;
const END = START + DAYS * 24 * HOUR;
const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'];

const step = (id: string): fc.Arbitrary<Step> =>
  fc
    .record({
      delay: fc.constantFrom('0m', '45m', '1d', '36h', '3d'),
      at: fc.constantFrom(null, 480, 1290),
      topic: fc.constantFrom('offers', 'offers', 'service'),
      gift: fc.boolean(),
      when: fc.constantFrom(null, has('order'), { kind: 'not' as const, of: hasWithin('viewed', '2d') }),
    })
    .map(
      ({ delay, at: clock, topic, gift, when }): Step => ({
        ...email(id, { topic, ...(gift ? { incentive: 'gift' } : {}) }),
        delay: { for: lasting(delay), at: clock, on: null },
        when,
      }),
    );

const someCampaign = (id: string): fc.Arbitrary<PlanCampaign> =>
  fc
    .record({
      trigger: fc.constantFrom(
        { kind: 'event' as const, event: 'viewed', where: [], key: null, unless: [] },
        {
          kind: 'event' as const,
          event: 'cart',
          where: [],
          key: 'cart_id',
          unless: [{ event: 'order', where: [], within: lasting('30m') }],
        },
        { kind: 'inactive' as const, event: 'order', for: lasting('4d') },
        { kind: 'enters' as const, segment: 'keen' },
        {
          kind: 'schedule' as const,
          zone: 'profile' as const,
          schedule: {
            kind: 'cron' as const,
            text: '30 2 * * *',
            minutes: [30],
            hours: [2],
            daysOfMonth: Array.from({ length: 31 }, (_, i) => i + 1),
            months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            weekdays: [1, 4, 7] as const,
            eitherDay: false,
          },
        },
      ),
      steps: fc.tuple(step(`${id}-1`), step(`${id}-2`), step(`${id}-3`)),
      reentry: fc.constantFrom(
        { kind: 'never' as const },
        { kind: 'always' as const },
        { kind: 'after' as const, duration: lasting('2d') },
      ),
      exit: fc.boolean(),
      holdout: fc.constantFrom(0, 0, 0.5),
      priority: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ trigger, steps, reentry, exit, holdout, priority }) =>
      campaign(id, { triggers: [trigger], steps, reentry, exitOn: exit ? [has('order')] : [], holdout, priority }),
    );

const onBlocked = fc.constantFrom('defer' as const, 'skip' as const);
const somePlan: fc.Arbitrary<Plan> = fc
  .record({
    campaigns: fc.tuple(someCampaign('a'), someCampaign('b'), someCampaign('c')),
    quiet: fc.boolean(),
    onBlocked,
    daily: onBlocked,
    weekly: onBlocked,
  })
  .map(({ campaigns, quiet, onBlocked: night, daily, weekly }) =>
    planWith({
      campaigns: [...campaigns],
      segments: {
        keen: {
          kind: 'event',
          event: 'viewed',
          where: [],
          window: { kind: 'within', duration: lasting('3d') },
          measure: { kind: 'count', test: { op: 'gte', value: 2 } },
        },
      },
      policies: {
        quietHours: quiet ? { from: 1260, to: 480, onBlocked: night } : null,
        frequencyCaps: [
          { counts: 'messages', max: 1, per: lasting('1d'), onBlocked: daily },
          { counts: 'messages', max: 3, per: lasting('7d'), onBlocked: weekly },
          { counts: 'incentives', max: 1, per: lasting('30d'), onBlocked: 'skip' },
        ],
        lateness: lasting('3d'),
      },
    }),
  );

const someEvent: fc.Arbitrary<FactEvent> = fc
  .record({
    minute: fc.integer({ min: -5 * 1440, max: DAYS * 1440 }),
    name: fc.constantFrom('viewed', 'viewed', 'cart', 'order', 'unsubscribed', 'subscribed'),
    cart: fc.constantFrom('c1', 'c2'),
    id: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ minute, name, cart, id }) => ({
    id: `${name}-${minute}-${id}`,
    name,
    time: START + minute * 60_000,
    properties: name === 'cart' ? { cart_id: cart, value: 30 } : name.endsWith('subscribed') ? { topic: null } : {},
  }));
const someEvents = fc.array(someEvent, { maxLength: 25 });
const someZone = fc.constantFrom(...ZONES);

const messages = (decisions: readonly Decision[]) =>
  decisions.flatMap((d) => (d.kind === 'planned' || d.kind === 'withheld' ? [{ by: d.kind, ...d.message }] : []));
const told = (decisions: readonly Decision[]): string[] =>
  decisions
    .filter((d) => d.kind !== 'entered' && d.kind !== 'moved')
    .map((d) => JSON.stringify(d))
    .sort();
const sorted = (events: readonly FactEvent[]): FactEvent[] =>
  [...events].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));

describe('decide, for any plan, profile and events', () => {
  it('decides the same whether it ticks hourly, daily or at odd moments', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        somePlan,
        someEvents,
        someZone,
        fc.array(fc.integer({ min: 1, max: DAYS * 1440 - 1 }), { maxLength: 12 }),
        (plan, events, zone, cuts) => {
          const facts = profile(sorted(events), { zone });
          const daily = told(replay(plan, facts, every(24 * HOUR, START, END)));
          const odd = [
            START,
            ...[...new Set(cuts)].sort((a, b) => a - b).map((minute) => START + minute * 60_000 + 7),
            END,
          ];
          expect(told(replay(plan, facts, odd))).toEqual(daily);
          expect(told(replay(plan, facts, every(3 * HOUR, START, END)))).toEqual(daily);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('does not care for the order in which events arrive, nor for an event that comes twice', () => {
    fc.assert(
      fc.property(
        somePlan,
        fc
          .array(someEvent, { minLength: 1, maxLength: 25 })
          .chain((events) =>
            fc.tuple(
              fc.constant(events),
              fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
            ),
          ),
        someZone,
        (plan, [events, shuffled], zone) => {
          const ticks = every(24 * HOUR, START, END);
          expect(told(replay(plan, profile(shuffled, { zone }), ticks))).toEqual(
            told(replay(plan, profile(sorted(events), { zone }), ticks)),
          );
        },
      ),
      { numRuns: 80 },
    );
  });

  it('one id is one event, whichever of its versions comes first', () => {
    fc.assert(
      fc.property(somePlan, fc.array(someEvent, { minLength: 2, maxLength: 12 }), (plan, events) => {
        const versions = events.map((e, i) => ({ ...e, id: `id-${i % 3}` }));
        const ticks = every(24 * HOUR, START, END);
        expect(told(replay(plan, profile([...versions].reverse()), ticks))).toEqual(
          told(replay(plan, profile(versions), ticks)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('plans nothing promotional without consent, after an unsubscribe, at night or over a cap, and nothing twice', () => {
    fc.assert(
      fc.property(
        somePlan,
        someEvents,
        someZone,
        fc.constantFrom(true, true, true, false, null),
        (plan, events, zone, consent) => {
          const facts = profile(sorted(events), { zone, attributes: { consent } });
          const all = messages(replay(plan, facts, every(12 * HOUR, START, END)));
          expect(new Set(all.map((m) => m.id)).size).toBe(all.length);
          const { quietHours, frequencyCaps } = plan.policies;
          const promotional = all.filter((m) => !m.transactional);
          for (const m of all)
            if (quietHours) expect(quietUntil(m.sendAt, quietHours.from, quietHours.to, zone)).toBeNull();
          if (consent !== true) expect(promotional).toEqual([]);
          for (const m of promotional) {
            const words = facts.events.filter((e) => e.name.endsWith('subscribed') && e.time <= m.sendAt);
            const last = Math.max(...words.map((e) => e.time));
            expect(
              words.some((e) => e.name === 'unsubscribed' && e.time === last),
              'unsubscribed',
            ).toBe(false);
          }
          const really = promotional.filter((m) => m.by === 'planned');
          for (const cap of frequencyCaps) {
            const counted = really.filter((m) => cap.counts === 'messages' || m.incentive !== null);
            for (const m of counted) {
              const inWindow = counted.filter(
                (other) => other.sendAt <= m.sendAt && isAfterStart(other.sendAt, m.sendAt, cap.per, zone),
              );
              expect(inWindow.length, `${cap.max} per ${cap.per.text}`).toBeLessThanOrEqual(cap.max);
            }
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('strands nobody: a journey is over, or waits for a moment after now', () => {
    fc.assert(
      fc.property(somePlan, someEvents, someZone, (plan, events, zone) => {
        const last = new Map<string, { status: string; wake: number | null }>();
        for (const d of replay(plan, profile(sorted(events), { zone }), every(24 * HOUR, START, END)))
          if (d.kind === 'entered' || d.kind === 'moved') last.set(d.journey.campaign + d.journey.occasion, d.journey);
        for (const journey of last.values())
          expect(journey.status !== 'active' || (journey.wake ?? 0) > END).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
