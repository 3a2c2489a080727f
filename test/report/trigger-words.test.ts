import { expect, it } from 'vitest';
import type { Journey } from '../../src/model/journey.js';
import type { MessageTest } from '../../src/model/message-test.js';
import type { Step, Trigger } from '../../src/model/plan.js';
import { showPlan } from '../../src/report/plan/show-plan.js';
import { printStatus } from '../../src/report/run/print-status.js';
import { printStory } from '../../src/report/run/print-story.js';
import { at, campaign, email, lasting, planWith } from '../decide/world.js';

/** What `show` says after a label of the one campaign. */
function shown(label: string, triggers: readonly Trigger[], backfill: string | null = null): string {
  const parts = { triggers, backfill: backfill === null ? null : lasting(backfill), steps: [] };
  const lines = showPlan(planWith({ campaigns: [campaign('c', parts)] })).split('\n');
  const from = lines.findIndex((line) => line.startsWith(`  ${label} `));
  const to = lines.findIndex((line, i) => i > from && !line.startsWith('          '));
  return lines
    .slice(from, to)
    .map((line) => line.slice(10))
    .join(' ');
}

it.each<[string, Trigger]>([
  [
    'for everybody who got cart/help under plan sha256:1 from 2026-03-01 to before 2026-03-02T10:00',
    {
      kind: 'received',
      campaign: 'cart',
      step: 'help',
      plan: 'sha256:1',
      between: { from: '2026-03-01', to: '2026-03-02T10:00' },
    },
  ],
  ['when somebody leaves segment vip', { kind: 'leaves', group: { kind: 'segment', segment: 'vip' } }],
  ['when somebody comes into stage lapsed', { kind: 'enters', group: { kind: 'stage', stage: 'lapsed' } }],
  [
    "3 days before the day of birthday, every year, at 09:00 on each person's clock",
    {
      kind: 'date',
      attribute: 'birthday',
      offset: { direction: 'before', duration: lasting('3d') },
      yearly: true,
      at: 540,
    },
  ],
  [
    "on renews_at, on each person's clock",
    { kind: 'date', attribute: 'renews_at', offset: null, yearly: false, at: null },
  ],
])('says: starts %s', (words, trigger) => {
  expect(shown('Starts', [trigger])).toBe(words);
});

it('says how far back a campaign looks', () => {
  const triggers: Trigger[] = [{ kind: 'inactive', event: 'order', for: lasting('1d') }];
  expect(shown('Before', triggers, '7d')).toBe(
    'what happened in the 7 days before the first run enters, too; what is too late by then is dropped',
  );
});

it('says what becomes of one message that is blocked', () => {
  const said = (onBlocked: 'defer' | 'skip' | 'exit') =>
    showPlan(planWith({ campaigns: [campaign('c', { triggers: [], steps: [email('hello', { onBlocked })] })] }));
  expect(said('skip')).toContain('email hello (topic offers); when it may not go, it is skipped');
  expect(said('defer')).toContain('when it may not go, it waits');
  expect(said('exit')).toContain('when it may not go, the person leaves');
});

const wait: Step = {
  id: 'hold',
  delay: null,
  when: null,
  action: {
    kind: 'wait_for',
    for: { kind: 'event', event: 'order', where: [{ property: 'value', test: { op: 'gte', value: 20 } }] },
    within: lasting('3d'),
    met: [email('thanks')],
    otherwise: [],
  },
};
const waiting = campaign('c', { triggers: [], steps: [wait, email('next')] });

it('says what a step waits for, and what comes of it', () => {
  expect(showPlan(planWith({ campaigns: [waiting] }))).toContain(`  hold: at once
    wait for order where value is at least 20, at most 3 days
    if it comes
      thanks: at once
        email thanks (topic offers)
        ""
  next: at once
`);
});

it('says how a message is tested', () => {
  const letter = email('letter');
  const test: MessageTest = {
    metric: 'order_rate',
    sample: 0.2,
    decideAfter: lasting('4h'),
    variants: [
      { id: 'bold', subject: 'Buy now', template: null },
      { id: 'rich', subject: null, template: 'letter-rich' },
    ],
  };
  const steps = [{ ...letter, action: { ...letter.action, test } as Step['action'] }];
  expect(showPlan(planWith({ campaigns: [campaign('c', { triggers: [], steps })] }))).toContain(`
    20% get a variant by chance, the others wait and get the one with the best order_rate after 4
      hours:
    bold: "Buy now"
    rich: template letter-rich
`);
});

it('says who won', () => {
  const verdict = {
    ...{ campaign: 'c', step: 'letter', begunAt: at('2026-03-02T09:00'), decidedAt: at('2026-03-02T14:00') },
    winner: 'rich',
    results: [
      { variant: 'bold', people: 1, value: null },
      { variant: 'rich', people: 1200, value: 1 / 3 },
    ],
  };
  const summary = { lastTick: null, ticks: 0, campaigns: [] };
  expect(printStatus(summary, { unknown: [], failed: [] }, [verdict], 'UTC')).toContain(
    'message tests\n  2026-03-02 14:00  c/letter  rich won: bold nothing (1 person), rich 0.3333 (1,200 people)\n',
  );
});

it('tells what somebody waits for', () => {
  const begun = { profileId: 'p1', campaign: 'c', occasion: 'event:e1', enteredAt: at('2026-03-02T09:00') } as const;
  const journey: Journey = {
    ...begun,
    ...{ entryKey: 'event:e1', occurrence: 0, plan: '', event: {}, status: 'active', reason: null, endedAt: null },
    ...{
      step: 'hold',
      since: begun.enteredAt,
      wake: at('2026-03-05T09:00'),
      structure: null,
      move: null,
      firstDue: begun.enteredAt,
    },
  };
  const rest = { messages: [], refused: [], skipped: [], deferred: [], suppressions: [] };
  const told = (one: Journey) => printStory({ profileId: 'p1', journeys: [one], ...rest }, 'UTC', [waiting]);
  expect(told(journey)).toContain('2026-03-05 09:00  c  hold: waits until then for order where value is at least 20\n');
  expect(told({ ...journey, firstDue: null })).toContain('2026-03-05 09:00  c  hold: is due\n');
});

it.each([
  ['leaves:big_spenders:1772000000000', 'leaving segment big_spenders'],
  ['enters:stage.lapsed:1772000000000', 'coming into stage lapsed'],
  ['enters:vip:1772000000000', 'coming into segment vip'],
  ['received:abc', 'getting a message'],
  ['date:birthday:2026-03-02T09:00-90m', 'the day in birthday'],
])('tells of %s as %s', (occasion, words) => {
  const refused = [{ campaign: 'c', occasion, at: at('2026-03-02T09:00'), reason: 'audience' as const }];
  const nothing = { journeys: [], messages: [], skipped: [], deferred: [], suppressions: [] };
  expect(printStory({ profileId: 'p1', ...nothing, refused }, 'UTC', [])).toContain(`did not enter on ${words}:`);
});

it('says when a step comes that waits for an hour of the person’s own', () => {
  const delay = { for: lasting('1d'), at: { trait: 'best_hour' }, on: [1, 2, 3, 4, 5] as const };
  const steps = [{ ...email('letter'), delay }];
  expect(showPlan(planWith({ campaigns: [campaign('c', { triggers: [], steps })] }))).toContain(
    '1 day later, then at the hour in which they are most active ("best_hour") on weekdays',
  );
});
