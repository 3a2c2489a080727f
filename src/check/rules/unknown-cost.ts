import { exampleMeasures } from '../example/example-measures.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { metricNodes } from '../walk/walk-metrics.js';
import { configMap, mapAt } from '../yaml-map.js';

/** A metric is made of costs that nobody told. */
export const unknownCost: Rule = {
  code: 'LC447',
  name: 'unknown-cost',
  severity: 'error',
  summary: 'A metric is made of costs that nobody told.',
  docs: `What was spent on advertising or on winning customers is in no event: "cost" reads it from a table of your own, named under "data.costs", with the columns day (2026-03-02), kind (ad) and amount. What messages and incentives cost stands under "economics" and "incentives": "incremental" divides by it.

Name the table, or say the costs; or take the metric out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'data/events.ndjson}',
    good: 'data/events.ndjson, costs: data/costs.csv}',
    beside: exampleMeasures,
  },
  *check(project) {
    const config = configMap(project);
    const data = mapAt(config, 'data');
    for (const { name, node } of metricNodes(project)) {
      if ('cost' in node && data !== null && !('costs' in data))
        yield {
          message: `metric "${name}" counts money spent, and no table says what was`,
          span: spanOf(project, atKey(node, 'cost')),
          help: ['add "costs: data/costs.csv" to "data": a file with the columns day, kind and amount'],
        };
      if ('incremental' in node && !('economics' in config))
        yield {
          message: `metric "${name}" divides by what messages and incentives cost, and nobody said what they do`,
          span: spanOf(project, atKey(node, 'incremental')),
          help: ['add "economics" with "cost_per_message"'],
        };
    }
  },
};
