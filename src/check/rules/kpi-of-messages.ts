import { isOfMessages } from '../../model/compares-of.js';
import { isPromotional, kpiEvents, kpiMetric } from '../flow/campaign-facts.js';
import { metricInstead } from '../names/metric-instead.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** A campaign is measured by what only people who get messages can do. */
export const kpiOfMessages: Rule = {
  code: 'LC429',
  name: 'kpi-of-messages',
  severity: 'error',
  summary: 'A campaign is measured by what only people who get messages can do.',
  docs: `Whoever is held out gets nothing that could be opened, clicked or unsubscribed from, so the figure is always zero there and the comparison says nothing; and many opens are made by mail programs, not by people. Measure what the campaign is for: an order, a visit, a booking. Opens and clicks are good to choose between two subjects, unsubscribes to guard a campaign by: write them under "test", "secondary" or "guardrails".

A campaign of transactional messages alone has no holdout, and may count what it likes.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'order_rate: {share: email_clicked}',
    good: 'order_rate: {share: order_placed}',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const kpi = mapAt(campaignMap(campaign), 'kpi');
    const measure = kpiMetric(project, campaign)?.measure;
    const event = kpiEvents(project, campaign).find(isOfMessages);
    if (kpi === null || measure === undefined || event === undefined || !isPromotional(project, campaign)) return;
    yield {
      message: `the KPI of campaign "${campaign.id}" counts "${event}", which people who are held out cannot do`,
      span: spanOf(project, atValue(kpi, 'metric')),
      label: 'always zero without messages',
      help: [metricInstead(project, textAt(kpi, 'metric') ?? '')],
    };
  },
};
