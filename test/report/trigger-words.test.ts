import { expect, it } from 'vitest';
import type { Trigger } from '../../src/model/plan.js';
import { showPlan } from '../../src/report/plan/show-plan.js';
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
  expect(said('skip')).toContain('email hello (topic offers); at night or over a cap it is skipped');
  expect(said('defer')).toContain('at night or over a cap it waits');
  expect(said('exit')).toContain('at night or over a cap the person leaves');
});

it.each([
  ['leaves:big_spenders:1772000000000', 'leaving segment big_spenders'],
  ['enters:stage.lapsed:1772000000000', 'coming into stage lapsed'],
  ['enters:vip:1772000000000', 'coming into segment vip'],
  ['date:birthday:2026-03-02T09:00-90m', 'the day in birthday'],
])('tells of %s as %s', (occasion, words) => {
  const refused = [{ campaign: 'c', occasion, at: at('2026-03-02T09:00'), reason: 'audience' as const }];
  const nothing = { journeys: [], messages: [], skipped: [], deferred: [], suppressions: [] };
  expect(printStory({ profileId: 'p1', ...nothing, refused }, 'UTC')).toContain(`did not enter on ${words}:`);
});
