import { exampleMeasures } from '../example/example-measures.js';
import { findMetricProblems } from '../names/find-metric-problems.js';
import { spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { metricNodes } from '../walk/walk-metrics.js';

/** A metric is written so that there is nothing to work out. */
export const impossibleMetric: Rule = {
  code: 'LC448',
  name: 'impossible-metric',
  severity: 'error',
  summary: 'A metric is written so that there is nothing to work out.',
  docs: `"retention" counts between "after" and "within", so the first is shorter. One minus something ("complement") makes sense of a share of people alone, such as "share" or "retention". A "ratio" divides what can be added up over people or days: "share", "count", "sum", "retention", "score" and "cost". "incremental" tells what was gained of something that people do, such as a "sum". The half-life of a "score" is an exact length: a month has none. The mean of an "attribute" needs numbers.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'after: 90d, within: 60d',
    good: 'after: 30d, within: 60d',
    beside: exampleMeasures,
  },
  *check(project) {
    for (const { name, node } of metricNodes(project))
      for (const { message, place, label, help } of findMetricProblems(project, node))
        yield {
          message: `metric "${name}" ${message}`,
          span: spanOf(project, place),
          ...(label === undefined ? {} : { label }),
          help: [help],
        } satisfies Finding;
  },
};
