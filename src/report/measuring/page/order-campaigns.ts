import { compareText } from '../../../model/diagnostic.js';
import type { CampaignReport, Verdict } from '../../../model/measurement.js';

/** What asks for action comes first. */
const ORDER: readonly Verdict['kind'][] = [
  'invalid',
  'not_worth_running',
  'undecided',
  'not_answerable',
  'worth_running',
];

/** Campaigns by verdict, and among equal ones those with most money at stake first. */
export function orderCampaigns(campaigns: readonly CampaignReport[]): readonly CampaignReport[] {
  return [...campaigns].sort(
    (a, b) =>
      ORDER.indexOf(a.verdict.kind) - ORDER.indexOf(b.verdict.kind) ||
      stake(b) - stake(a) ||
      compareText(a.question.campaign, b.question.campaign),
  );
}

function stake({ money }: CampaignReport): number {
  return Math.abs(money?.net?.value ?? 0);
}
