import type { Measure } from '../../model/metric.js';
import { exampleMeasures } from '../example/example-measures.js';
import { metricMeasures } from '../names/metric-measures.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A message test is decided by what cannot be counted while it runs. */
export const untestableMetric: Rule = {
  code: 'LC446',
  name: 'untestable-metric',
  severity: 'error',
  summary: 'A message test is decided by what cannot be counted while it runs.',
  docs: `A test is decided in the middle of a run, from what the people of each variant did since they got it: whether they did something ("share"), how often ("count"), how much of it ("sum"), or one of these divided by another ("ratio"). What takes weeks to tell, is known only of those who answer, or compares with what people did before, is not known by then.

Name such a metric, such as the share of people who clicked.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'email: {template: letter, topic: offers, test: {metric: satisfaction, sample: 20%, decide_after: 4h, variants: [{id: a, subject: Hello}, {id: b, subject: News}]}}',
    good: 'email: {template: letter, topic: offers}',
    beside: exampleMeasures,
  },
  *check(project) {
    for (const { id, message } of allMessages(project)) {
      const test = mapAt(message, 'test');
      const name = textAt(test, 'metric');
      const measure = name === null ? undefined : metricMeasures(project).get(name)?.measure;
      if (test === null || measure === undefined || isSoon(measure)) continue;
      const soon = [...metricMeasures(project)].flatMap(([one, metric]) =>
        isSoon(metric.measure) ? [`"${one}"`] : [],
      );
      yield {
        message: `the test of step "${id ?? '?'}" cannot be decided by "${name}"`,
        span: spanOf(project, atValue(test, 'metric')),
        label: 'not known while the test runs',
        help: [
          soon.length === 0
            ? 'declare a metric such as {share: email_clicked}, and name it here'
            : `name one of: ${soon.join(', ')}`,
        ],
      };
    }
  },
};

function isSoon(measure: Measure): boolean {
  switch (measure.kind) {
    case 'share':
      return measure.newTo === undefined && measure.above === undefined;
    case 'count':
    case 'sum':
      return true;
    case 'ratio':
      return measure.of.every((part) => part.kind !== 'ratio' && isSoon(part));
    default:
      return false;
  }
}
