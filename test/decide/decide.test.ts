import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/decide/assign.js';
import type { Channel } from '../../src/model/channel.js';
import type { Facts } from '../../src/model/facts.js';
import type { Action, Plan, Step } from '../../src/model/plan.js';
import {
  at,
  campaign,
  cap,
  email,
  ends,
  event,
  every,
  HOUR,
  has,
  hasWithin,
  iso,
  lasting,
  planWith,
  profile,
  refusals,
  replay,
  sent,
  skips,
} from './world.js';

const cart = campaign('cart', {
  triggers: [
    {
      kind: 'event',
      event: 'cart',
      where: [{ property: 'value', test: { op: 'gte', value: 20 } }],
      key: 'cart_id',
      unless: [{ event: 'order', where: [], within: lasting('30m') }],
    },
  ],
  exitOn: [has('order')],
  reentry: { kind: 'after', duration: lasting('7d') },
  steps: [email('help'), email('reminder', { delay: '24h' })],
});
const hourly = every(HOUR, '2026-03-02T00:00', '2026-03-12T00:00');
const c1 = { cart_id: 'c1', value: 50 };

describe('triggers', () => {
  it('waits out "unless" and sends the series', () => {
    const decisions = replay(planWith({ campaigns: [cart] }), profile([event('2026-03-02T10:00', 'cart', c1)]), hourly);
    expect(sent(decisions)).toEqual(['2026-03-02T10:30 cart/help', '2026-03-03T10:30 cart/reminder']);
    expect(ends(decisions)).toEqual(['finished']);
  });

  it('does not enter when the unless event came in time, or the event does not match', () => {
    const plan = planWith({ campaigns: [cart] });
    const ordered = replay(
      plan,
      profile([event('2026-03-02T10:00', 'cart', c1), event('2026-03-02T10:30', 'order')]),
      hourly,
    );
    expect(sent(ordered)).toEqual([]);
    expect(refusals(ordered)).toEqual(['unless']);
    expect(replay(plan, profile([event('2026-03-02T10:00', 'cart', { cart_id: 'c1', value: 19 })]), hourly)).toEqual(
      [],
    );
    expect(replay(plan, profile([event('2026-03-02T10:00', 'cart', { cart_id: 'c1', value: null })]), hourly)).toEqual(
      [],
    );
  });

  it('an order stops the series', () => {
    const decisions = replay(
      planWith({ campaigns: [cart] }),
      profile([event('2026-03-02T10:00', 'cart', c1), event('2026-03-02T12:00', 'order')]),
      hourly,
    );
    expect(sent(decisions)).toEqual(['2026-03-02T10:30 cart/help']);
    expect(ends(decisions)).toEqual(['exited order']);
  });

  it('takes one journey for each key, and the same key again only after the re-entry time', () => {
    const events = [
      event('2026-03-02T10:00', 'cart', c1),
      event('2026-03-02T10:05', 'cart', c1),
      event('2026-03-02T11:00', 'cart', { cart_id: 'c2', value: 30 }),
      event('2026-03-10T10:00', 'cart', c1),
    ];
    const decisions = replay(planWith({ campaigns: [{ ...cart, steps: [email('help')] }] }), profile(events), hourly);
    expect(sent(decisions)).toEqual([
      '2026-03-02T10:30 cart/help',
      '2026-03-02T11:30 cart/help',
      '2026-03-10T10:30 cart/help',
    ]);
    expect(refusals(decisions)).toEqual(['reentry']);
    const ids = decisions.flatMap((d) => (d.kind === 'planned' ? [d.message.id] : []));
    expect(new Set(ids).size).toBe(3);
  });

  it('never reaches behind its first run, and takes an event that arrives late', () => {
    const plan = planWith({ campaigns: [cart] });
    expect(replay(plan, profile([event('2026-03-01T23:59', 'cart', c1)]), hourly)).toEqual([]);
    const late = event('2026-03-02T10:00', 'cart', c1);
    const decisions = replay(plan, (now) => profile(now >= at('2026-03-02T18:00') ? [late] : []), hourly);
    expect(sent(decisions)).toEqual(['2026-03-02T10:30 cart/help', '2026-03-03T10:30 cart/reminder']);
    expect(decisions.filter((d) => d.kind === 'entered')).toHaveLength(1);
  });

  it('enters a segment when its truth changes, at the moment it changed, not for those who were members', () => {
    const plan = planWith({
      segments: { active: hasWithin('order', '2d') },
      campaigns: [
        campaign('vip', {
          triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 'active' } }],
          reentry: { kind: 'always' },
          steps: [email('hello')],
        }),
      ],
    });
    const orders = profile([
      event('2026-03-01T12:00', 'order'),
      event('2026-03-05T15:17', 'order'),
      event('2026-03-06T10:00', 'order'),
    ]);
    expect(sent(replay(plan, orders, hourly))).toEqual(['2026-03-05T15:17 vip/hello']);
  });

  it('counts an attribute that changed from the tick that saw it', () => {
    const plan = planWith({
      segments: { german: { kind: 'attribute', name: 'country', test: { op: 'is', value: 'DE' } } },
      campaigns: [
        campaign('move', {
          triggers: [{ kind: 'enters', group: { kind: 'segment', segment: 'german' } }],
          steps: [email('hello')],
        }),
      ],
    });
    const moved = (now: number) =>
      profile([], { attributes: { country: now >= at('2026-03-04T05:00') ? 'DE' : 'FR' } });
    expect(sent(replay(plan, moved, hourly))).toEqual(['2026-03-04T05:00 move/hello']);
    expect(sent(replay(plan, profile([], { attributes: { country: 'DE' } }), hourly))).toEqual([]);
  });

  it("fires a schedule on the profile's clock, to the audience of that moment", () => {
    const weekly = campaign('news', {
      triggers: [
        {
          kind: 'schedule',
          zone: 'profile',
          schedule: {
            kind: 'cron',
            text: '0 8 * * mon',
            minutes: [0],
            hours: [8],
            daysOfMonth: Array.from({ length: 31 }, (_, i) => i + 1),
            months: Array.from({ length: 12 }, (_, i) => i + 1),
            weekdays: [1],
            eitherDay: false,
          },
        },
      ],
      audience: has('order'),
      reentry: { kind: 'always' },
      steps: [email('issue')],
    });
    const plan = planWith({ campaigns: [weekly] });
    const tokyo = (events: Parameters<typeof profile>[0]) => profile(events, { zone: 'Asia/Tokyo' });
    const ticks = every(HOUR, '2026-03-01T00:00', '2026-03-16T00:00');
    expect(sent(replay(plan, tokyo([event('2026-03-05T00:00', 'order')]), ticks))).toEqual([
      '2026-03-08T23:00 news/issue',
      '2026-03-15T23:00 news/issue',
    ]);
    expect(replay(plan, tokyo([]), ticks)).toEqual([]);
  });

  it('notices inactivity once for each silence', () => {
    const plan = planWith({
      campaigns: [
        campaign('win-back', {
          triggers: [{ kind: 'inactive', event: 'order', for: lasting('3d') }],
          reentry: { kind: 'always' },
          steps: [email('miss-you')],
        }),
      ],
    });
    const decisions = replay(
      plan,
      profile([
        event('2026-03-01T12:00', 'order'),
        event('2026-03-03T12:00', 'order'),
        event('2026-03-08T09:00', 'order'),
      ]),
      hourly,
    );
    expect(sent(decisions)).toEqual(['2026-03-06T12:00 win-back/miss-you', '2026-03-11T09:00 win-back/miss-you']);
  });

  it('asks stage and audience at the moment of the trigger', () => {
    const plan = planWith({
      stages: [
        { id: 'active', when: has('order') },
        { id: 'prospect', when: null },
      ],
      campaigns: [{ ...cart, stages: ['prospect'], exitOn: [] }],
    });
    const events = [
      event('2026-03-02T10:00', 'cart', c1),
      event('2026-03-02T12:00', 'order'),
      event('2026-03-04T10:00', 'cart', { cart_id: 'c2', value: 99 }),
    ];
    const decisions = replay(plan, profile(events), every(24 * HOUR, '2026-03-02T00:00', '2026-03-12T00:00'));
    expect(sent(decisions)).toEqual(['2026-03-02T10:30 cart/help', '2026-03-03T10:30 cart/reminder']);
    expect(refusals(decisions)).toEqual(['stage']);
  });
});

describe('steps', () => {
  const welcome = (steps: Step[], more: Partial<Plan> = {}) =>
    planWith({
      campaigns: [
        campaign('welcome', {
          triggers: [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }],
          steps,
        }),
      ],
      ...more,
    });
  const start = event('2026-03-27T18:00', 'viewed', { sku: 'x' });
  const ticks = every(HOUR, '2026-03-27T00:00', '2026-04-06T00:00');

  it('waits on the wall clock of the profile over a clock change', () => {
    const london = profile([start], { zone: 'Europe/London' });
    expect(sent(replay(welcome([email('a', { delay: '2d' }), email('b', { delay: '48h' })]), london, ticks))).toEqual([
      '2026-03-29T17:00 welcome/a',
      '2026-03-31T17:00 welcome/b',
    ]);
    const morning: Step = { ...email('a'), delay: { for: lasting('1d'), at: 480, on: [1, 2, 3, 4, 5, 6, 7] } };
    expect(sent(replay(welcome([morning]), london, ticks))).toEqual(['2026-03-29T07:00 welcome/a']);
    const newYork = profile([event('2026-10-30T18:00', 'viewed', {})], { zone: 'America/New_York' });
    expect(sent(replay(welcome([morning]), newYork, every(HOUR, '2026-10-30T00:00', '2026-11-04T00:00')))).toEqual([
      '2026-11-01T13:00 welcome/a',
    ]);
  });

  it('branches, passes over, and goes on after the branch', () => {
    const steps: Step[] = [
      {
        id: 'fork',
        delay: null,
        when: null,
        action: {
          kind: 'branch',
          branches: [
            { when: has('order'), steps: [email('buyer')] },
            { when: null, steps: [email('other'), email('other-2', { delay: '1d' })] },
          ],
        },
      },
      email('after', { delay: '1d', when: { kind: 'not', of: has('order') } }),
      email('end'),
    ];
    expect(sent(replay(welcome(steps), profile([start]), ticks))).toEqual([
      '2026-03-27T18:00 welcome/other',
      '2026-03-28T18:00 welcome/other-2',
      '2026-03-29T18:00 welcome/after',
      '2026-03-29T18:00 welcome/end',
    ]);
    const buyer = replay(welcome(steps), profile([event('2026-03-27T10:00', 'order'), start]), ticks);
    expect(sent(buyer)).toEqual(['2026-03-27T18:00 welcome/buyer', '2026-03-28T18:00 welcome/end']);
    expect(skips(buyer)).toEqual(['after when']);
  });

  it('exits with the reason written', () => {
    const steps: Step[] = [
      email('a'),
      { id: 'stop', delay: null, when: null, action: { kind: 'exit', reason: 'said goodbye' } },
      email('never'),
    ];
    const decisions = replay(welcome(steps), profile([start]), ticks);
    expect(sent(decisions)).toEqual(['2026-03-27T18:00 welcome/a']);
    expect(ends(decisions)).toEqual(['exited said goodbye']);
  });

  it('splits by a salted hash: the shares are those of the weights, and growing the first weight moves nobody out of it', () => {
    const variantOf = (id: string, first: number): string => {
      const split: Step = {
        id: 'fork',
        delay: null,
        when: null,
        action: {
          kind: 'split',
          variants: [
            { id: 'x', weight: first, steps: [email('x')] },
            { id: 'y', weight: 1 - first, steps: [email('y')] },
          ],
        },
      };
      const facts = { ...profile([start]), profileId: id };
      return (
        sent(replay(welcome([split]), facts, [ticks[0] as number, ticks.at(-1) as number]))[0]?.split('/')[1] ?? ''
      );
    };
    const ids = Array.from({ length: 400 }, (_, i) => `p${i}`);
    const half = ids.map((id) => variantOf(id, 0.5));
    const more = ids.map((id) => variantOf(id, 0.7));
    expect(half.filter((v) => v === 'x').length).toBeGreaterThan(160);
    expect(half.filter((v) => v === 'x').length).toBeLessThan(240);
    expect(half.every((v, i) => v !== 'x' || more[i] === 'x')).toBe(true);
    expect(more.filter((v) => v === 'x').length).toBeGreaterThan(half.filter((v) => v === 'x').length);
  });
});

describe('what stops a message', () => {
  const hello = campaign('hello', {
    triggers: [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }],
    reentry: { kind: 'always' },
    steps: [email('hi')],
  });
  const plan = planWith({ campaigns: [hello] });
  const view = (time: string) => event(time, 'viewed', {});

  it.each([
    ['no-consent', { attributes: { consent: false } }],
    ['no-consent', { attributes: { consent: null } }],
    ['no-address', { email: null }],
    ['bad-address', { email: null, emailProblem: 'two addresses' }],
  ])('%s', (reason, more) => {
    const decisions = replay(plan, profile([view('2026-03-02T10:00')], more), hourly);
    expect(sent(decisions)).toEqual([]);
    expect(skips(decisions)).toEqual([`hi ${reason}`]);
  });

  describe('by another channel', () => {
    const [mail] = hello.steps as [Step];
    const by = (channel: Channel): Plan =>
      planWith({ campaigns: [{ ...hello, steps: [{ ...mail, action: { ...mail.action, channel } as Action }] }] });
    const told = (channel: Channel, more: Parameters<typeof profile>[1], ...events: Facts['events']): string => {
      const decisions = replay(by(channel), profile([view('2026-03-02T10:00'), ...events], more), hourly);
      return [...sent(decisions), ...skips(decisions)].join();
    };

    it('asks for the address that the channel needs, and for no other', () => {
      expect(told('sms', { email: null, phone: '+12025550123' })).toBe('2026-03-02T10:00 hello/hi');
      expect(told('whatsapp', { phone: null })).toBe('hi no-address');
      expect(told('sms', { phone: null, phoneProblem: 'no country' })).toBe('hi bad-address');
      expect(told('email', { email: null, phone: '+12025550123' })).toBe('hi no-address');
      for (const channel of ['push', 'in_app', 'webhook'] as const)
        expect(told(channel, { email: null, phone: null })).toBe('2026-03-02T10:00 hello/hi');
    });

    it('asks for consent and keeps to an unsubscribe, as email does', () => {
      const phone = '+12025550123';
      expect(told('sms', { phone, attributes: { consent: false } })).toBe('hi no-consent');
      const out = event('2026-03-02T09:00', 'unsubscribed', { topic: 'offers' });
      expect(told('push', {}, out)).toBe('hi unsubscribed');
    });

    it('stops after a hard failure of that channel, not of another', () => {
      const phone = '+12025550123';
      const failed = event('2026-03-02T09:00', 'sms_failed', { kind: 'hard' });
      const bounced = event('2026-03-02T09:00', 'email_bounced', { kind: 'hard' });
      expect(told('sms', { phone }, failed)).toBe('hi suppressed');
      expect(told('sms', { phone }, event('2026-03-02T09:00', 'sms_failed', { kind: 'soft' }))).not.toContain('hi s');
      expect(told('sms', { phone }, bounced)).toBe('2026-03-02T10:00 hello/hi');
      expect(told('email', {}, failed)).toBe('2026-03-02T10:00 hello/hi');
      expect(told('email', {}, bounced)).toBe('hi suppressed');
    });
  });

  it('the last word on a topic counts', () => {
    const facts = profile([
      view('2026-03-02T10:00'),
      event('2026-03-02T11:00', 'unsubscribed', { topic: 'offers' }),
      view('2026-03-02T12:00'),
      event('2026-03-02T13:00', 'subscribed', { topic: null }),
      view('2026-03-02T14:00'),
      event('2026-03-02T15:00', 'unsubscribed', { topic: 'other' }),
      view('2026-03-02T16:00'),
      event('2026-03-02T17:00', 'email_bounced', { kind: 'hard' }),
      view('2026-03-02T18:00'),
    ]);
    const decisions = replay(plan, facts, hourly);
    expect(sent(decisions)).toEqual([
      '2026-03-02T10:00 hello/hi',
      '2026-03-02T14:00 hello/hi',
      '2026-03-02T16:00 hello/hi',
    ]);
    expect(skips(decisions)).toEqual(['hi unsubscribed', 'hi suppressed']);
  });

  it('quiet hours put off, or skip, or end the journey, also for service messages', () => {
    const quiet = (onBlocked: 'defer' | 'skip' | 'exit', campaigns = [hello]) =>
      planWith({
        campaigns,
        policies: {
          quietHours: { from: 1260, to: 480, onBlocked },
          holidays: null,
          frequencyCaps: [],
          lateness: lasting('12h'),
        },
      });
    const facts = profile([view('2026-03-02T22:00')], { zone: 'Asia/Kathmandu' });
    const night = profile([view('2026-03-02T16:00')], { zone: 'Asia/Kathmandu' }); // 21:45 there
    expect(sent(replay(quiet('defer'), facts, hourly))).toEqual(['2026-03-03T02:15 hello/hi']);
    expect(sent(replay(quiet('defer'), night, hourly))).toEqual(['2026-03-03T02:15 hello/hi']);
    expect(skips(replay(quiet('skip'), night, hourly))).toEqual(['hi quiet-hours']);
    expect(ends(replay(quiet('exit'), night, hourly))).toEqual(['exited quiet-hours']);
    const service = { ...hello, steps: [email('hi', { topic: 'service' })] };
    expect(sent(replay(quiet('defer', [service]), night, hourly))).toEqual(['2026-03-03T02:15 hello/hi']);
  });

  it('caps count over all campaigns, the higher priority goes first, the other is put off', () => {
    const caps = [cap({ counts: 'messages' as const, max: 1, per: lasting('1d'), onBlocked: 'defer' as const })];
    const two = planWith({
      campaigns: [
        { ...hello, id: 'low', priority: 10 },
        { ...hello, id: 'high', priority: 90 },
      ],
      policies: { quietHours: null, holidays: null, frequencyCaps: caps, lateness: lasting('12h') },
    });
    const decisions = replay(two, profile([view('2026-03-02T10:00')]), hourly);
    expect(sent(decisions)).toEqual(['2026-03-02T10:00 high/hi', '2026-03-03T10:00 low/hi']);
  });

  it('a cap that skips counts messages; a cap on incentives counts only those that carry one', () => {
    const caps = [
      cap({ counts: 'messages' as const, max: 3, per: lasting('7d'), onBlocked: 'skip' as const }),
      cap({ counts: 'incentives' as const, max: 1, per: lasting('90d'), onBlocked: 'skip' as const }),
    ];
    const policies = { quietHours: null, holidays: null, frequencyCaps: caps, lateness: lasting('12h') };
    const views = ['02', '03', '04', '05'].map((day) => view(`2026-03-${day}T10:00`));
    expect(skips(replay(planWith({ campaigns: [hello], policies }), profile(views), hourly))).toEqual([
      'hi frequency-cap',
    ]);
    const gift = { ...hello, steps: [email('hi', { incentive: 'ten-off' })] };
    const gifts = replay(planWith({ campaigns: [gift], policies }), profile(views), hourly);
    expect(sent(gifts)).toEqual(['2026-03-02T10:00 hello/hi']);
    expect(skips(gifts)).toEqual(['hi frequency-cap', 'hi frequency-cap', 'hi frequency-cap']);
  });

  it('service messages need no consent and meet no cap', () => {
    const caps = [cap({ counts: 'messages' as const, max: 1, per: lasting('30d'), onBlocked: 'skip' as const })];
    const service = { ...hello, holdout: 1, steps: [email('hi', { topic: 'service' })] };
    const facts = profile([view('2026-03-02T10:00'), view('2026-03-02T12:00')], { attributes: { consent: false } });
    expect(
      sent(
        replay(
          planWith({
            campaigns: [service],
            policies: { quietHours: null, holidays: null, frequencyCaps: caps, lateness: lasting('1d') },
            holdouts: { global: 1, salt: 's' },
          }),
          facts,
          hourly,
        ),
      ),
    ).toHaveLength(2);
  });

  it('the held-out move like anybody, and what they would have got is recorded at that instant', () => {
    const facts = profile([event('2026-03-02T10:00', 'cart', c1)]);
    const treated = replay(planWith({ campaigns: [cart] }), facts, hourly);
    const held = replay(planWith({ campaigns: [{ ...cart, holdout: 1 }] }), facts, hourly);
    const shape = (decisions: typeof treated) =>
      decisions.flatMap((d) =>
        d.kind === 'planned' || d.kind === 'withheld' ? [[d.message.step, d.message.sendAt, d.message.id]] : [],
      );
    expect(shape(held)).toEqual(shape(treated));
    expect(held.filter((d) => d.kind === 'planned')).toEqual([]);
    expect(ends(held)).toEqual(ends(treated));
  });

  it('service messages do not use up a cap', () => {
    const caps = [cap({ counts: 'messages' as const, max: 1, per: lasting('1d'), onBlocked: 'skip' as const })];
    const both = { ...hello, steps: [email('receipt', { topic: 'service' }), email('hi')] };
    const policies = { quietHours: null, holidays: null, frequencyCaps: caps, lateness: lasting('1d') };
    const decisions = replay(planWith({ campaigns: [both], policies }), profile([view('2026-03-02T10:00')]), hourly);
    expect(sent(decisions)).toEqual(['2026-03-02T10:00 hello/receipt', '2026-03-02T10:00 hello/hi']);
  });

  it('the held-out meet the caps of their own campaign, and leave those of others alone', () => {
    const caps = [cap({ counts: 'messages' as const, max: 1, per: lasting('1d'), onBlocked: 'defer' as const })];
    const policies = { quietHours: null, holidays: null, frequencyCaps: caps, lateness: lasting('1d') };
    const two = { ...hello, steps: [email('one'), email('two')] };
    const when = (holdout: number) =>
      replay(
        planWith({ campaigns: [{ ...two, holdout }], policies }),
        profile([view('2026-03-02T10:00')]),
        hourly,
      ).flatMap((d) => (d.kind === 'planned' || d.kind === 'withheld' ? [d.message.sendAt] : []));
    expect(when(1)).toEqual(when(0));
    const other = { ...hello, id: 'other', priority: 1 };
    const plan2 = planWith({ campaigns: [{ ...hello, holdout: 1 }, other], policies });
    expect(sent(replay(plan2, profile([view('2026-03-02T10:00')]), hourly))).toEqual(['2026-03-02T10:00 other/hi']);
  });

  it('of a yes and a no at the same instant the no wins', () => {
    const instant = '2026-03-02T09:00';
    const words = [event(instant, 'unsubscribed', { topic: null }), event(instant, 'subscribed', { topic: null })];
    for (const order of [words, [...words].reverse()]) {
      expect(skips(replay(plan, profile([...order, view('2026-03-02T10:00')]), hourly))).toEqual(['hi unsubscribed']);
    }
  });

  it('what ends a campaign at the very instant a message is due comes first', () => {
    const facts = profile([event('2026-03-02T10:00', 'cart', c1), event('2026-03-03T10:30', 'order')]);
    expect(sent(replay(planWith({ campaigns: [cart] }), facts, hourly))).toEqual(['2026-03-02T10:30 cart/help']);
  });

  it('an event that starts a campaign does not end it', () => {
    const onboarding = campaign('onboarding', {
      triggers: [{ kind: 'event', event: 'order', where: [], key: null, unless: [] }],
      exitOn: [has('order')],
      steps: [email('tips', { delay: '1d' })],
    });
    const facts = profile([event('2026-03-02T10:00', 'order')]);
    expect(sent(replay(planWith({ campaigns: [onboarding] }), facts, hourly))).toEqual([
      '2026-03-03T10:00 onboarding/tips',
    ]);
  });

  it('lateness counts waking hours: the night delays, it does not drop', () => {
    const policies = {
      quietHours: { from: 1260, to: 480, onBlocked: 'defer' as const },
      holidays: null,
      frequencyCaps: [],
      lateness: lasting('12h'),
    };
    const until = (time: string): string[] =>
      replay(planWith({ campaigns: [hello], policies }), profile([view(time)]), hourly).flatMap((d) =>
        d.kind === 'planned' ? [iso(d.message.validUntil)] : [],
      );
    // 13:00 leaves eight hours of that day and four of the next morning.
    expect(until('2026-03-02T13:00')).toEqual(['2026-03-03T12:00']);
    expect(until('2026-03-02T08:00')).toEqual(['2026-03-02T20:00']);
    expect(until('2026-03-02T20:30')).toEqual(['2026-03-03T19:30']);
  });

  it('a holdout is looked up only when nothing else stops the message', () => {
    const decisions = replay(
      planWith({ campaigns: [{ ...hello, holdout: 1 }] }),
      profile([view('2026-03-02T10:00')], { attributes: { consent: false } }),
      hourly,
    );
    expect(decisions.filter((d) => d.kind === 'withheld')).toEqual([]);
    expect(skips(decisions)).toEqual(['hi no-consent']);
  });

  it('the share of a salt and id is the published one', () => {
    expect(shareOf('winback-90d/holdout/v1', 'cust_1')).toBe(0.06527684070407247);
    expect(shareOf('winback-90d/holdout/v1', 'cust_2')).toBe(0.5151739637273633);
    expect(shareOf('winback-90d/holdout/v1', 'cust_42')).toBe(0.049925072074341825);
    expect(shareOf('global/2026H1', 'zoë@example.com')).toBe(0.0789346976835612);
  });
});
