import { exampleMeasures } from '../example/example-measures.js';
import { kpiMetric } from '../flow/campaign-facts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** A campaign is to lift what is better when it is lower. */
export const liftOfLess: Rule = {
  code: 'LC445',
  name: 'lift-of-less',
  severity: 'error',
  summary: 'A campaign is to lift what is better when it is lower.',
  docs: `"minimum_lift" is how much more there must be than among the held-out. Of churn or returns there should be less, so nobody can tell whether a lift of 5% is the goal or the harm.

Measure the campaign by the other side of it: by "retention" in place of churn, by {complement: …} of any other share; or take "minimum_lift" out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'order_rate: {share: order_placed, better: lower}',
    good: 'order_rate: {share: order_placed}',
    beside: exampleMeasures,
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const kpi = mapAt(campaignMap(campaign), 'kpi');
    const name = textAt(kpi, 'metric');
    const metric = kpiMetric(project, campaign);
    if (kpi === null || !('minimum_lift' in kpi) || metric?.better !== 'lower') return;
    const isShare = metric.measure.kind === 'share' || metric.measure.kind === 'retention';
    yield {
      message: `campaign "${campaign.id}" is to lift "${name}", of which less is better`,
      span: spanOf(project, atKey(kpi, 'minimum_lift')),
      label: 'more, or less?',
      help: [
        `measure by the other side of it${isShare ? `, {complement: ${name}, better: higher}` : ''}, or take "minimum_lift" out`,
      ],
    };
  },
};
