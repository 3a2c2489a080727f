import type { Condition } from './condition.js';
import type { PlanCampaign } from './plan.js';

/** What must hold for somebody to belong to a campaign's audience: one of its stages, and what is written of the audience; null for everybody. */
export function audienceCondition({ audience, stages }: Pick<PlanCampaign, 'audience' | 'stages'>): Condition | null {
  const inStages = stages === null ? null : anyStage(stages);
  if (audience === null || inStages === null) return audience ?? inStages;
  return { kind: 'all', of: [inStages, audience] };
}

function anyStage(stages: readonly string[]): Condition {
  const each = stages.map((stage): Condition => ({ kind: 'stage', stage }));
  return each.length === 1 && each[0] !== undefined ? each[0] : { kind: 'any', of: each };
}
