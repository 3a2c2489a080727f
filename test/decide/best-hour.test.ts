import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.js';
import type { Delay, Plan } from '../../src/model/plan.js';
import type { Value, Weekday } from '../../src/model/value.js';
import { at, campaign, email, event, every, HOUR, lasting, planWith, profile, replay, sent } from './world.js';

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const frame = (from: string, hour: Value) => ({ from: at(from), values: { hour } });

/** When the second message of a two-step series goes, first seen at 10:20 on a Friday, whatever the cadence. */
function nextMessage(delay: Partial<Delay>, facts: Partial<Facts>, more: Partial<Plan> = {}): string {
  const steps = [
    email('first', { topic: 'service' }),
    { ...email('next', { topic: 'service' }), delay: { for: null, at: { trait: 'hour' }, on: null, ...delay } },
  ];
  const viewed = { kind: 'event' as const, event: 'viewed', where: [], key: null, unless: [] };
  const plan = planWith({ campaigns: [campaign('c', { triggers: [viewed], steps })], ...more });
  const person = profile([event('2026-03-06T10:20', 'viewed')], facts);
  const [hourly, daily] = [1, 24].map((hours) =>
    sent(replay(plan, person, every(hours * HOUR, '2026-03-06T00:00', '2026-03-12T00:00'))),
  );
  expect(daily).toEqual(hourly);
  return hourly?.[1] ?? 'nothing';
}

describe('a delay up to the hour in which somebody is most active', () => {
  it('goes on to that hour on their own clock', () => {
    const frames = [frame('2026-03-01T00:00', 7)];
    expect(nextMessage({}, { frames })).toBe('2026-03-07T07:00 c/next');
    expect(nextMessage({}, { frames, zone: 'America/New_York' })).toBe('2026-03-06T12:00 c/next');
    expect(nextMessage({ for: lasting('2d') }, { frames })).toBe('2026-03-09T07:00 c/next');
    expect(nextMessage({ on: WEEKDAYS }, { frames })).toBe('2026-03-09T07:00 c/next');
    expect(nextMessage({}, { frames: [frame('2026-03-01T00:00', 0)] })).toBe('2026-03-07T00:00 c/next');
  });

  it('takes the hour that stands when the delay begins, to the millisecond', () => {
    const early = [frame('2026-03-01T00:00', 7), frame('2026-03-06T10:20', 20)];
    const late = [frame('2026-03-01T00:00', 7), { ...frame('2026-03-06T10:20', 20), from: at('2026-03-06T10:20') + 1 }];
    expect(nextMessage({}, { frames: early })).toBe('2026-03-06T20:00 c/next');
    expect(nextMessage({}, { frames: late })).toBe('2026-03-07T07:00 c/next');
  });

  it('waits for no hour while it is unknown', () => {
    for (const frames of [[], [frame('2026-03-01T00:00', null), frame('2026-03-06T12:00', 7)]]) {
      expect(nextMessage({}, { frames })).toBe('2026-03-06T10:20 c/next');
      expect(nextMessage({ for: lasting('1d') }, { frames })).toBe('2026-03-07T10:20 c/next');
      expect(nextMessage({ for: lasting('1d'), on: WEEKDAYS }, { frames })).toBe('2026-03-09T10:20 c/next');
    }
  });

  it('still keeps quiet at night', () => {
    const frames = [frame('2026-03-01T00:00', 23)];
    const quietHours = { from: 21 * 60, to: 8 * 60, onBlocked: 'defer' as const };
    const { policies } = planWith({});
    const found = nextMessage({}, { frames }, { policies: { ...policies, quietHours } });
    expect(found).toBe('2026-03-07T08:00 c/next');
  });
});
