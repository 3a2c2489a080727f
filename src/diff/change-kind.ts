import type { Facet, Judgement, Remedy, Told } from '../model/change.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { StepPairs } from './pair-steps.js';

/** Two plans of one project. */
export interface PlanPair {
  readonly old: Plan;
  readonly new: Plan;
  /** Campaigns of both, by id, sorted. */
  readonly campaigns: readonly CampaignPair[];
  /** Campaigns whose file was renamed, as far as it can be told: old id → new one. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** One campaign in two plans. */
export interface CampaignPair {
  readonly plans: { readonly old: Plan; readonly new: Plan };
  readonly old: PlanCampaign;
  readonly new: PlanCampaign;
  readonly steps: StepPairs;
}

/** One difference, as a kind of change finds it. */
export interface Found {
  readonly facet: Facet;
  /** Null, or left out, for what concerns the whole project. */
  readonly campaign?: string | null;
  readonly step?: string | null;
  /** Left out where the step has the same id in both plans. */
  readonly was?: string | null;
  readonly at: readonly string[];
  readonly what: string;
  readonly before?: Told | null;
  readonly after?: Told | null;
  readonly judgement: Judgement;
  readonly remedies?: readonly Remedy[];
}

/** One kind of change: how it is found, and everything there is to say about it. How bad it is stands in a table of judgements beside it. */
export interface ChangeKind {
  /** Permanent: `LC8` and two digits. */
  readonly code: string;
  /** Permanent: the same identity in words. */
  readonly name: string;
  /** One sentence: what has changed. */
  readonly summary: string;
  /** What it does to people and what to do; paragraphs parted by empty lines. */
  readonly docs: string;
  /** Every such change of the project as a whole, and of campaigns that only one plan has. */
  readonly find?: (pair: PlanPair) => Iterable<Found>;
  /** Every such change inside a campaign that both plans have. */
  readonly findIn?: (pair: CampaignPair) => Iterable<Found>;
}

/** A side of a change that is text already. */
export function told(text: string): Told {
  return { kind: 'text', text };
}

/** The same under both policies: what is never pinned. */
export function both(level: Judgement['pinned'][0], reason: string, touches: Judgement['touches']): Judgement {
  return { pinned: [level, reason], follow: [level, reason], touches };
}
