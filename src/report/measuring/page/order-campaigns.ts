import { compareText } from '../../../model/diagnostic.js';
import type { CampaignReport, Verdict } from '../../../model/measurement.js';

/** What asks for action comes first, what only asks for patience last. */
const ORDER: readonly (Verdict['kind'] | 'too_early')[] = [
  'invalid',
  'not_worth_running',
  'undecided',
  'not_answerable',
  'worth_running',
  'too_early',
];

/** Campaigns by verdict, one whose guardrail is broken before all that are sound, and among equal ones those with most money at stake first. */
export function orderCampaigns(campaigns: readonly CampaignReport[]): readonly CampaignReport[] {
  return [...campaigns].sort(
    (a, b) => rank(a) - rank(b) || stake(b) - stake(a) || compareText(a.question.campaign, b.question.campaign),
  );
}

function rank({ verdict, guardrails }: CampaignReport): number {
  const isBroken = guardrails.some(({ state }) => state === 'broken');
  if (isBroken && verdict.kind !== 'invalid') return 0.5;
  const isEarly = verdict.kind === 'undecided' && verdict.because === 'too_early';
  return ORDER.indexOf(isEarly ? 'too_early' : verdict.kind);
}

function stake({ money }: CampaignReport): number {
  return Math.abs(money?.net?.value ?? 0);
}
