import type { CampaignReport, Comparison, TestReport, Verdict } from '../../model/measurement.js';
import { NOT_COMPARED } from './not-compared.js';

/** A report of which no lift may be read: only counts stay, and what the people who were sent to do by themselves. */
export function withoutLift(
  report: CampaignReport,
  verdict: Extract<Verdict, { kind: 'invalid' | 'not_answerable' }>,
): CampaignReport {
  return {
    ...report,
    primary: onlyCounts(report.primary),
    secondary: report.secondary.map(onlyCounts),
    guardrails: report.guardrails.map(({ comparison, limit, state, why }) => ({
      comparison: onlyCounts(comparison),
      limit,
      ...(limit?.kind === 'max' ? { state, why } : { state: 'not_known', why: 'The arms cannot be compared.' }),
    })),
    curve: report.curve.map((point) => ({ ...point, relative: null, monitoring: null })),
    money: null,
    // Where arms are not what chance makes them, variants may not be either; who is held out is nothing to them.
    tests: verdict.kind === 'invalid' ? report.tests.map(uncompared) : report.tests,
    verdict,
  };
}

function onlyCounts(comparison: Comparison): Comparison {
  return { ...comparison, ...NOT_COMPARED };
}

function uncompared(test: TestReport): TestReport {
  const silent = (one: TestReport['groups'][number]['variants'][number]): typeof one => ({ ...one, against: null });
  return {
    ...test,
    groups: test.groups.map(({ factor, variants }) => ({ factor, variants: variants.map(silent) })),
    method: null,
    notes: ['The numbers of this campaign cannot be trusted, so its variants are not compared.'],
  };
}
