import { comparesOf } from '../../model/compares-of.js';
import type { Measure } from '../../model/metric.js';
import { exampleMeasures } from '../example/example-measures.js';
import { isPromotional, kpiMetric } from '../flow/campaign-facts.js';
import { metricInstead } from '../names/metric-instead.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** A campaign is measured by what cannot be compared with people who are held out. */
export const kpiWithoutHoldout: Rule = {
  code: 'LC440',
  name: 'kpi-without-holdout',
  severity: 'error',
  summary: 'A campaign is measured by what cannot be compared with people who are held out.',
  docs: `What a campaign is worth is the difference between people who get its messages and people like them who get nothing. That difference must be seen in each person. What those say who answer a survey is what those are like who answer. Money spent belongs to the business and to nobody by himself, and so does what is divided by it: acquisition cost, return on advertising. An attribute is known only as it is today.

Measure what people do: orders, spending, coming back. The rest may stand under "secondary", where reports show it beside the verdict. Revenue needs nothing more from you: that few people buy, and some buy much, is taken into account.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'kpi: {metric: advertising, window: 5d, secondary: [satisfaction], guardrails',
    good: 'kpi: {metric: order_rate, window: 5d, secondary: [satisfaction], minimum_lift: 5%, guardrails',
    beside: exampleMeasures,
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const kpi = mapAt(campaignMap(campaign), 'kpi');
    const name = textAt(kpi, 'metric');
    const measure = kpiMetric(project, campaign)?.measure;
    if (kpi === null || name === null || measure === undefined || !isPromotional(project, campaign)) return;
    const compares = comparesOf(measure);
    if (compares !== 'respondents' && compares !== 'descriptive') return;
    yield {
      message: `the KPI of campaign "${campaign.id}" is "${name}", which cannot be compared with people who are held out`,
      span: spanOf(project, atValue(kpi, 'metric')),
      label: compares === 'respondents' ? 'said by those who answer alone' : WHOSE[kindOf(measure)],
      help: [metricInstead(project, name)],
    };
  },
};

const WHOSE = {
  attribute: 'known only as it is today',
  cost: 'belongs to the business',
  incremental: 'worked out from the verdict itself',
} as const;

/** Which of its parts makes a measure one that describes. */
function kindOf(measure: Measure): keyof typeof WHOSE {
  if (measure.kind === 'ratio')
    return kindOf(measure.of.find((part) => comparesOf(part) === 'descriptive') ?? measure.of[0]);
  return measure.kind === 'attribute' || measure.kind === 'incremental' ? measure.kind : 'cost';
}
