import type { Plan } from './plan.js';

/** A structure that people are still in, with what of its plan it needs: that campaign alone, the definitions it names, and its templates. */
export interface KeptCampaign {
  readonly structure: string;
  readonly plan: Plan;
}
