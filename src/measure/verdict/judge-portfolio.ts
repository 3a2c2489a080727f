import type { CampaignReport, PortfolioReport } from '../../model/measurement.js';
import { benjaminiHochberg } from '../stats/multiplicity.js';
import { shrinkLifts } from '../stats/shrink-lifts.js';
import { standardErrorOf } from './expected-loss.js';
import { isVerdictDue } from './reach-verdict.js';

/** Of the campaigns that stand, so many are chance on average. */
const FALSE_DISCOVERIES = 0.1;

/**
 * All campaigns together: among many, some look good by chance. The p of those whose verdict may fall are corrected for one another (Benjamini–Hochberg at 10%), and their lifts are drawn towards each other, for the
 * largest of many is the luckiest too. Those without a verdict have neither.
 */
export function judgePortfolio(campaigns: readonly CampaignReport[]): PortfolioReport['portfolio'] {
  const tested = campaigns.flatMap((report) => {
    const p = decidingP(report);
    return p === null ? [] : [{ campaign: report.question.campaign, p }];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const byCampaign = new Map(tested.map(({ campaign, p }, i) => [campaign, { p, adjustedP: adjusted[i] ?? 1 }]));
  const drawn = drawTogether(campaigns.filter(({ question }) => byCampaign.has(question.campaign)));
  return campaigns.map(({ question: { campaign } }) => {
    const { p = null, adjustedP = null } = byCampaign.get(campaign) ?? {};
    const stands = adjustedP !== null && adjustedP <= FALSE_DISCOVERIES;
    return { campaign, p, adjustedP, stands, shrunkenLift: drawn.get(campaign) ?? null };
  });
}

/** Of a sequential analysis the p that holds on every day; null before the verdict may fall, and where none may be read. */
function decidingP({ question, asOf, primary, verdict }: CampaignReport): number | null {
  if (verdict.kind === 'invalid' || verdict.kind === 'not_answerable' || !isVerdictDue(question, { asOf })) return null;
  return question.analysis === 'sequential' ? (primary.monitoring?.p ?? null) : primary.p;
}

/** Lifts as logarithms, where they are near normal, and back. */
function drawTogether(reports: readonly CampaignReport[]): ReadonlyMap<string, CampaignReport['primary']['relative']> {
  const logs = reports.flatMap(({ question, primary: { relative } }) => {
    if (relative?.low == null || relative.high == null || relative.low <= -1) return [];
    const [value, low, high] = [relative.value, relative.low, relative.high].map(Math.log1p) as [
      number,
      number,
      number,
    ];
    const standardError = standardErrorOf({ value, low, high });
    return standardError === null ? [] : [{ campaign: question.campaign, value, standardError }];
  });
  const shrunken = shrinkLifts(logs) ?? [];
  return new Map(
    shrunken.map(({ value, low, high }, i) => [
      logs[i]?.campaign ?? '',
      {
        value: Math.expm1(value),
        low: low === null ? null : Math.expm1(low),
        high: high === null ? null : Math.expm1(high),
      },
    ]),
  );
}
