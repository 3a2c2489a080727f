import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.js';
import type { DateTrigger, Group, Plan, Schedule } from '../../src/model/plan.js';
import { emptyHistory } from '../../src/simulate/fold.js';
import {
  at,
  campaign,
  cap,
  email,
  event,
  every,
  HOUR,
  has,
  hasWithin,
  lasting,
  planWith,
  profile,
  replay,
  sent,
  skips,
} from './world.js';

const hourly = every(HOUR, '2026-03-02T00:00', '2026-03-12T00:00');
const always = { kind: 'always' } as const;
const stages: Plan['stages'] = [
  { id: 'new', when: { kind: 'not', of: has('order') } },
  { id: 'lapsed', when: { kind: 'not', of: hasWithin('order', '7d') } },
  { id: 'buyer', when: null },
];
const watching = (kind: 'enters' | 'leaves', group: Group): Plan =>
  planWith({
    segments: { active: hasWithin('order', '2d') },
    stages,
    campaigns: [campaign('c', { triggers: [{ kind, group }], reentry: always, steps: [email('hello')] })],
  });
const occasions = (decisions: ReturnType<typeof replay>): string[] =>
  decisions.flatMap((d) => (d.kind === 'entered' ? [d.journey.occasion] : []));

describe('groups that people come into and leave', () => {
  const orders = profile([event('2026-03-01T12:00', 'order'), event('2026-03-08T15:17', 'order')]);

  it('leaves a segment at the moment its truth ends', () => {
    const decisions = replay(watching('leaves', { kind: 'segment', segment: 'active' }), orders, hourly);
    expect(sent(decisions)).toEqual(['2026-03-03T12:00 c/hello', '2026-03-10T15:17 c/hello']);
    expect(occasions(decisions)[0]).toBe(`leaves:active:${at('2026-03-03T12:00')}`);
  });

  it('comes into a stage and leaves it', () => {
    const enters = replay(watching('enters', { kind: 'stage', stage: 'lapsed' }), orders, hourly);
    expect(sent(enters)).toEqual(['2026-03-08T12:00 c/hello']);
    expect(occasions(enters)).toEqual([`enters:stage.lapsed:${at('2026-03-08T12:00')}`]);
    const leaves = replay(watching('leaves', { kind: 'stage', stage: 'lapsed' }), orders, hourly);
    expect(sent(leaves)).toEqual(['2026-03-08T15:17 c/hello']);
  });

  it('leaves by a change of attributes at the tick that saw it, and not in the first tick', () => {
    const plan = {
      ...watching('leaves', { kind: 'segment', segment: 'german' }),
      segments: { german: { kind: 'attribute', name: 'country', test: { op: 'is', value: 'DE' } } },
    } as const satisfies Plan;
    const moves = (when: string) => (now: number) =>
      profile([], { attributes: { country: now >= at(when) ? 'FR' : 'DE' } });
    expect(sent(replay(plan, moves('2026-03-04T05:00'), hourly))).toEqual(['2026-03-04T05:00 c/hello']);
    expect(sent(replay(plan, moves('2026-03-02T00:00'), hourly))).toEqual([]);
  });

  it('begins with what happens after its first tick, also where others have watched the group for long', () => {
    const plan = watching('leaves', { kind: 'segment', segment: 'active' });
    const now = at('2026-03-05T00:00');
    const tick = { previous: now - HOUR, now, starts: { c: now }, knownGroups: { 'segment:active': true }, tests: {} };
    const history = { ...emptyHistory('p1'), memberOf: ['segment:active'] };
    expect(decide(plan, profile([]), history, tick)).toEqual([]);
    expect(decide(plan, profile([]), history, { ...tick, starts: { c: now - 1 } })).not.toEqual([]);
  });
});

describe('backfill', () => {
  const events = profile([
    event('2026-02-20T12:00', 'order'),
    event('2026-02-27T10:00', 'viewed', { sku: 's1' }),
    event('2026-02-28T10:00', 'cart', { cart_id: 'c1', value: 9 }),
    event('2026-03-01T09:00', 'order'),
  ]);
  const run = (triggers: Plan['campaigns'][number]['triggers'], backfill: string | null) =>
    replay(
      planWith({
        segments: { active: hasWithin('order', '2d') },
        campaigns: [
          campaign('c', {
            triggers,
            backfill: backfill === null ? null : lasting(backfill),
            reentry: always,
            steps: [email('hello'), email('more', { delay: '4d' })],
          }),
        ],
      }),
      events,
      hourly,
    );

  it('enters what happened that long before the first run, at its own time', () => {
    const cart = { kind: 'event', event: 'cart', where: [], key: null, unless: [] } as const;
    expect(sent(run([cart], null))).toEqual([]);
    expect(sent(run([cart], '38h'))).toEqual([]);
    expect(sent(run([cart], '39h'))).toEqual(['2026-02-28T10:00 c/hello', '2026-03-04T10:00 c/more']);
  });

  it('does so for silence, groups, schedules and days', () => {
    expect(sent(run([{ kind: 'inactive', event: 'viewed', for: lasting('2d') }], '1d'))[0]).toBe(
      '2026-03-01T10:00 c/hello',
    );
    const group = { kind: 'segment', segment: 'active' } as const;
    expect(sent(run([{ kind: 'enters', group }], '3d'))[0]).toBe('2026-03-01T09:00 c/hello');
    expect(sent(run([{ kind: 'enters', group }], '14h'))).toEqual([]);
    expect(sent(run([{ kind: 'leaves', group }], '9d'))[0]).toBe('2026-02-22T12:00 c/hello');
    const schedule: Schedule = { kind: 'once', local: '2026-03-01T20:00' };
    expect(sent(run([{ kind: 'schedule', schedule, zone: 'profile' }], '1d'))[0]).toBe('2026-03-01T20:00 c/hello');
    expect(sent(run([{ kind: 'schedule', schedule, zone: 'profile' }], null))).toEqual([]);
  });

  it('is over after the first run', () => {
    const entered = run([{ kind: 'enters', group: { kind: 'segment', segment: 'active' } }], '3d');
    expect(sent(entered)).toEqual(['2026-03-01T09:00 c/hello', '2026-03-05T09:00 c/more']);
  });
});

describe('a day in an attribute', () => {
  const plan = (trigger: Partial<DateTrigger>, backfill: string | null = null): Plan =>
    planWith({
      attributes: {
        consent: { type: 'boolean', optional: true, pii: false, enum: null },
        born: { type: 'date', optional: true, pii: true, enum: null },
        ends: { type: 'time', optional: true, pii: false, enum: null },
      },
      campaigns: [
        campaign('c', {
          triggers: [{ kind: 'date', attribute: 'born', offset: null, yearly: true, at: 540, ...trigger }],
          backfill: backfill === null ? null : lasting(backfill),
          reentry: always,
          steps: [email('hello')],
        }),
      ],
    });
  const earlier = (text: string): DateTrigger['offset'] => ({ direction: 'before', duration: lasting(text) });
  const born = (day: string | null, zone = 'UTC') => profile([], { zone, attributes: { born: day } });

  it('comes at its time, on the clock of the person, so long before', () => {
    expect(sent(replay(plan({}), born('1990-03-05', 'America/New_York'), hourly))).toEqual([
      '2026-03-05T14:00 c/hello',
    ]);
    // Clocks go forward on the 8th in New York.
    expect(sent(replay(plan({ offset: earlier('3d') }), born('1990-03-10', 'America/New_York'), hourly))).toEqual([
      '2026-03-07T14:00 c/hello',
    ]);
    expect(sent(replay(plan({ at: null, offset: earlier('90m') }), born('1990-03-05'), hourly))).toEqual([
      '2026-03-04T22:30 c/hello',
    ]);
    expect(sent(replay(plan({}), born(null), hourly))).toEqual([]);
  });

  it('comes every year only when it says so, and never before the day itself', () => {
    expect(sent(replay(plan({ yearly: false }), born('1990-03-05'), hourly))).toEqual([]);
    expect(sent(replay(plan({ yearly: false }), born('2026-03-05'), hourly))).toEqual(['2026-03-05T09:00 c/hello']);
    expect(sent(replay(plan({}), born('2026-03-05'), hourly))).toEqual(['2026-03-05T09:00 c/hello']);
    expect(sent(replay(plan({}), born('2027-03-05'), hourly))).toEqual([]);
  });

  it('takes a time at its own moment, or at the time of its day', () => {
    const ends = profile([], { zone: 'Asia/Tokyo', attributes: { ends: at('2026-03-05T16:30') } });
    const once = { attribute: 'ends', yearly: false, offset: earlier('2h') };
    expect(sent(replay(plan({ ...once, at: null }), ends, hourly))).toEqual(['2026-03-05T14:30 c/hello']);
    // In Tokyo it is the 6th already.
    expect(sent(replay(plan({ ...once, at: 540 }), ends, hourly))).toEqual(['2026-03-05T22:00 c/hello']);
    expect(sent(replay(plan({ attribute: 'ends', at: null }), ends, hourly))).toEqual(['2026-03-05T16:30 c/hello']);
  });

  it('counts a day that changed from the tick that saw it, and not one that is past', () => {
    const changes = (to: string) => (now: number) => born(now >= at('2026-03-05T12:00') ? to : '1990-03-20');
    expect(sent(replay(plan({}), changes('1990-03-06'), hourly))).toEqual(['2026-03-06T09:00 c/hello']);
    expect(sent(replay(plan({}), changes('1990-03-05'), hourly))).toEqual([]);
    expect(sent(replay(plan({}, '7d'), born('1990-02-27'), hourly))).toEqual(['2026-02-27T09:00 c/hello']);
  });

  it('does not come twice for somebody who moves to another zone on the day', () => {
    const travels = (now: number) => born('1990-03-05', now >= at('2026-03-05T10:00') ? 'America/New_York' : 'UTC');
    const decisions = replay(plan({}), travels, hourly);
    expect(sent(decisions)).toEqual(['2026-03-05T09:00 c/hello']);
    expect(occasions(decisions)).toEqual(['date:born:2026-03-05T09:00']);
  });
});

describe('a single moment', () => {
  it('comes once, on the clock of the project or of the person', () => {
    const run = (zone: 'profile' | 'project') =>
      sent(
        replay(
          planWith({
            timezone: 'Europe/Berlin',
            campaigns: [
              campaign('c', {
                triggers: [{ kind: 'schedule', schedule: { kind: 'once', local: '2026-03-05T09:00' }, zone }],
                reentry: always,
                steps: [email('hello')],
              }),
            ],
          }),
          profile([], { zone: 'Asia/Tokyo' }),
          hourly,
        ),
      );
    expect(run('project')).toEqual(['2026-03-05T08:00 c/hello']);
    expect(run('profile')).toEqual(['2026-03-05T00:00 c/hello']);
  });
});

describe('on_blocked of a message', () => {
  const run = (policy: 'defer' | 'skip', own: 'defer' | 'skip' | 'exit' | undefined) =>
    replay(
      planWith({
        policies: {
          quietHours: { from: 21 * 60, to: 8 * 60, onBlocked: policy },
          holidays: null,
          frequencyCaps: [cap({ counts: 'messages', max: 1, per: lasting('1d'), onBlocked: policy })],
          lateness: lasting('3d'),
        },
        campaigns: [
          campaign('c', {
            triggers: [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }],
            steps: [
              email('night', own === undefined ? {} : { onBlocked: own }),
              email('day', { delay: '12h' }),
              email('capped', { delay: '2h', ...(own === undefined ? {} : { onBlocked: own }) }),
              email('later', { delay: '3d' }),
            ],
          }),
        ],
      }),
      profile([event('2026-03-03T23:00', 'viewed', {})]),
      hourly,
    );

  it('takes the place of what the policies say, for quiet hours and caps', () => {
    expect(skips(run('defer', 'skip'))).toEqual(['night quiet-hours', 'capped frequency-cap']);
    expect(sent(run('defer', 'skip'))).toEqual(['2026-03-04T11:00 c/day', '2026-03-07T13:00 c/later']);
    expect(sent(run('skip', 'defer'))[0]).toBe('2026-03-04T08:00 c/night');
    expect(skips(run('defer', undefined))).toEqual([]);
    expect(sent(run('defer', 'exit'))).toEqual([]);
  });
});
