import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.js';
import type { Receipt } from '../../src/model/decision.js';
import type { PlanCampaign, ReceivedTrigger } from '../../src/model/plan.js';
import { emptyHistory } from '../../src/simulate/fold.js';
import { at, campaign, email, event, HOUR, iso, planWith, profile, sent, skips } from './world.js';

const START = at('2026-03-10T12:00');
const letter: ReceivedTrigger = { kind: 'received', campaign: 'a', step: 'letter', plan: null, between: null };
const receipt = (time: string, more: Partial<Receipt> = {}): Receipt => ({
  id: `m-${time}`,
  campaign: 'a',
  step: 'letter',
  plan: 'sha256:one',
  at: at(time),
  ...more,
});

/** When the correction is entered, and for which message, in a tick that follows one an hour before. */
function entries(
  trigger: Partial<ReceivedTrigger>,
  received: readonly Receipt[],
  { now = START + 5 * HOUR, start = START, more = {} as Partial<PlanCampaign>, timezone = 'UTC' } = {},
): string[] {
  const triggers = [{ ...letter, ...trigger }];
  const plan = planWith({
    timezone,
    campaigns: [campaign('sorry', { triggers, steps: [email('sorry', { delay: '1d' })], ...more })],
  });
  const tick = { previous: now - HOUR, now, starts: { sorry: start }, knownGroups: {}, tests: {} };
  const decisions = decide(plan, profile([]), { ...emptyHistory('p1'), received }, tick);
  return decisions.flatMap((d) => {
    if (d.kind === 'entered') return [`${iso(d.journey.enteredAt)} ${d.journey.occasion}`];
    return d.kind === 'refused' ? [`${iso(d.at)} ${d.occasion} ${d.reason}`] : [];
  });
}

describe('received', () => {
  it('begins at the hand-over, for the messages of the step that it names', () => {
    const others = [receipt('2026-03-10T16:40', { step: 'other' }), receipt('2026-03-10T16:45', { campaign: 'b' })];
    expect(entries({}, [...others, receipt('2026-03-10T16:50')])).toEqual([
      '2026-03-10T16:50 received:m-2026-03-10T16:50',
    ]);
    // A replay hands over at the instant of its ticks, after it has decided.
    expect(entries({}, [receipt('2026-03-10T16:00')])).toEqual(['2026-03-10T16:00 received:m-2026-03-10T16:00']);
    expect(entries({}, [receipt('2026-03-10T17:01')])).toEqual([]);
  });

  it('begins in its first run for everybody who got the message before', () => {
    const early = [receipt('2026-01-05T09:00')];
    expect(entries({}, early, { now: START })).toEqual(['2026-03-10T12:00 received:m-2026-01-05T09:00']);
  });

  it('begins now where it comes to light late that a message was received', () => {
    expect(entries({}, [receipt('2026-03-10T13:00')])).toEqual(['2026-03-10T17:00 received:m-2026-03-10T13:00']);
  });

  it('begins once for each message, as reentry has it', () => {
    const twice = [receipt('2026-03-10T16:50'), receipt('2026-03-10T16:55')];
    const [first, second] = [
      '2026-03-10T16:50 received:m-2026-03-10T16:50',
      '2026-03-10T16:55 received:m-2026-03-10T16:55',
    ];
    expect(entries({}, twice)).toEqual([first, `${second} inside`]);
    const exit = { id: 'exit', delay: null, when: null, action: { kind: 'exit', reason: 'done' } } as const;
    expect(entries({}, twice, { more: { steps: [exit], reentry: { kind: 'always' } } })).toEqual([first, second]);
  });

  it('looks at the plan and the time of the hand-over, on the clock of the project', () => {
    const [one, two] = [receipt('2026-03-09T23:00'), receipt('2026-03-10T09:00', { plan: 'sha256:two' })];
    const found = (trigger: Partial<ReceivedTrigger>, timezone = 'UTC') =>
      entries(trigger, [one, two], { now: START, timezone }).map((line) => line.split(':m-')[1]?.split(' ')[0]);
    expect(found({ plan: 'sha256:two' })).toEqual([two.id.slice(2)]);
    expect(found({ between: { from: '2026-03-10', to: '2026-03-11' } })).toEqual([two.id.slice(2)]);
    expect(found({ between: { from: '2026-03-10', to: '2026-03-10T10:00' } }, 'Europe/Berlin')).toEqual([
      one.id.slice(2),
    ]);
    expect(found({ between: { from: '2026-03-09T23:00Z', to: '2026-03-10T09:00Z' } })).toEqual([one.id.slice(2)]);
  });

  it('corrects nobody who has unsubscribed, complained or bounced since, or whose address was suppressed', () => {
    const plan = planWith({
      campaigns: [campaign('sorry', { triggers: [letter], steps: [email('sorry')] })],
    });
    const tick = { previous: START, now: START + HOUR, starts: { sorry: START }, knownGroups: {}, tests: {} };
    const told = (
      events: Parameters<typeof profile>[0] = [],
      suppressions: ReturnType<typeof emptyHistory>['suppressions'] = [],
    ): string[] => {
      const history = { ...emptyHistory('p1'), received: [receipt('2026-03-10T09:00')], suppressions };
      const decisions = decide(plan, profile(events), history, tick);
      return [...sent(decisions), ...skips(decisions)];
    };
    expect(told()).toEqual(['2026-03-10T13:00 sorry/sorry']);
    expect(told([event('2026-03-10T10:00', 'email_bounced', { kind: 'soft' })])).toEqual(told());
    expect(told([event('2026-03-10T10:00', 'email_bounced', { kind: 'hard' })])).toEqual(['sorry suppressed']);
    expect(told([event('2026-03-10T10:00', 'email_complained', {})])).toEqual(['sorry suppressed']);
    expect(told([event('2026-03-10T10:00', 'unsubscribed', { topic: null })])).toEqual(['sorry unsubscribed']);
    expect(told([], [{ topic: null, since: START, reason: 'bounced' }])).toEqual(['sorry suppressed']);
  });
});
