import type { Change } from '../model/change.js';
import type { Step } from '../model/plan.js';
import { asChange } from './as-change.js';
import { type CampaignPair, type PlanPair, told } from './change-kind.js';
import { stepAdded } from './changes/step-added.js';
import { stepRemoved } from './changes/step-removed.js';
import { RENAMED, stepRenamed } from './changes/step-renamed.js';
import { waysIn } from './pair-steps.js';
import { same } from './same.js';

/** Turns a step that is gone and one that is new, and does the same, into a step whose id is another: to be declared in `moved`. */
export function withMoves(changes: readonly Change[], pair: PlanPair): readonly Change[] {
  return pair.campaigns.reduce((all, campaign) => renamesIn(all, campaign, pair), changes);
}

function renamesIn(changes: readonly Change[], campaign: CampaignPair, pair: PlanPair): readonly Change[] {
  const { id } = campaign.new;
  const isOf = (change: Change, code: string, step: string): boolean =>
    change.campaign === id && change.code === code && change.step === step;
  return renames(campaign).reduce<readonly Change[]>((all, [from, to]) => {
    const rest = all.filter((one) => !isOf(one, stepRemoved.code, from) && !isOf(one, stepAdded.code, to));
    const renamed = asChange(
      stepRenamed,
      {
        facet: 'metadata',
        step: to,
        was: from,
        at: ['id'],
        what: `step "${from}" seems to be called "${to}" now`,
        before: told(from),
        after: told(to),
        judgement: RENAMED.unsaid,
        remedies: [
          { say: 'say that it is the same step', yaml: `moved: [{from: ${from}, to: ${to}}]` },
          { say: 'or that it is another', yaml: `removed: [{step: ${from}, then: next, reason: "..."}]` },
        ],
      },
      pair,
      id,
    );
    return [...rest, renamed];
  }, changes);
}

/** Steps that are gone, each with the new one that does the same in its place, if there is one. */
function renames({ steps, new: now }: CampaignPair): readonly (readonly [from: string, to: string])[] {
  const taken = new Set<string>();
  return steps.gone.flatMap(({ step, inside }) => {
    if (now.removed.some((declared) => declared.step === step.id)) return [];
    const alike = steps.added.filter(
      (other) => !taken.has(other.step.id) && other.inside === inside && doesTheSame(step, other.step),
    );
    const heir = alike.find((other) => same(other.step.delay, step.delay)) ?? alike[0];
    if (heir === undefined) return [];
    taken.add(heir.step.id);
    return [[step.id, heir.step.id] as const];
  });
}

function doesTheSame({ action: a }: Step, { action: b }: Step): boolean {
  if (a.kind === 'message' && b.kind === 'message') return a.channel === b.channel && a.template === b.template;
  if (a.kind === 'exit' && b.kind === 'exit') return a.reason === b.reason;
  if (a.kind !== b.kind) return false;
  const ids = (action: typeof a): readonly string[] => waysIn(action).flatMap(({ steps }) => steps.map(({ id }) => id));
  return ids(a).length > 0 && ids(a).some((id) => ids(b).includes(id));
}
