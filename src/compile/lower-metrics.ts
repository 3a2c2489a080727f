import type { ConfigFile } from '../model/config-file.js';
import type { MetricFile, MetricPartFile } from '../model/config-parts-file.js';
import { compareText } from '../model/diagnostic.js';
import { everyMessage } from '../model/every-step.js';
import { invariant } from '../model/failure.js';
import type { Measure, Metric } from '../model/metric.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { lowerWhere } from './lower-condition.js';
import { duration, eventAndProperty } from './written.js';

/** The metrics that campaigns are measured by, that message tests decide by and that money is counted by, with those that they are made of. */
export function lowerMetrics(
  { metrics = {}, economics }: Pick<ConfigFile, 'metrics' | 'economics'>,
  campaigns: readonly PlanCampaign[],
): Plan['metrics'] {
  const every = lowerEveryMetric(metrics);
  const asked = new Set(economics === undefined ? [] : [economics.revenue]);
  for (const { kpi, steps } of campaigns) {
    for (const name of [kpi.metric, ...kpi.secondary, ...kpi.guardrails.map(({ metric }) => metric)]) asked.add(name);
    for (const { test } of everyMessage(steps)) if (test !== null) asked.add(test.metric);
  }
  // What is asked for stands on more: a set grows while it is walked.
  for (const name of asked) {
    const measure = every[name]?.measure;
    if (measure?.kind === 'incremental') asked.add(measure.metric);
  }
  return Object.fromEntries(Object.entries(every).filter(([name]) => asked.has(name)));
}

/** Whether any metric is made of what was spent. */
export function asksForCosts(metrics: Plan['metrics']): boolean {
  const isCost = (measure: Measure): boolean =>
    measure.kind === 'ratio' ? measure.of.some(isCost) : measure.kind === 'cost';
  return Object.values(metrics).some(({ measure }) => isCost(measure));
}

/** Every metric that the configuration declares, by name. */
export function lowerEveryMetric(metrics: NonNullable<ConfigFile['metrics']>): Plan['metrics'] {
  return Object.fromEntries(Object.keys(metrics).map((name) => [name, lowerMetric(name, metrics)]));
}

type Declared = NonNullable<ConfigFile['metrics']>;

/** A part by its name stands for what that metric counts; which way of it is good, the whole says for itself. */
function lowerMetric(part: MetricPartFile, metrics: Declared): Metric {
  const node = typeof part === 'string' ? metrics[part] : part;
  invariant(node !== undefined, 'a checked metric names only metrics');
  return { measure: lowerMeasure(node, metrics), better: node.better ?? usuallyBetter(node, metrics) };
}

function usuallyBetter({ complement }: MetricFile, metrics: Declared): Metric['better'] {
  return complement !== undefined && lowerMetric(complement, metrics).better === 'higher' ? 'lower' : 'higher';
}

function lowerMeasure(node: MetricFile, metrics: Declared): Measure {
  const where = lowerWhere(node.where);
  if (node.ratio !== undefined) {
    const [above, below] = node.ratio.map((part) => lowerMetric(part, metrics).measure);
    invariant(above !== undefined && below !== undefined, 'a checked ratio has two parts');
    return { kind: 'ratio', of: [above, below] };
  }
  if (node.complement !== undefined) {
    const { measure: of } = lowerMetric(node.complement, metrics);
    invariant(of.kind === 'share' || of.kind === 'retention', `a checked complement is one of ${of.kind}`);
    return { kind: 'complement', of };
  }
  if (node.share !== undefined) return lowerShare(node, node.share);
  if (node.count !== undefined) return { kind: 'count', event: node.count, where };
  if (node.sum !== undefined) return { kind: 'sum', ...summed(node.sum), where };
  if (node.retention !== undefined) {
    const [after, within] = [duration(node.after ?? ''), duration(node.within ?? '')];
    return { kind: 'retention', event: node.retention, where, after, within };
  }
  if (node.survey !== undefined) {
    invariant(node.scale !== undefined, 'a checked survey has a scale');
    return { kind: 'survey', ...summed(node.survey), where, scale: node.scale };
  }
  if (node.score !== undefined)
    return { kind: 'score', points: { ...node.score }, halfLife: duration(node.half_life ?? HALF_LIFE) };
  if (node.attribute !== undefined) return { kind: 'attribute', name: node.attribute };
  if (node.cost !== undefined) return { kind: 'cost', of: [...new Set(node.cost)].sort(compareText) };
  invariant(node.incremental !== undefined, 'a checked metric has a kind that can be compiled');
  return { kind: 'incremental', metric: node.incremental };
}

/** What is not asked stands in no plan: the same question is the same bytes. */
function lowerShare({ where, at_least: atLeast = 1, new: newTo, above }: MetricFile, event: string): Measure {
  return {
    kind: 'share',
    event,
    where: lowerWhere(where),
    ...(atLeast > 1 ? { atLeast } : {}),
    ...(newTo === undefined ? {} : { newTo }),
    ...(above === undefined ? {} : { above }),
  };
}

const HALF_LIFE = '30d';

function summed(text: string): { readonly event: string; readonly property: string } {
  const { event, property } = eventAndProperty(text);
  invariant(property !== null, `metric ${text} names a property`);
  return { event, property };
}
