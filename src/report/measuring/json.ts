import type {
  AskedMetric,
  CampaignReport,
  Comparison,
  CurvePoint,
  GuardrailLimit,
  Money,
  PortfolioReport,
  Question,
  TestReport,
  Verdict,
} from '../../model/measurement.js';
import type { Instant } from '../../model/value.js';

/** The report as a versioned JSON document (`schemas/measurement.schema.json`), ended by a line break. Shares and lifts are numbers (0.05 is 5%), moments ISO 8601 in UTC. `version` is lifecycle's own. */
export function printReportJson(report: PortfolioReport, { version }: { readonly version: string }): string {
  const { project, asOf, zone, planHash, campaigns, portfolio } = report;
  const document = {
    format: 1,
    tool: { name: 'lifecycle', version },
    project,
    as_of: moment(asOf),
    timezone: zone,
    plan: planHash,
    campaigns: campaigns.map(campaignEntry),
    portfolio: portfolio.map(({ campaign, p, adjustedP, stands, shrunkenLift }) => ({
      campaign,
      p,
      adjusted_p: adjustedP,
      stands,
      shrunken_lift: shrunkenLift,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function campaignEntry(report: CampaignReport): object {
  const { question, since, sampleRatio, excluded } = report;
  return {
    campaign: question.campaign,
    name: question.name,
    verdict: verdictEntry(report.verdict),
    question: questionEntry(question),
    salt: report.salt,
    since: since === null ? null : moment(since),
    shares: report.shares,
    exposed: report.exposed,
    counted: report.counted,
    excluded: {
      global: excluded.global,
      changed_sides: excluded.changedSides,
      in_both_arms: excluded.inBothArms,
    },
    other_messages: report.otherMessages,
    sample_ratio: sampleRatio && {
      chi_squared: sampleRatio.chiSquared,
      p: sampleRatio.p,
      expected_held: sampleRatio.expectedHeld,
      is_sound: sampleRatio.isSound,
      since: sampleRatio.since,
    },
    kpi: comparisonEntry(report.primary),
    secondary: report.secondary.map(comparisonEntry),
    guardrails: report.guardrails.map(({ comparison, limit, state, why }) => ({
      ...comparisonEntry(comparison),
      limit: limit && limitEntry(limit),
      state,
      why,
    })),
    money: report.money && moneyEntry(report.money),
    curve: report.curve.map(({ day, sent, held, relative, monitoring }: CurvePoint) => ({
      day,
      sent,
      held,
      relative,
      monitoring,
    })),
    stages: report.stages.map(({ arm, from, to, people }) => ({ arm, from, to, people })),
    ...(report.tests.length === 0 ? {} : { tests: report.tests.map(testEntry) }),
  };
}

function questionEntry(question: Question): object {
  const { owner, goal, kpi, window, minimumLift, analysis, verdictAt, verdictDay, plannedPeople, holdout } = question;
  return {
    owner,
    goal,
    kpi: askedEntry(kpi),
    window: window.text,
    minimum_lift: minimumLift,
    secondary: question.secondary.map(askedEntry),
    guardrails: question.guardrails.map((one) => ({ ...askedEntry(one), limit: one.limit && limitEntry(one.limit) })),
    analysis,
    verdict_at: verdictAt === null ? null : moment(verdictAt),
    verdict_day: verdictDay,
    planned_people: plannedPeople,
    holdout,
  };
}

function askedEntry({ metric, better, compares }: AskedMetric): object {
  return { metric, better, compares };
}

function limitEntry(limit: GuardrailLimit): object {
  return limit.kind === 'max' ? { max: limit.value } : { non_inferior: limit.by };
}

function comparisonEntry(comparison: Comparison): object {
  const { metric, better, compares, unit, arms, absolute, relative, p, method, notes, adjusted, monitoring } =
    comparison;
  return {
    metric,
    better,
    compares,
    unit,
    arms,
    absolute,
    relative,
    p,
    adjusted_p: comparison.adjustedP,
    permutation_p: comparison.permutationP,
    method,
    notes,
    adjusted,
    monitoring,
  };
}

function moneyEntry(money: Money): object {
  const { currency, attributed, incremental, net, basis } = money;
  return {
    currency,
    attributed,
    incremental,
    cost_of_messages: money.costOfMessages,
    cost_of_incentives: money.costOfIncentives,
    cost_of_unsubscribes: money.costOfUnsubscribes,
    net,
    net_per_person: money.netPerPerson,
    basis,
    per_count: money.perCount,
  };
}

function testEntry({
  step,
  metric,
  better,
  unit,
  sample,
  since,
  state,
  verdict,
  groups,
  method,
  notes,
}: TestReport): object {
  return {
    step,
    metric,
    better,
    unit,
    sample,
    since: since === null ? null : moment(since),
    state,
    verdict: verdict && { winner: verdict.winner, decided_at: moment(verdict.decidedAt) },
    groups: groups.map(({ factor, variants }) => ({
      factor,
      variants: variants.map(({ variant, won, exposed, people, active, value, against }) => ({
        variant,
        won,
        exposed,
        people,
        active,
        value,
        against: against && {
          absolute: against.absolute,
          relative: against.relative,
          p: against.p,
          adjusted_p: against.adjustedP,
        },
      })),
    })),
    method,
    notes,
  };
}

function verdictEntry(verdict: Verdict): object {
  switch (verdict.kind) {
    case 'worth_running':
    case 'not_worth_running':
    case 'not_answerable':
    case 'invalid':
      return verdict;
    case 'undecided': {
      const { kind, because, moreDays, morePeople, lossIfKept, lossIfStopped } = verdict;
      return {
        kind,
        because,
        more_days: moreDays,
        more_people: morePeople,
        loss_if_kept: lossIfKept,
        loss_if_stopped: lossIfStopped,
      };
    }
  }
}

function moment(t: Instant): string {
  return new Date(t).toISOString();
}
