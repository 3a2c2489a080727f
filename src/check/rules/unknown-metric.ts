import { unknownName } from '../names/unknown-name.js';
import type { Rule } from '../rule.js';
import { campaignMetrics, configMetrics } from '../walk/walk-metrics.js';
import { configMap, mapAt } from '../yaml-map.js';

/** A campaign or a message test is to be measured by a metric that the configuration does not have. */
export const unknownMetric: Rule = {
  code: 'LC208',
  name: 'unknown-metric',
  severity: 'error',
  summary: 'A campaign or a message test is to be measured by a metric that the configuration does not have.',
  docs: `Metrics are declared once, under "metrics" in lifecycle.config.yaml, so that every campaign measures the same thing in the same way.

Correct the name in "kpi" or "test", or declare the metric.`,
  example: { file: 'campaigns/cart.yaml', bad: 'metric: order_rates', good: 'metric: order_rate' },
  *check(project) {
    const metrics = Object.keys(mapAt(configMap(project), 'metrics') ?? {});
    for (const { metric, place } of [...configMetrics(project), ...project.campaigns.flatMap(campaignMetrics)]) {
      if (metrics.includes(metric)) continue;
      yield unknownName(project, {
        message: `there is no metric "${metric}"`,
        word: metric,
        place,
        candidates: metrics,
        plural: 'metrics',
        otherwise: `declare "${metric}" under "metrics" in ${project.configFile}`,
      });
    }
  },
};
