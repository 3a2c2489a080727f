import type { PlanCampaign } from './plan.js';

/** What a campaign's arms are drawn by: its own salt, whatever the campaign is called by now. */
export function saltOf({ id, assignment }: Pick<PlanCampaign, 'id' | 'assignment'>): string {
  return assignment?.salt ?? id;
}

/** What is hashed with a unit for the holdout of a campaign; another version draws new arms. */
export function holdoutSalt(campaign: Pick<PlanCampaign, 'id' | 'assignment'>): string {
  return `${saltOf(campaign)}/holdout/v${campaign.assignment?.version ?? 1}`;
}
