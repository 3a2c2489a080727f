import type { Journey } from '../model/journey.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { namesBefore, originOf } from '../structure/step-names.js';
import { structureOf } from '../structure/structure-of.js';

interface Structures {
  readonly newest: PlanCampaign;
  readonly kept: Map<string, PlanCampaign>;
}

const known = new WeakMap<Plan, ReadonlyMap<string, Structures>>();

/** A campaign as the newest plan has it; null when it is gone. */
export function newestCampaign(plan: Plan, id: string): PlanCampaign | null {
  return structuresOf(plan).get(id)?.newest ?? null;
}

/** The campaign as a journey, or a message of it, goes through it: in the structure that it is in, as far as that is kept, else in the newest; null when the campaign is gone. */
export function campaignOf(
  plan: Plan,
  { campaign, structure }: Pick<Journey, 'campaign' | 'structure'>,
): PlanCampaign | null {
  const structures = structuresOf(plan).get(campaign);
  if (structures === undefined) return null;
  if (structure === null || structures.kept.size === 0) return structures.newest;
  if (structureOf(plan, structures.newest) === structure) return structures.newest;
  return structures.kept.get(structure) ?? structures.newest;
}

/** The id under which the message of a step is known in a journey: the first that the step had. */
export function messageStep({ moved }: PlanCampaign, { move }: Pick<Journey, 'move'>, step: string): string {
  if (move === null) return originOf(moved, step);
  const names = namesBefore(moved, step);
  const told = names.find((name) => Object.hasOwn(move.names, name));
  return told === undefined ? (names.at(-1) ?? step) : (move.names[told] ?? step);
}

function structuresOf(plan: Plan): ReadonlyMap<string, Structures> {
  let found = known.get(plan);
  if (found === undefined) {
    const all = new Map<string, Structures>();
    for (const campaign of plan.campaigns) {
      if (campaign.kept === undefined) all.set(campaign.id, { newest: campaign, kept: new Map() });
      else all.get(campaign.id)?.kept.set(campaign.kept, campaign);
    }
    found = all;
    known.set(plan, found);
  }
  return found;
}
