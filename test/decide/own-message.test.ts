import { describe, expect, it } from 'vitest';
import { messageId } from '../../src/decide/assign.js';
import type { Condition } from '../../src/model/condition.js';
import type { Plan, Trigger } from '../../src/model/plan.js';
import { campaign, email, event, every, HOUR, has, lasting, planWith, profile, replay, sent } from './world.js';

const hourly = every(HOUR, '2026-03-02T00:00', '2026-03-20T00:00');
const daily = every(24 * HOUR, '2026-03-02T00:00', '2026-03-20T00:00');
const clicked: Condition = { ...has('order'), window: { kind: 'journey', step: 'first' } };
const wasSent: Condition = { kind: 'message', campaign: 'c', step: 'first', ofJourney: true };
const not = (of: Condition): Condition => ({ kind: 'not', of });

/** A first letter, and two days later a second for whom `when` holds; `order` stands for the event that tells of a message. */
function plan(when: Condition, key: string | null = null): Plan {
  const triggers: readonly Trigger[] = [{ kind: 'event', event: 'cart', where: [], key, unless: [] }];
  const steps = [
    email('first', { when: not({ kind: 'attribute', name: 'country', test: { op: 'is', value: 'FR' } }) }),
    email('second', { delay: '2d', when }),
  ];
  const whole = planWith({ campaigns: [campaign('c', { triggers, steps, reentry: { kind: 'always' } })] });
  return { ...whole, events: { ...whole.events, order: { value: 'number', message_id: 'string' } } };
}

const both = (asked: Plan, facts: Parameters<typeof replay>[1]): string[] => {
  const told = sent(replay(asked, facts, hourly));
  expect(sent(replay(asked, facts, daily))).toEqual(told);
  return told.map((line) => line.replace('2026-03-', '').replace('c/', ''));
};

describe('a step that asks about a message of its own journey', () => {
  const carts = [event('2026-03-03T10:00', 'cart'), event('2026-03-10T10:00', 'cart')];

  it('does not take what became of an earlier journey’s message for an answer', () => {
    const facts = profile([...carts, event('2026-03-04T09:00', 'order')]);
    expect(both(plan(not(clicked)), facts)).toEqual(['03T10:00 first', '10T10:00 first', '12T10:00 second']);
    expect(both(plan(clicked), facts)).toEqual(['03T10:00 first', '05T10:00 second', '10T10:00 first']);
  });

  it('while one about a message of any journey does', () => {
    const facts = profile([...carts, event('2026-03-04T09:00', 'order')]);
    expect(both(plan(has('order')), facts)).toEqual([
      '03T10:00 first',
      '05T10:00 second',
      '10T10:00 first',
      '12T10:00 second',
    ]);
  });

  it('tells two journeys of the same days apart by the message that an event names', () => {
    const ids = ['a', 'b'];
    const begun = ids.map((cart_id, i) => event(`2026-03-03T1${i}:00`, 'cart', { cart_id }));
    const [id = ''] = ids.map((entryKey) =>
      messageId({ project: 'test', campaign: 'c', step: 'first', profileId: 'p1', entryKey, occurrence: 0 }),
    );
    const answer = event('2026-03-04T09:00', 'order', { message_id: id });
    expect(both(plan(not(clicked), 'cart_id'), profile([...begun, answer]))).toEqual([
      '03T10:00 first',
      '03T11:00 first',
      '05T11:00 second',
    ]);
  });

  it('is told no when its journey sent no such message, whatever happens', () => {
    const facts = profile([...carts, event('2026-03-11T09:00', 'order')], { attributes: { country: 'FR' } });
    expect(both(plan(clicked), facts)).toEqual([]);
    expect(both(plan(wasSent), facts)).toEqual([]);
    expect(both(plan(not(wasSent)), facts)).toEqual(['05T10:00 second', '12T10:00 second']);
  });

  it('waits for its own journey’s answer', () => {
    const wait = { kind: 'condition', condition: clicked } as const;
    const [whole] = [plan(clicked)];
    const steps = [
      email('first'),
      {
        id: 'wait',
        delay: null,
        when: null,
        action: { kind: 'wait_for', for: wait, within: lasting('3d'), met: [email('thanks')], otherwise: [] },
      } as const,
    ];
    const waiting = { ...whole, campaigns: whole.campaigns.map((one) => ({ ...one, steps })) };
    const facts = profile([...carts, event('2026-03-04T09:00', 'order'), event('2026-03-11T07:30', 'order')]);
    expect(both(waiting, facts)).toEqual(['03T10:00 first', '04T09:00 thanks', '10T10:00 first', '11T07:30 thanks']);
  });
});
