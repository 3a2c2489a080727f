import { everyStep } from '../model/every-step.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { PlanPair } from './change-kind.js';
import { pairSteps } from './pair-steps.js';
import { same } from './same.js';

/** Puts the campaigns of two plans side by side. */
export function pairPlans(old: Plan, now: Plan): PlanPair {
  const before = new Map(old.campaigns.map((campaign) => [campaign.id, campaign]));
  const campaigns = now.campaigns.flatMap((campaign) => {
    const was = before.get(campaign.id);
    if (was === undefined) return [];
    return [{ plans: { old, new: now }, old: was, new: campaign, steps: pairSteps(was, campaign) }];
  });
  return { old, new: now, campaigns, renamed: renamedCampaigns(old, now) };
}

/** Campaigns of which only the id is another: the triggers, or the name, and most steps are those of one that is gone. */
function renamedCampaigns(old: Plan, now: Plan): ReadonlyMap<string, string> {
  const has = ({ campaigns }: Plan, id: string): boolean => campaigns.some((each) => each.id === id);
  const renamed = new Map<string, string>();
  for (const campaign of old.campaigns) {
    if (has(now, campaign.id)) continue;
    const taken = new Set(renamed.values());
    const heir = now.campaigns.find(({ id }) => !has(old, id) && !taken.has(id) && isHeir(campaign, now, id));
    if (heir !== undefined) renamed.set(campaign.id, heir.id);
  }
  return renamed;
}

function isHeir(old: PlanCampaign, { campaigns }: Plan, id: string): boolean {
  const now = campaigns.find((each) => each.id === id);
  if (now === undefined || !(old.name === now.name || same(old.triggers, now.triggers))) return false;
  const ids = new Set(everyStep(now.steps).map((step) => step.id));
  const steps = everyStep(old.steps);
  return steps.length > 0 && steps.filter((step) => ids.has(step.id)).length * 2 >= steps.length;
}
