import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../src/model/cron.js';
import { invariant } from '../../src/model/failure.js';
import { DAY } from '../../src/model/milliseconds.js';
import { busiestStretch } from '../../src/pressure/busiest-stretch.js';
import { findPressure } from '../../src/pressure/find-pressure.js';
import { messageTimes } from '../../src/pressure/message-times.js';
import type { TimedAction, TimedStep } from '../../src/pressure/timed-step.js';

type Step = TimedStep<null>;

const message = (transactional = false): TimedAction<null> => ({
  kind: 'message',
  channel: 'email',
  topic: 'offers',
  transactional,
  incentive: null,
  source: null,
});
const send = (id: string, days = 0, always = true): Step => ({
  id,
  wait: days * DAY,
  alignment: 0,
  always,
  action: message(),
});

/** Every way through a list: what it sends, when it is over, and whether the journey goes on behind it. */
interface Way {
  readonly sent: readonly number[];
  readonly now: number;
  readonly ended: boolean;
}

function everyWay(steps: readonly Step[], start: Way): Way[] {
  return steps.reduce<Way[]>(
    (ways, step) =>
      ways.flatMap((way): Way[] => {
        if (way.ended) return [way];
        const due = { ...way, now: way.now + step.wait };
        const passed = step.always ? [] : [due];
        switch (step.action.kind) {
          case 'message':
            return step.action.transactional ? [due] : [...passed, { ...due, sent: [...due.sent, due.now] }];
          case 'paths':
            return [
              ...passed,
              ...step.action.paths.flatMap((path) => everyWay(path.steps, { ...due, now: due.now + path.wait })),
            ];
          case 'exit':
            return [...passed, { ...due, ended: true }];
          default:
            return [due];
        }
      }),
    [start],
  );
}

function mostWithin(sent: readonly number[], length: number): number {
  return Math.max(0, ...sent.map((end) => sent.filter((at) => at <= end && end - at < length).length));
}

const anyStep = fc.letrec<{ step: Step; list: Step[] }>((tie) => ({
  list: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'deep' }),
  step: fc.record({
    id: fc.string({ minLength: 1, maxLength: 2 }),
    wait: fc.integer({ min: 0, max: 4 }).map((days) => days * DAY),
    alignment: fc.constant(0),
    always: fc.boolean(),
    action: fc.oneof(
      { depthSize: 'small', depthIdentifier: 'deep' },
      fc.constant<TimedAction<null>>(message()),
      fc.constant<TimedAction<null>>(message(true)),
      fc.constant<TimedAction<null>>({ kind: 'exit' }),
      fc.record({
        kind: fc.constant('paths' as const),
        paths: fc.array(
          fc.record({
            wait: fc.integer({ min: 0, max: 3 }).map((d) => d * DAY),
            slack: fc.constant(0),
            steps: tie('list'),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    ),
  }),
}));

describe('the busiest stretch of a journey', () => {
  it('is what trying every way finds, for every journey and length', () => {
    fc.assert(
      fc.property(anyStep.list, fc.integer({ min: 1, max: 9 }), (steps, days) => {
        const ways = everyWay(steps, { sent: [], now: 0, ended: false });
        fc.pre(ways.length < 2_000);
        const most = Math.max(0, ...ways.map(({ sent }) => mostWithin(sent, days * DAY)));
        const found = busiestStretch(steps, days * DAY);
        expect(found).toHaveLength(most);
        expect(
          mostWithin(
            found.map(({ at }) => at),
            days * DAY,
          ),
        ).toBe(most);
      }),
      { numRuns: 500 },
    );
  });

  it('says for every message when it can come, whatever way is taken', () => {
    fc.assert(
      fc.property(anyStep.list, (steps) => {
        const ways = everyWay(steps, { sent: [], now: 0, ended: false });
        fc.pre(ways.length < 2_000);
        const promotional = messageTimes(steps).filter(({ message: { transactional } }) => !transactional);
        const times = ways.flatMap(({ sent }) => sent);
        if (times.length === 0) return;
        expect(Math.min(...promotional.map(({ earliest }) => earliest))).toBe(Math.min(...times));
        expect(Math.max(...promotional.map(({ latest }) => latest))).toBe(Math.max(...times));
      }),
      { numRuns: 300 },
    );
  });

  it('takes two messages exactly a stretch apart for two stretches', () => {
    expect(busiestStretch([send('a'), send('b', 7)], 7 * DAY)).toHaveLength(1);
    expect(busiestStretch([send('a'), send('b', 6)], 7 * DAY).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('the pressure of a portfolio', () => {
  const cron = (text: string) => {
    const schedule = parseSchedule(text);
    invariant(schedule !== null, text);
    return schedule;
  };
  const campaign = (id: string, parts: object) => ({
    id,
    stages: null,
    steps: [send('a')],
    schedules: [],
    spacing: 0,
    ...parts,
  });

  it('adds up the campaigns of one stage, as stages are exclusive', () => {
    const found = findPressure(
      [
        campaign('welcome', { stages: ['new'], steps: [send('a'), send('b', 1), send('c', 1)] }),
        campaign('cart', { stages: ['new', 'active'], steps: [send('a'), send('b', 1)] }),
        campaign('club', { stages: ['active'], steps: [send('a'), send('b', 1)] }),
        campaign('letter', {}),
      ],
      ['new', 'active'],
      7 * DAY,
    );
    expect(found).toEqual({
      messages: 6,
      stage: 'new',
      shares: [
        { campaign: 'welcome', steps: ['a', 'b', 'c'] },
        { campaign: 'cart', steps: ['a', 'b'] },
        { campaign: 'letter', steps: ['a'] },
      ],
    });
  });

  it.each([
    ['every day', '0 9 * * *', 0, 7],
    ['on weekdays', '0 9 * * mon-fri', 0, 5],
    ['twice a day, but nobody again within two days', '0 9,18 * * *', 2 * DAY, 4],
    ['on the first and the fifth of a month', '0 9 1,5 * *', 0, 2],
    ['once a year', '0 9 1 1 *', 0, 1],
    ['every day, and each person once', '0 9 * * *', Number.POSITIVE_INFINITY, 1],
  ])('counts a letter that goes out %s as often as it can come', (_, text, spacing, messages) => {
    const found = findPressure([campaign('letter', { schedules: [cron(text)], spacing })], [], 7 * DAY);
    expect(found.messages).toBe(messages);
  });

  it('counts what comes again after a while as often as that', () => {
    const silent = campaign('silent', { spacing: 3 * DAY });
    expect(findPressure([silent], [], 7 * DAY).messages).toBe(3);
    expect(findPressure([campaign('any', {})], [], 7 * DAY).messages).toBe(1);
  });
});
