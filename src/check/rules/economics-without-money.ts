import { comparesOf } from '../../model/compares-of.js';
import { exampleMeasures } from '../example/example-measures.js';
import { metricMeasures } from '../names/metric-measures.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** The metric that money is counted by counts no money. */
export const economicsWithoutMoney: Rule = {
  code: 'LC444',
  name: 'economics-without-money',
  severity: 'error',
  summary: 'The metric that money is counted by counts no money.',
  docs: `Reports say what a campaign is worth in money: what people who got its messages spent more than people like them who got nothing, times the margin, minus what messages, incentives and unsubscribes cost. What people spent is the sum of an amount over what they did, such as {sum: order_placed.value}. A share of people, a count or an average is none.

Name a metric that is such a sum.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'revenue: order_rate, margin',
    good: 'revenue: revenue, margin',
    beside: exampleMeasures,
  },
  *check(project) {
    const economics = mapAt(configMap(project), 'economics');
    const name = textAt(economics, 'revenue');
    const metrics = metricMeasures(project);
    const measure = name === null ? undefined : metrics.get(name)?.measure;
    if (economics === null || name === null || measure === undefined) return;
    if (measure.kind === 'sum' && comparesOf(measure) === 'holdout') return;
    const sums = [...metrics].flatMap(
      ([
        one,
        {
          measure: { kind },
        },
      ]) => (kind === 'sum' ? [`"${one}"`] : []),
    );
    yield {
      message: `"${name}" is not the sum of what people spend`,
      span: spanOf(project, atValue(economics, 'revenue')),
      label: 'no money',
      help: [
        sums.length === 0
          ? 'declare a metric such as {sum: order_placed.value}, and name it here'
          : `name a sum: ${sums.join(', ')}`,
      ],
    };
  },
};
