import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/model/condition.js';
import type { Awaited, Plan, PlanCampaign, Step } from '../../src/model/plan.js';
import {
  at,
  campaign,
  email,
  ends,
  event,
  every,
  HOUR,
  has,
  lasting,
  planWith,
  profile,
  replay,
  sent,
} from './world.js';

const hourly = every(HOUR, '2026-03-02T00:00', '2026-03-12T00:00');
const daily = every(24 * HOUR, '2026-03-02T00:00', '2026-03-12T00:00');
const order: Awaited = { kind: 'event', event: 'order', where: [] };
const country: Condition = { kind: 'attribute', name: 'country', test: { op: 'is', value: 'DE' } };

function waiting(awaited: Awaited, more: Partial<PlanCampaign> = {}, step: Partial<Step> = {}): Plan {
  const wait: Step = {
    id: 'wait',
    delay: null,
    when: null,
    action: { kind: 'wait_for', for: awaited, within: lasting('3d'), met: [email('met')], otherwise: [email('late')] },
    ...step,
  };
  const triggers = [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] } as const];
  return planWith({ campaigns: [campaign('c', { triggers, steps: [wait, email('after')], ...more })] });
}

const viewed = event('2026-03-03T10:00', 'viewed');
const both = (plan: Plan, facts: Parameters<typeof replay>[1]): string[] => {
  const told = sent(replay(plan, facts, hourly));
  expect(sent(replay(plan, facts, daily))).toEqual(told);
  return told.map((line) => line.replace('2026-03-', '').replace('c/', ''));
};

describe('wait_for an event', () => {
  it('goes on at the moment of the first one after the waiting began', () => {
    const early = event('2026-03-03T09:00', 'order');
    const facts = profile([early, viewed, event('2026-03-04T12:07', 'order'), event('2026-03-05T00:00', 'order')]);
    expect(both(waiting(order), facts)).toEqual(['04T12:07 met', '04T12:07 after']);
  });

  it('takes one at the last moment, and none at the first or after the last', () => {
    const when = (time: string) => both(waiting(order), profile([viewed, event(time, 'order', { value: 5 }, 'z')]));
    expect(when('2026-03-06T10:00')).toEqual(['06T10:00 met', '06T10:00 after']);
    expect(when('2026-03-06T10:00:00.001')).toEqual(['06T10:00 late', '06T10:00 after']);
    expect(when('2026-03-03T10:00')).toEqual(['06T10:00 late', '06T10:00 after']);
  });

  it('asks the properties of the event, and lasts by the calendar', () => {
    const where: Awaited = { ...order, where: [{ property: 'value', test: { op: 'gte', value: 20 } }] };
    const facts = profile([
      event('2026-03-07T15:00', 'viewed'),
      event('2026-03-08T12:00', 'order', { value: 5 }),
      event('2026-03-10T14:30', 'order', { value: 25 }),
    ]);
    expect(both(waiting(where), facts)).toEqual(['10T14:30 met', '10T14:30 after']);
    // Clocks go forward in between: three days are an hour shorter.
    const there = { ...facts, zone: 'America/New_York' };
    expect(both(waiting(where), there)).toEqual(['10T14:00 late', '10T14:00 after']);
  });

  it('begins when its delay is over, and for those of its "when"', () => {
    const delayed = { delay: { for: lasting('1d'), at: null, on: null } };
    const facts = profile([viewed, event('2026-03-04T09:00', 'order')]);
    expect(both(waiting(order, {}, delayed), facts)).toEqual(['07T10:00 late', '07T10:00 after']);
    expect(both(waiting(order, {}, { when: country }), facts)).toEqual(['03T10:00 after']);
    // Asked once: what changes while somebody waits does not matter.
    const moving = (now: number) =>
      profile(facts.events, { attributes: { country: now < at('2026-03-05T00:00') ? 'DE' : 'FR' } });
    expect(both(waiting(order, {}, { when: country }), moving)).toEqual(['04T09:00 met', '04T09:00 after']);
  });

  it('counts one that comes to light late, but not after it went on', () => {
    const late = event('2026-03-04T12:00', 'order');
    const seen = (from: string) => (now: number) => profile(now < at(from) ? [viewed] : [viewed, late]);
    expect(sent(replay(waiting(order), seen('2026-03-05T06:00'), hourly))).toEqual([
      '2026-03-04T12:00 c/met',
      '2026-03-04T12:00 c/after',
    ]);
    expect(sent(replay(waiting(order), seen('2026-03-06T11:00'), hourly))).toEqual([
      '2026-03-06T10:00 c/late',
      '2026-03-06T10:00 c/after',
    ]);
  });

  it('lets an exit go first, also one at the same moment', () => {
    const facts = profile([viewed, event('2026-03-04T12:00', 'order')]);
    expect(ends(replay(waiting(order, { exitOn: [has('order')] }), facts, daily))).toEqual(['exited order']);
    const state: Condition = { ...has('order'), window: { kind: 'within', duration: lasting('1h') } };
    expect(ends(replay(waiting(order, { exitOn: [state] }), facts, daily))).toEqual(['exited order']);
  });

  it('goes on behind the step where nothing is to be done', () => {
    const action = { kind: 'wait_for', for: order, within: lasting('3d'), met: [], otherwise: [] } as const;
    const facts = profile([viewed, event('2026-03-04T12:00', 'order')]);
    expect(both(waiting(order, {}, { action }), facts)).toEqual(['04T12:00 after']);
    expect(both(waiting(order, {}, { action }), profile([viewed]))).toEqual(['06T10:00 after']);
  });
});

describe('wait_for a condition', () => {
  const asks = (condition: Condition): Plan => waiting({ kind: 'condition', condition });
  const twice: Condition = has('order', { op: 'gte', value: 2 });

  it('goes on at once when it is true already, else when it becomes so', () => {
    const orders = ['2026-03-03T08:00', '2026-03-04T12:07', '2026-03-05T00:00'].map((time) => event(time, 'order'));
    expect(both(asks(has('order')), profile([...orders, viewed]))).toEqual(['03T10:00 met', '03T10:00 after']);
    expect(both(asks(twice), profile([...orders, viewed]))).toEqual(['04T12:07 met', '04T12:07 after']);
    expect(both(asks(twice), profile([viewed]))).toEqual(['06T10:00 late', '06T10:00 after']);
  });

  it('sees what time alone makes true', () => {
    const quiet: Condition = {
      kind: 'not',
      of: { ...has('viewed'), window: { kind: 'within', duration: lasting('30h') } },
    };
    expect(both(asks(quiet), profile([viewed]))).toEqual(['04T16:00 met', '04T16:00 after']);
  });

  it('sees a change of attributes at the tick that sees it, and at the end of the wait at the latest', () => {
    const moves = (when: string) => (now: number) =>
      profile([viewed], { attributes: { country: now < at(when) ? 'FR' : 'DE' } });
    expect(sent(replay(asks(country), moves('2026-03-05T05:00'), hourly))[0]).toBe('2026-03-05T05:00 c/met');
    expect(sent(replay(asks(country), moves('2026-03-05T05:00'), daily))[0]).toBe('2026-03-06T00:00 c/met');
    expect(sent(replay(asks(country), moves('2026-03-07T00:00'), daily))[0]).toBe('2026-03-06T10:00 c/met');
    expect(sent(replay(asks(country), moves('2026-03-07T00:00'), hourly))[0]).toBe('2026-03-06T10:00 c/late');
  });

  it('sees a message that another campaign sends at the same moment', () => {
    const plan = asks({ kind: 'message', campaign: 'z', step: 'hello' });
    const other = campaign('z', { triggers: plan.campaigns[0]!.triggers, steps: [email('hello')], priority: 0 });
    const whole = { ...plan, campaigns: [...plan.campaigns, other] };
    expect(both(whole, profile([viewed])).map((line) => line.replace('z/', ''))).toEqual([
      '03T10:00 hello',
      '03T10:00 met',
      '03T10:00 after',
    ]);
  });
});
