import { describe, expect, it } from 'vitest';
import { diffPlans } from '../../src/diff/diff-plans.js';
import { printDiffMarkdown } from '../../src/report/diff/markdown.js';
import { built, counted, edit, shop } from './shop.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const CART = 'campaigns/cart.yaml';
const FOLLOW = [['in_flight: pinned', 'in_flight: follow']] as const;

describe('people who wait in a step that only an earlier plan had', () => {
  const changesOf = async (more: string, waiting: readonly string[]) => {
    const old = await built(shop('pinned'));
    const now = await built(edit(shop('pinned'), { [CART]: [...FOLLOW, ['tests:', `${more}tests:`]] }));
    const { changes } = diffPlans(old.plan, now.plan, { census: counted(2, waiting), now: NOW });
    return changes.filter(({ code }) => code === 'LC801');
  };

  it('are not left without a word when they start to follow the newest', async () => {
    const [change, ...others] = await changesOf('', ['help', 'nudge', 'thanks']);
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      campaign: 'cart',
      step: 'nudge',
      level: 'breaking',
      affects: { waiting: 2, inside: 6 },
    });
    expect(change?.remedies[0]?.yaml).toBe('removed: [{step: nudge, then: next, reason: "..."}]');
  });

  it.each([
    ['moved: [{from: nudge, to: reminder}]\n'],
    ['moved: [{from: nudge, to: push}, {from: push, to: reminder}]\n'],
    ['removed: [{step: nudge, then: drain, reason: enough}]\n'],
  ])('are at home again by %j', async (more) => {
    expect(await changesOf(more, ['nudge'])).toEqual([]);
  });

  it('stay where they are as long as they finish what they started', async () => {
    const old = await built(shop('pinned'));
    const now = await built(edit(shop('pinned'), { [CART]: [['delay: 2d', 'delay: 3d']] }));
    const { changes } = diffPlans(old.plan, now.plan, { census: counted(2, ['nudge']), now: NOW });
    expect(changes.map(({ code }) => code)).toEqual(['LC805']);
  });
});

it('a comment for a pull request is never too long, and holds names that look like markup as they are', async () => {
  const { plan } = await built(shop('follow'));
  const hostile = '|`<b>@all</b>';
  const now = {
    ...plan,
    hash: 'other',
    campaigns: plan.campaigns.flatMap((campaign) =>
      Array.from({ length: 400 }, (_, at) => ({ ...campaign, id: `c${at}`, name: hostile })),
    ),
  };
  const { changes } = diffPlans({ ...plan, campaigns: [] }, now, { census: null, now: NOW });
  const located = changes.map((change) => ({ ...change, file: null, span: null }));
  const comment = printDiffMarkdown(
    { against: hostile, of: 'the work tree', failOn: 'dangerous', changes: located, idle: [], census: null },
    { all: false },
  );
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(comment).toMatch(/\nand \d+ more: run `lifecycle diff`\.\n/);
  expect(comment).not.toContain('<b>');
  expect(comment).not.toContain('@all');
  for (const row of comment.split('\n').filter((line) => line.startsWith('| 🟡')))
    expect(row.split(' | ')).toHaveLength(4);
});
