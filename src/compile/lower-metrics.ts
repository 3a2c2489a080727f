import type { ConfigFile, MetricFile } from '../model/config-file.js';
import { everyMessage } from '../model/every-step.js';
import { invariant } from '../model/failure.js';
import type { Measure } from '../model/metric.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import { lowerWhere } from './lower-condition.js';
import { eventAndProperty } from './written.js';

/** The metrics that message tests decide by, as the configuration declares them. */
export function lowerMetrics(
  metrics: NonNullable<ConfigFile['metrics']>,
  campaigns: readonly PlanCampaign[],
): Plan['metrics'] {
  const used = new Set(campaigns.flatMap(({ steps }) => everyMessage(steps).flatMap(({ test }) => test?.metric ?? [])));
  return Object.fromEntries(Object.entries(lowerEveryMetric(metrics)).filter(([name]) => used.has(name)));
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
