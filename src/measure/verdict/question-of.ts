import { addDuration, localTime } from '../../calendar/local-time.js';
import { comparesOf } from '../../model/compares-of.js';
import { everyStep } from '../../model/every-step.js';
import { invariant } from '../../model/failure.js';
import type { LockFile } from '../../model/lock-file.js';
import type { AskedMetric, AskedTest, Economics, Question } from '../../model/measurement.js';
import { DAY } from '../../model/milliseconds.js';
import type { Action, Plan, PlanCampaign } from '../../model/plan.js';
import type { Instant } from '../../model/value.js';
import { daysOf, waitOf } from './people-expected.js';

/** What a campaign of the plan is measured by; `since` is its first exposure, from which the day of the verdict is counted. */
export function questionOf(
  plan: Plan,
  campaign: PlanCampaign,
  since: Instant | null,
  traffic: LockFile['traffic'] = {},
): Question {
  const { kpi, holdout } = campaign;
  const metric = asked(plan, kpi.metric);
  const verdictAt = since === null ? null : addDuration(since, kpi.verdictAfter, plan.timezone);
  return {
    campaign: campaign.id,
    name: campaign.name,
    owner: campaign.owner,
    goal: campaign.goal,
    kpi: metric,
    window: kpi.window,
    minimumLift: kpi.minimumLift,
    secondary: kpi.secondary.map((name) => asked(plan, name)),
    guardrails: kpi.guardrails.map(({ metric, limit }) => ({ ...asked(plan, metric), limit })),
    analysis: kpi.analysis,
    verdictAt,
    verdictDay: verdictAt === null ? null : localTime(verdictAt, plan.timezone).date,
    plannedPeople: plannedPeople(campaign, metric, traffic[campaign.id]),
    holdout,
    economics: economicsOf(plan),
    revenue: plan.economics === null ? null : asked(plan, plan.economics.revenue),
    tests: everyStep(campaign.steps).flatMap(({ id, action }) => testOf(plan, id, action)),
  };
}

function testOf(plan: Plan, step: string, action: Action): readonly AskedTest[] {
  if (action.kind !== 'message' || action.test === null) return [];
  const { metric, sample, factors } = action.test;
  return [{ step, metric: asked(plan, metric), sample, factors: factors ?? null }];
}

/** People whose window is over on the day of the verdict, were it as in the days that were replayed; null where other days, another metric or another window were. */
function plannedPeople(
  { kpi }: PlanCampaign,
  { measure }: AskedMetric,
  traffic: NonNullable<LockFile['traffic']>[string] | undefined,
): number | null {
  if (traffic === undefined || traffic.metric !== kpi.metric || traffic.window !== kpi.window.text) return null;
  const replayed = (Date.parse(traffic.to) - Date.parse(traffic.from)) / DAY + 1;
  const counted = daysOf(kpi.verdictAfter) - daysOf(waitOf(measure, kpi.window));
  const people = Math.round((traffic.people / replayed) * counted);
  return people > 0 ? people : null;
}

function economicsOf({ economics, incentives }: Plan): Economics | null {
  if (economics === null) return null;
  const costs = Object.entries(incentives).map(([id, { cost }]) => [id, cost] as const);
  return { ...economics, costPerIncentive: Object.fromEntries(costs) };
}

function asked({ metrics }: Plan, name: string): AskedMetric {
  const metric = metrics[name];
  invariant(metric !== undefined, `a plan has the metric ${name} that it asks for`);
  return { metric: name, measure: metric.measure, better: metric.better, compares: comparesOf(metric.measure) };
}
