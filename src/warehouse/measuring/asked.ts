import { compareText } from '../../model/diagnostic.js';
import { invariant } from '../../model/failure.js';
import { type EventMeasure, eventMeasures, type Measure } from '../../model/metric.js';
import type { Plan, PlanCampaign } from '../../model/plan.js';

/** What is counted of each person by himself, of which measures are made. */
export type PersonMeasure = EventMeasure | Extract<Measure, { kind: 'score' | 'attribute' }>;

/** A measure that has a number for each person, or two, one of them below the line. */
export interface PersonalMetric {
  readonly name: string;
  readonly above: PersonMeasure;
  readonly below: PersonMeasure | null;
  /** Of a complement: 1 minus the number. */
  readonly inverted: boolean;
}

/** The names of the metrics that a campaign is measured by, with the one that counts money; sorted. */
export function measuredBy(plan: Plan, { kpi }: PlanCampaign): readonly string[] {
  const names = new Set([kpi.metric, ...kpi.guardrails.map(({ metric }) => metric), ...kpi.secondary]);
  if (plan.economics !== null) names.add(plan.economics.revenue);
  for (const name of names) {
    const measure = plan.metrics[name]?.measure;
    if (measure?.kind === 'incremental') names.add(measure.metric);
  }
  return [...names].filter((name) => Object.hasOwn(plan.metrics, name)).sort(compareText);
}

/** A metric by person; null for one that belongs to the business, or that is worked out of others. */
export function personalMetric(name: string, measure: Measure): PersonalMetric | null {
  if (measure.kind === 'ratio') {
    const [above, below] = measure.of.map((each) => personalMetric(name, each));
    if (!above || !below) return null;
    invariant(above.below === null && below.below === null, `${name} divides what is not divided yet`);
    invariant(!above.inverted && !below.inverted, `${name} divides what people do`);
    return { name, above: above.above, below: below.above, inverted: false };
  }
  if (measure.kind === 'cost' || measure.kind === 'incremental') return null;
  if (measure.kind === 'complement') return { name, above: measure.of, below: null, inverted: true };
  return { name, above: measure, below: null, inverted: false };
}

/** What a personal metric counts. */
export function partsOfMetric({ above, below }: PersonalMetric): readonly PersonMeasure[] {
  return below === null ? [above] : [above, below];
}

/** Whether the same is worth counting from before the first exposure: amounts, not whether anything happened at all. */
export function hasBefore({ above, below }: PersonalMetric): boolean {
  return below === null && (above.kind === 'sum' || above.kind === 'count' || above.kind === 'score');
}

/** Every personal metric that some campaign is measured by, with the places of those campaigns in the plan; metrics in the order of their names. */
export type Asked = ReadonlyMap<PersonalMetric, readonly number[]>;

/** Gathers what the campaigns of a plan ask of people. */
export function askedPersonally(plan: Plan): Asked {
  const byName = new Map<string, number[]>();
  for (const [code, campaign] of plan.campaigns.entries())
    for (const name of measuredBy(plan, campaign)) byName.set(name, [...(byName.get(name) ?? []), code]);
  return new Map(
    [...byName]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([name, campaigns]) => {
        const metric = personalMetric(name, plan.metrics[name]!.measure);
        return metric === null ? [] : [[metric, campaigns] as const];
      }),
  );
}

/** By attribute or trait that some measure asks for, its column in the table `known`. */
export function attributeColumns(parts: readonly PersonMeasure[]): ReadonlyMap<string, string> {
  const names = new Set(parts.flatMap((part) => (part.kind === 'attribute' ? [part.name] : [])));
  return new Map([...names].map((name, i) => [name, `k${i}`]));
}

/** Which campaign asks for which events: pairs of their places in the plan and names of events, each once. */
export function askedEvents(asked: Asked): readonly (readonly [campaign: number, event: string])[] {
  const pairs = new Map<string, readonly [number, string]>();
  for (const [metric, campaigns] of asked)
    for (const { event } of partsOfMetric(metric).flatMap(eventMeasures))
      for (const code of campaigns) pairs.set(`${code} ${event}`, [code, event]);
  return [...pairs.values()];
}
