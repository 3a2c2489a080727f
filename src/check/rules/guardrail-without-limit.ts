import { comparesOf } from '../../model/compares-of.js';
import { exampleMeasures } from '../example/example-measures.js';
import { isPromotional } from '../flow/campaign-facts.js';
import { metricMeasures } from '../names/metric-measures.js';
import { spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { guardrailsOf } from '../walk/walk-metrics.js';

/** A guardrail that only people who get messages can break says no limit, so nothing can break it. */
export const guardrailWithoutLimit: Rule = {
  code: 'LC442',
  name: 'guardrail-without-limit',
  severity: 'warning',
  summary: 'A guardrail that only people who get messages can break says no limit, so nothing breaks it.',
  docs: `Whether more people return what they bought can be seen by comparing with the held-out. Whether too many unsubscribe cannot: the held-out get nothing to unsubscribe from. Only you can say what is too many.

Write the highest share that is still right, such as {metric: optouts, max: 0.5%}. Reports then say whether it is kept, and it stops a verdict that looks only at what was won.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'guardrails: [optouts, ',
    good: 'guardrails: [{metric: optouts, max: 1%}, ',
    beside: exampleMeasures,
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    if (!isPromotional(project, campaign)) return;
    for (const { metric, place, node } of guardrailsOf(campaign)) {
      const measure = metricMeasures(project).get(metric)?.measure;
      if (
        measure === undefined ||
        comparesOf(measure) !== 'variants' ||
        (node !== null && Object.keys(node).length > 1)
      )
        continue;
      yield {
        message: `guardrail "${metric}" says no limit`,
        span: spanOf(project, place),
        label: 'how much is too much?',
        help: [`write {metric: ${metric}, max: 0.5%}, with the share that is still right`],
      };
    }
  },
};
