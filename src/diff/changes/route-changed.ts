import type { Judgement, Told } from '../../model/change.js';
import type { Condition } from '../../model/condition.js';
import { type CampaignPair, type ChangeKind, type Found, told } from '../change-kind.js';
import { compareConditions } from '../compare-conditions.js';
import { lastName, type Placed, type StepPair } from '../pair-steps.js';
import { same } from '../same.js';

const JUDGED: Judgement = {
  pinned: ['safe', 'who is inside goes on by the conditions and ways that they started with'],
  follow: ['dangerous', 'who is before it may take another way than they would have, or be passed over'],
  touches: 'inside',
};

/** Who takes which way through a campaign is not as it was. */
export const routeChanged: ChangeKind = {
  code: 'LC807',
  name: 'route-changed',
  summary: 'Who gets a step, or which way leads on from it, is not as it was.',
  docs: `A condition of a step ("when"), of a branch or of a wait is another, or means something else because a segment, stage or trait in it does; or a step stands in another branch, variant or outcome.

Where a campaign follows the new plan, this holds at once for everybody who is not past the step. Where people finish what they started, they are judged by the conditions they started with.`,
  *findIn(pair) {
    for (const step of pair.steps.shared) {
      yield* findCondition(pair, step);
      yield* findWays(pair, step);
      yield* findAwaited(pair, step);
      if (placeOf(step.was, pair) === step.is.inside) continue;
      yield {
        ...place(step, ['id']),
        what: `step "${step.is.step.id}" stands on another way`,
        before: told(wayWords(step.was.inside)),
        after: told(wayWords(step.is.inside)),
      };
    }
  },
};

type Step = Pick<Found, 'facet' | 'step' | 'was' | 'at' | 'judgement'>;

function place({ was, is }: StepPair, at: readonly string[]): Step {
  return { facet: 'routing', step: is.step.id, was: was.step.id, at, judgement: JUDGED };
}

/** Where the old step would stand if only ids had changed. */
function placeOf({ inside }: Placed, { new: now, steps }: CampaignPair): string {
  const [step = '', ...way] = inside.split('/');
  const heir = steps.shared.find(({ was }) => was.step.id === step)?.is.step.id ?? lastName(step, now);
  return inside === '' ? '' : [heir, ...way].join('/');
}

function* findCondition({ plans }: CampaignPair, pair: StepPair): Iterable<Found> {
  const [was, is] = [pair.was.step, pair.is.step];
  if (compareConditions(was.when, plans.old, is.when, plans.new) === 'same') return;
  yield { ...place(pair, ['when']), facet: 'audience', ...sides(was.when, is.when, `who gets step "${is.id}"`) };
}

/** The conditions of branches, by their place, and how many there are. */
function* findWays({ plans }: CampaignPair, pair: StepPair): Iterable<Found> {
  const [was, is] = [pair.was.step.action, pair.is.step.action];
  if (was.kind !== 'branch' || is.kind !== 'branch') return;
  const [a, b] = [was.branches, is.branches];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [old, now] = [a[index], b[index]];
    const what = `who takes way ${index + 1} of "${pair.is.step.id}"`;
    const spot = place(pair, ['branch', String(index), 'when']);
    if (old !== undefined && now !== undefined) {
      if (compareConditions(old.when, plans.old, now.when, plans.new) === 'same') continue;
      yield { ...spot, ...sides(old.when, now.when, what) };
    } else {
      const there: Told = { kind: 'condition', condition: (old ?? now)?.when ?? null };
      yield {
        ...spot,
        what: `way ${index + 1} of "${pair.is.step.id}" is ${old === undefined ? 'new' : 'gone'}`,
        before: old === undefined ? null : there,
        after: old === undefined ? there : null,
      };
    }
  }
}

function* findAwaited({ plans }: CampaignPair, pair: StepPair): Iterable<Found> {
  const [was, is] = [pair.was.step.action, pair.is.step.action];
  if (was.kind !== 'wait_for' || is.kind !== 'wait_for') return;
  const [a, b] = [was.for, is.for];
  const isSame =
    a.kind === 'condition' && b.kind === 'condition'
      ? compareConditions(a.condition, plans.old, b.condition, plans.new) === 'same'
      : same(a, b);
  if (isSame) return;
  yield {
    ...place(pair, ['wait_for']),
    what: `step "${pair.is.step.id}" waits for something else`,
    before: { kind: 'awaited', awaited: a },
    after: { kind: 'awaited', awaited: b },
  };
}

function sides(
  before: Condition | null,
  after: Condition | null,
  what: string,
): Pick<Found, 'what' | 'before' | 'after'> {
  const isWritten = !same(before, after);
  return {
    what: isWritten ? `${what} changed` : `${what} changed, through what its condition names`,
    before: { kind: 'condition', condition: before },
    after: { kind: 'condition', condition: after },
  };
}

function wayWords(inside: string): string {
  const [step, way] = inside.split('/');
  return way === undefined ? 'in the main line' : `in "${step}", way ${way}`;
}
