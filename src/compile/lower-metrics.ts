import type { ConfigFile, MetricFile } from '../model/config-file.js';
import { everyMessage } from '../model/every-step.js';
import { invariant } from '../model/failure.js';
import type { Measure } from '../model/metric.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { lowerWhere } from './lower-condition.js';
import { eventAndProperty } from './written.js';

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

/** Every metric that the configuration declares, by name. */
export function lowerEveryMetric(metrics: NonNullable<ConfigFile['metrics']>): Plan['metrics'] {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, node]) => [
      name,
      { measure: lowerMeasure(node), better: node.better ?? 'higher' },
    ]),
  );
}

function lowerMeasure(node: MetricFile): Measure {
  if (node.ratio !== undefined)
    return { kind: 'ratio', of: [lowerMeasure(node.ratio[0]), lowerMeasure(node.ratio[1])] };
  const where = lowerWhere(node.where);
  if (node.share !== undefined) return { kind: 'share', event: node.share, where };
  if (node.count !== undefined) return { kind: 'count', event: node.count, where };
  const { event, property } = eventAndProperty(node.sum ?? '');
  invariant(property !== null, `metric ${node.sum} names a property`);
  return { kind: 'sum', event, property, where };
}
