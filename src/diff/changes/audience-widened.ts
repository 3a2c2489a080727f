import { audienceCondition } from '../../model/audience-condition.js';
import type { Told } from '../../model/change.js';
import type { PlanCampaign } from '../../model/plan.js';
import { both, type CampaignPair, type ChangeKind, type Found, told } from '../change-kind.js';
import { type Comparison, compareConditions, whereImplies } from '../compare-conditions.js';
import { compareDurations } from '../compare-delays.js';
import { same } from '../same.js';

const MORE = both('dangerous', 'people who could not enter until now may enter, from the next run on', 'outside');

/** More people can enter, or others. */
export const audienceWidened: ChangeKind = {
  code: 'LC808',
  name: 'audience-widened',
  summary: 'More people can enter a campaign than before, or others.',
  docs: `There is a new trigger, or a trigger or the audience lets in people whom it kept out. Of what happened before the first run of the new plan, only what had not been refused yet can enter: an occasion that was refused stays so.

How many that is depends on the data: a dry run ("lifecycle run") shows who would enter.`,
  *findIn(pair) {
    for (const { comparison, ...found } of entryChanges(pair)) {
      if (comparison !== 'narrower') yield { ...found, judgement: MORE };
    }
  },
};

/** A change of who enters. */
export type EntryChange = Omit<Found, 'judgement'> & { readonly comparison: Exclude<Comparison, 'same'> };

/** How triggers, audience and stages of a campaign changed. */
export function* entryChanges({ old, new: now, plans }: CampaignPair): Iterable<EntryChange> {
  const audience = compareConditions(audienceCondition(old), plans.old, audienceCondition(now), plans.new);
  if (audience !== 'same') {
    yield {
      facet: 'audience',
      at: same(old.audience, now.audience) ? ['stage'] : ['audience'],
      what: `the audience is ${WORDS[audience]}${isWritten(old, now) ? '' : ', through what it names'}`,
      before: audienceTold(old),
      after: audienceTold(now),
      comparison: audience,
    };
  }
  const triggers = compareTriggers(old, now, plans);
  if (triggers !== 'same') {
    const tell = ({ triggers: list }: PlanCampaign): Told => ({ kind: 'triggers', triggers: list });
    yield {
      facet: 'audience',
      at: ['triggers'],
      what: `what starts it is ${WORDS[triggers]}${same(old.triggers, now.triggers) ? ', through what it names' : ''}`,
      before: tell(old),
      after: tell(now),
      comparison: triggers,
    };
  }
  if (same(old.backfill, now.backfill)) return;
  yield {
    facet: 'audience',
    at: ['backfill'],
    what: 'how far back things enter in its first run is another',
    before: told(old.backfill?.text ?? 'nothing of before'),
    after: told(now.backfill?.text ?? 'nothing of before'),
    comparison: compareDurations(old.backfill, now.backfill) === 'shorter' ? 'narrower' : 'wider',
  };
}

const WORDS = { wider: 'wider', narrower: 'narrower', other: 'another' } as const;

function isWritten(old: PlanCampaign, now: PlanCampaign): boolean {
  return !same([old.audience, old.stages], [now.audience, now.stages]);
}

function audienceTold(campaign: PlanCampaign): Told {
  return { kind: 'condition', condition: audienceCondition(campaign) };
}

type Trigger = PlanCampaign['triggers'][number];

/** The key of a trigger is not looked at: it is told by LC817. */
function compareTriggers(old: PlanCampaign, now: PlanCampaign, plans: CampaignPair['plans']): Comparison {
  const covered = (one: Trigger, list: readonly Trigger[], from: 'old' | 'new'): boolean =>
    list.some((other) => triggerCovers(one, other, from, plans));
  const grows = old.triggers.every((trigger) => covered(trigger, now.triggers, 'old'));
  const shrinks = now.triggers.every((trigger) => covered(trigger, old.triggers, 'new'));
  if (grows && shrinks) return 'same';
  return grows ? 'wider' : shrinks ? 'narrower' : 'other';
}

/** Whether everything that starts a journey by `one`, of the plan `from`, also does so by `other`, of the other plan. */
function triggerCovers(
  one: Trigger,
  other: Trigger,
  from: 'old' | 'new',
  { old, new: now }: CampaignPair['plans'],
): boolean {
  const [own, their] = from === 'old' ? [old, now] : [now, old];
  if ((one.kind === 'enters' || one.kind === 'leaves') && other.kind === one.kind) {
    return compareConditions(one.group, own, other.group, their) === 'same';
  }
  if (one.kind === 'inactive' && other.kind === 'inactive' && 'trait' in one.for && 'trait' in other.for) {
    return same(one, other) && same(own.traits[one.for.trait], their.traits[other.for.trait]);
  }
  if (one.kind !== 'event' || other.kind !== 'event') return same(one, other);
  const fewerBars = other.unless.every((bar) =>
    one.unless.some(
      (own) =>
        own.event === bar.event &&
        whereImplies(bar.where, own.where) &&
        ['same', 'longer'].includes(compareDurations(bar.within, own.within)),
    ),
  );
  // Entering waits for the longest of them: another length is another moment.
  return one.event === other.event && whereImplies(one.where, other.where) && fewerBars;
}
