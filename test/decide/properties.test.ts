import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { quietUntil } from '../../src/calendar/local-time.js';
import { isAfterStart } from '../../src/decide/passes.js';
import { routeOf } from '../../src/decide/route.js';
import type { Decision } from '../../src/model/decision.js';
import type { FactEvent } from '../../src/model/facts.js';
import type { MessageAction, PlanCampaign } from '../../src/model/plan.js';
import {
  DAYS,
  END,
  START,
  someAttributes,
  someEvent,
  someEvents,
  someFrames,
  somePlan,
  someZone,
} from './arbitraries.js';
import { every, HOUR, profile, replay } from './world.js';

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
        someAttributes,
        someFrames,
        fc.array(fc.integer({ min: 1, max: DAYS * 1440 - 1 }), { maxLength: 12 }),
        (plan, events, zone, attributes, frames, cuts) => {
          const facts = profile(sorted(events), { zone, attributes, frames });
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
      { numRuns: 150 },
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
        someFrames,
        (plan, [events, shuffled], zone, frames) => {
          const ticks = every(24 * HOUR, START, END);
          expect(told(replay(plan, profile(shuffled, { zone, frames }), ticks))).toEqual(
            told(replay(plan, profile(sorted(events), { zone, frames }), ticks)),
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
        fc.constantFrom('DE', 'FR', null),
        someFrames,
        (plan, events, zone, consent, country, frames) => {
          const facts = profile(sorted(events), { zone, attributes: { consent, country }, frames });
          const all = messages(replay(plan, facts, every(12 * HOUR, START, END)));
          expect(new Set(all.map((m) => m.id)).size).toBe(all.length);
          const { quietHours, holidays, frequencyCaps } = plan.policies;
          const promotional = all.filter((m) => !m.transactional);
          for (const m of all)
            if (quietHours) expect(quietUntil(m.sendAt, quietHours.from, quietHours.to, zone)).toBeNull();
          for (const m of all) {
            const z = Temporal.Instant.fromEpochMilliseconds(m.sendAt).toZonedDateTimeISO(zone);
            const campaign = plan.campaigns.find(({ id }) => id === m.campaign) as PlanCampaign;
            const action = routeOf(campaign).steps.get(m.step)?.step.action as MessageAction;
            const window = action.sendWindow ?? campaign.sendWindow;
            const minutes = z.hour * 60 + z.minute;
            if (window !== null) {
              expect(minutes >= window.from && minutes < window.to, `${z} in ${JSON.stringify(window)}`).toBe(true);
              expect(window.on ?? [z.dayOfWeek]).toContain(z.dayOfWeek);
            }
            const date = z.toPlainDate().toString();
            const region = holidays?.regions?.dates[country ?? ''] ?? [];
            const days = m.transactional ? [] : [...(holidays?.dates ?? []), ...region];
            expect(days.includes(date) || days.includes(date.slice(5)), `${date} is a holiday`).toBe(false);
          }
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
            const counted = really.filter(
              (m) =>
                (cap.counts === 'messages' || m.incentive !== null) &&
                (cap.channel ?? m.channel) === m.channel &&
                (cap.topic ?? m.topic) === m.topic,
            );
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
      fc.property(
        somePlan,
        someEvents,
        someZone,
        someAttributes,
        someFrames,
        (plan, events, zone, attributes, frames) => {
          const last = new Map<string, { status: string; wake: number | null }>();
          for (const d of replay(
            plan,
            profile(sorted(events), { zone, attributes, frames }),
            every(24 * HOUR, START, END),
          ))
            if (d.kind === 'entered' || d.kind === 'moved')
              last.set(d.journey.campaign + d.journey.occasion, d.journey);
          for (const journey of last.values())
            expect(journey.status !== 'active' || (journey.wake ?? 0) > END).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});
