import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { messagesOf } from '../walk/walk-messages.js';
import { campaignMap, configMap, mapAt, textsAt } from '../yaml-map.js';

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
    for (const campaign of project.campaigns) {
      const kpi = mapAt(campaignMap(campaign), 'kpi');
      const tested = messagesOf(campaign).flatMap(({ message }) => textsAt(mapAt(message, 'test'), 'metric'));
      for (const { holder, key, text } of [...textsAt(kpi, 'metric'), ...textsAt(kpi, 'guardrails'), ...tested]) {
        if (metrics.includes(text)) continue;
        yield unknownName(project, {
          message: `there is no metric "${text}"`,
          word: text,
          place: atValue(holder, key),
          candidates: metrics,
          plural: 'metrics',
          otherwise: `declare "${text}" under "metrics" in ${project.configFile}`,
        });
      }
    }
  },
};
