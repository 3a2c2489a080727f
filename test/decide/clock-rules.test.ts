import { describe, expect, it } from 'vitest';
import { checkPassage } from '../../src/decide/gate.js';
import type { Decision } from '../../src/model/decision.js';
import type { PlannedMessage } from '../../src/model/message.js';
import type { Holidays, Plan, PlanCampaign, SendWindow } from '../../src/model/plan.js';
import {
  at,
  campaign,
  cap,
  email,
  ends,
  event,
  every,
  HOUR,
  iso,
  lasting,
  planWith,
  profile,
  replay,
  sent,
  skips,
} from './world.js';

const NONE = { quietHours: null, holidays: null, frequencyCaps: [], lateness: lasting('12h') };
const OFFICE: SendWindow = { from: 540, to: 1080, on: [1, 2, 3, 4, 5], onBlocked: 'defer' };
const NIGHT = { from: 1260, to: 480, onBlocked: 'defer' as const };

function plan(
  steps: PlanCampaign['steps'],
  more: Partial<PlanCampaign> = {},
  policies: Partial<Plan['policies']> = {},
): Plan {
  const triggers: PlanCampaign['triggers'] = [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }];
  return planWith({ campaigns: [campaign('c', { triggers, steps, ...more })], policies: { ...NONE, ...policies } });
}

/** What comes of an event at a moment, ticking hourly for three weeks. */
function comingOf(moment: string, made: Plan, attributes: Record<string, string | boolean> = {}): readonly Decision[] {
  const facts = profile([event(moment, 'viewed')], { attributes: { consent: true, ...attributes } });
  return replay(made, facts, every(HOUR, at(moment) - HOUR, at(moment) + 21 * 24 * HOUR));
}

const waits = (decisions: readonly Decision[]): string[] =>
  decisions.flatMap((d) => (d.kind === 'deferred' ? [`${d.reason} until ${iso(d.until)}`] : []));
const messagesOf = (decisions: readonly Decision[]): PlannedMessage[] =>
  decisions.flatMap((d) => (d.kind === 'planned' ? [d.message] : []));

describe('a send window', () => {
  it('holds back what comes due outside of it: waits, is skipped, or ends the journey', () => {
    const friday = '2026-03-06T18:30';
    const steps = [email('hi')];
    const waiting = comingOf(friday, plan(steps, { sendWindow: OFFICE }));
    expect(sent(waiting)).toEqual(['2026-03-09T09:00 c/hi']);
    expect(waits(waiting)).toEqual(['send-window until 2026-03-09T09:00']);
    const skipped = comingOf(friday, plan(steps, { sendWindow: { ...OFFICE, onBlocked: 'skip' } }));
    expect(skips(skipped)).toEqual(['hi send-window']);
    const left = comingOf(friday, plan(steps, { sendWindow: { ...OFFICE, onBlocked: 'exit' } }));
    expect(ends(left)).toEqual(['exited send-window']);
  });

  it('of a message takes the place of its campaign’s, with its own word for what is blocked', () => {
    const noon: SendWindow = { from: 720, to: 780, on: null, onBlocked: 'skip' };
    const own = plan([email('hi', { sendWindow: noon }), email('ho', { onBlocked: 'exit' })], { sendWindow: OFFICE });
    expect(sent(comingOf('2026-03-07T12:30', own))).toEqual(['2026-03-07T12:30 c/hi']);
    expect(ends(comingOf('2026-03-07T12:30', own))).toEqual(['exited send-window']);
    const ordered = plan([email('hi', { sendWindow: noon, onBlocked: 'exit' })]);
    expect(ends(comingOf('2026-03-07T11:00', ordered))).toEqual(['finished']);
  });

  it('holds for what is transactional, too', () => {
    const made = plan([email('hi', { topic: 'service' })], { sendWindow: OFFICE });
    expect(sent(comingOf('2026-03-07T12:30', made))).toEqual(['2026-03-09T09:00 c/hi']);
  });

  it('narrows quiet hours and never widens them', () => {
    const early: SendWindow = { from: 360, to: 600, on: null, onBlocked: 'defer' };
    const made = plan([email('hi')], { sendWindow: early }, { quietHours: NIGHT });
    expect(sent(comingOf('2026-03-02T12:00', made))).toEqual(['2026-03-03T08:00 c/hi']);
    expect(sent(comingOf('2026-03-02T07:00', made))).toEqual(['2026-03-02T08:00 c/hi']);
    // Put off once, to the moment at which every rule lets it go.
    expect(waits(comingOf('2026-03-02T12:00', made))).toEqual(['send-window until 2026-03-03T08:00']);
  });

  it('that never opens is not waited for longer than a week', () => {
    const shut: SendWindow = { from: 1300, to: 1400, on: null, onBlocked: 'defer' };
    const made = plan([email('hi')], { sendWindow: shut }, { quietHours: NIGHT });
    expect(skips(comingOf('2026-03-02T12:00', made))).toEqual(['hi put-off-too-long']);
  });
});

describe('holidays', () => {
  const easter: Holidays = { dates: ['2026-04-03', '2026-04-06'], regions: null, onBlocked: 'defer' };

  it('keep in what is promotional until they are over and the night after is, too', () => {
    const made = plan(
      [email('hi'), email('receipt', { topic: 'service' })],
      {},
      { holidays: easter, quietHours: NIGHT },
    );
    expect(sent(comingOf('2026-04-03T10:00', made))).toEqual(['2026-04-04T08:00 c/hi', '2026-04-04T08:00 c/receipt']);
    const receipt = plan([email('receipt', { topic: 'service' })], {}, { holidays: easter });
    expect(sent(comingOf('2026-04-03T10:00', receipt))).toEqual(['2026-04-03T10:00 c/receipt']);
  });

  it('skip or end what they keep in when that is what they say, also where another rule had put it off to one', () => {
    const skipping = { holidays: { ...easter, onBlocked: 'skip' as const }, quietHours: NIGHT };
    expect(skips(comingOf('2026-04-02T22:00', plan([email('hi')], {}, skipping)))).toEqual(['hi holiday']);
    const ending = { holidays: { ...easter, onBlocked: 'exit' as const } };
    expect(ends(comingOf('2026-04-06T22:00', plan([email('hi')], {}, ending)))).toEqual(['exited holiday']);
    expect(sent(comingOf('2026-04-06T22:00', plan([email('hi', { onBlocked: 'defer' })], {}, ending)))).toEqual([
      '2026-04-07T00:00 c/hi',
    ]);
  });

  it('are those of the region, where that is known', () => {
    const regions = { attribute: 'country', dates: { DE: ['10-03'] } };
    const made = plan([email('hi')], {}, { holidays: { dates: ['12-25'], regions, onBlocked: 'defer' } });
    expect(sent(comingOf('2026-10-03T10:00', made, { country: 'DE' }))).toEqual(['2026-10-04T00:00 c/hi']);
    expect(sent(comingOf('2026-10-03T10:00', made, { country: 'FR' }))).toEqual(['2026-10-03T10:00 c/hi']);
    expect(sent(comingOf('2026-10-03T10:00', made))).toEqual(['2026-10-03T10:00 c/hi']);
    expect(sent(comingOf('2026-12-25T10:00', made, { country: 'DE' }))).toEqual(['2026-12-26T00:00 c/hi']);
  });
});

describe('how late a message may go', () => {
  it('counts only hours in which it may', () => {
    const made = plan(
      [email('hi')],
      { sendWindow: OFFICE },
      { holidays: { dates: ['03-09'], regions: null, onBlocked: 'defer' } },
    );
    const [message] = messagesOf(comingOf('2026-03-06T17:00', made));
    // One hour on Friday, none on Monday (a holiday), nine on Tuesday, two on Wednesday.
    expect(iso(message?.validUntil ?? 0)).toBe('2026-03-11T11:00');
  });
});

describe('a cap on some messages', () => {
  const twice = (caps: Plan['policies']['frequencyCaps'], topic: string, incentive?: string): string[] => {
    const second = email('second', { topic, delay: '1h', ...(incentive ? { incentive } : {}) });
    const made = plan([email('first', { topic: 'offers', incentive: 'gift' }), second], {}, { frequencyCaps: caps });
    const news = { label: 'News', consent: 'consent', transactional: false };
    return skips(comingOf('2026-03-02T10:00', { ...made, topics: { ...made.topics, news } }));
  };

  it('counts and stops only those of its topic, channel or incentive', () => {
    const one = { max: 1, per: lasting('7d'), onBlocked: 'skip' as const };
    const blocked = ['second frequency-cap'];
    expect(twice([cap({ counts: 'messages', ...one, topic: 'offers' })], 'offers')).toEqual(blocked);
    expect(twice([cap({ counts: 'messages', ...one, topic: 'offers' })], 'news')).toEqual([]);
    expect(twice([cap({ counts: 'messages', ...one, topic: 'news' })], 'news')).toEqual([]);
    expect(twice([cap({ counts: 'messages', ...one, channel: 'email' })], 'news')).toEqual(blocked);
    expect(twice([cap({ counts: 'messages', ...one, channel: 'sms' })], 'news')).toEqual([]);
    expect(twice([cap({ counts: 'incentives', ...one, incentive: 'gift' })], 'news', 'gift')).toEqual(blocked);
    expect(twice([cap({ counts: 'incentives', ...one, incentive: 'gift' })], 'news', 'other')).toEqual([]);
    expect(twice([cap({ counts: 'incentives', ...one })], 'news', 'other')).toEqual(blocked);
  });
});

describe('at the hand-over', () => {
  const made = plan(
    [email('hi', { sendWindow: OFFICE })],
    {},
    { holidays: { dates: ['03-09'], regions: null, onBlocked: 'skip' }, lateness: lasting('20h') },
  );
  const [message] = messagesOf(comingOf('2026-03-06T17:00', made)) as [PlannedMessage];
  const pass = (now: string, given: Plan = made, more: Partial<PlannedMessage> = {}) =>
    checkPassage(given, { ...message, ...more }, profile([]), [], [], at(now));

  it('a message that was planned waits for its window and for the end of holidays, whatever they say', () => {
    expect(pass('2026-03-06T17:59')).toEqual({ kind: 'go' });
    expect(pass('2026-03-06T18:00')).toEqual({ kind: 'wait', until: at('2026-03-10T09:00'), reason: 'send-window' });
    expect(pass('2026-03-09T10:00')).toEqual({ kind: 'wait', until: at('2026-03-10T09:00'), reason: 'holiday' });
    expect(pass('2026-03-09T10:00', made, { transactional: true })).toEqual({ kind: 'go' });
  });

  it('the window is that of the plan of now', () => {
    const noon: SendWindow = { from: 720, to: 780, on: null, onBlocked: 'skip' };
    const moved = plan([email('hi', { sendWindow: noon })]);
    expect(pass('2026-03-06T17:59', moved)).toMatchObject({ kind: 'wait', until: at('2026-03-07T12:00') });
    expect(pass('2026-03-06T18:00', plan([email('hi')]))).toEqual({ kind: 'go' });
  });

  it('what would have to wait too long is dropped', () => {
    const late = { validUntil: at('2026-03-10T08:00') };
    expect(pass('2026-03-06T18:00', made, late)).toEqual({ kind: 'drop', reason: 'late: send-window' });
  });
});
