import type { Judgement } from '../../model/change.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Action, MessageAction, Plan } from '../../model/plan.js';
import { both, type ChangeKind, type Found, told } from '../change-kind.js';
import { same } from '../same.js';

const GROWN: Judgement = {
  pinned: ['dangerous', 'who enters from now on is shared out otherwise; those inside stay where they are'],
  follow: ['dangerous', 'who has not come to it yet may get another variant; nobody changes both ways'],
  touches: 'inside',
};

const MIXED: Judgement = {
  pinned: ['dangerous', 'who enters from now on is shared out otherwise; those inside stay where they are'],
  follow: ['breaking', 'people change between variants both ways: what was measured so far cannot be compared'],
  touches: 'inside',
};

const TESTED = both('dangerous', 'who waits for the winner, and what it is found by, is not as it was', 'inside');
const HELD = both('dangerous', 'people who were held out get messages, or the other way round, from now on', 'inside');

/** How people are shared out is not as it was. */
export const sharesChanged: ChangeKind = {
  code: 'LC816',
  name: 'shares-changed',
  summary: 'How people are shared out over variants, tests and holdouts is not as it was.',
  docs: `Who gets which variant of a split, and who is held out, follows from a share that each person has for good. When only the last variants trade among themselves, or a holdout grows or shrinks, some people change one way. When a variant in the middle changes, people change in both directions, and what was measured so far cannot be compared with what comes.

Add new variants at the end, take their share from the last one, and let a running experiment end before you change it.`,
  *find({ old, new: now }) {
    if (old.holdouts.global === now.holdouts.global && old.holdouts.salt === now.holdouts.salt) return;
    const isRedrawn = old.holdouts.salt !== now.holdouts.salt;
    yield {
      facet: 'audience',
      at: ['holdouts'],
      what: isRedrawn ? 'everybody is drawn anew for the holdouts' : 'the global holdout changed',
      before: told(`${formatPercentage(old.holdouts.global)}${isRedrawn ? `, salt ${old.holdouts.salt}` : ''}`),
      after: told(`${formatPercentage(now.holdouts.global)}${isRedrawn ? `, salt ${now.holdouts.salt}` : ''}`),
      judgement: HELD,
    };
  },
  *findIn({ old, new: now, plans, steps }) {
    if (old.holdout !== now.holdout) {
      yield {
        facet: 'audience',
        at: ['holdout'],
        what: `its holdout changed: ${formatPercentage(Math.abs(now.holdout - old.holdout))} of people change sides, and leave its measurement`,
        before: told(formatPercentage(old.holdout)),
        after: told(formatPercentage(now.holdout)),
        judgement: HELD,
      };
    }
    for (const { was, is } of steps.shared) {
      const place = { step: is.step.id, was: was.step.id };
      const [before, after] = [was.step.action, is.step.action];
      if (before.kind === 'split' && after.kind === 'split') yield* splitChanges(before, after, place);
      if (before.kind !== 'message' || after.kind !== 'message') continue;
      if (same(testOf(before, plans.old), testOf(after, plans.new))) continue;
      yield {
        ...place,
        facet: 'content',
        at: [after.channel, 'test'],
        what: `the test of message "${is.step.id}" changed`,
        before: told(testWords(before)),
        after: told(testWords(after)),
        judgement: TESTED,
      };
    }
  },
};

type Split = Extract<Action, { kind: 'split' }>;

function* splitChanges(before: Split, after: Split, place: { step: string; was: string }): Iterable<Found> {
  const shares = (split: Split) => split.variants.map(({ id, weight }) => [id, weight]);
  if (same(shares(before), shares(after))) return;
  const { share, isMixed } = switching(before, after);
  yield {
    ...place,
    facet: 'routing',
    at: ['split'],
    what: `the variants of "${place.step}" changed: ${formatPercentage(share)} of people are in another one`,
    before: told(splitWords(before)),
    after: told(splitWords(after)),
    judgement: isMixed ? MIXED : GROWN,
  };
}

/** The share of people whose variant is another, and whether any variant both loses and wins people. */
function switching(before: Split, after: Split): { readonly share: number; readonly isMixed: boolean } {
  const [old, now] = [stretches(before), stretches(after)];
  const edges = [...new Set([...old, ...now].flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const at = (list: typeof old, point: number) => list.find(({ from, to }) => point >= from && point < to)?.id;
  const [lost, won] = [new Set<string>(), new Set<string>()];
  let share = 0;
  edges.slice(1).forEach((edge, index) => {
    const middle = (edge + (edges[index] ?? 0)) / 2;
    const [was, is] = [at(old, middle), at(now, middle)];
    if (was === is || was === undefined || is === undefined) return;
    share += edge - (edges[index] ?? 0);
    lost.add(was);
    won.add(is);
  });
  return { share, isMixed: [...lost].some((id) => won.has(id)) };
}

function stretches({
  variants,
}: Split): readonly { readonly id: string; readonly from: number; readonly to: number }[] {
  let from = 0;
  return variants.map(({ id, weight }) => {
    const start = from;
    // Weights are sums of hundredths: without rounding, equal edges would differ by a hair.
    from = Math.round((from + weight) * 1e9) / 1e9;
    return { id, from: start, to: from };
  });
}

function splitWords({ variants }: Split): string {
  return variants.map(({ id, weight }) => `${id} ${formatPercentage(weight)}`).join(', ');
}

function testOf({ test }: MessageAction, { metrics }: Plan): unknown {
  return test && { ...test, metric: metrics[test.metric] };
}

function testWords({ test }: MessageAction): string {
  if (test === null) return 'no test';
  const names =
    test.factors === undefined
      ? test.variants.map(({ id }) => id).join(', ')
      : test.factors.map(({ name, levels }) => `${name} (${levels.join(', ')})`).join(' × ');
  return `${formatPercentage(test.sample)} by chance among ${names}, ${test.metric} after ${test.decideAfter.text}`;
}
