import { BUILT_IN_EVENTS } from '../../model/built-in-events.js';
import { kpiEvents } from '../flow/campaign-facts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, mapAt } from '../yaml-map.js';

/** A campaign is measured by what only people who get messages can do. */
export const kpiOfMessages: Rule = {
  code: 'LC429',
  name: 'kpi-of-messages',
  severity: 'warning',
  summary: 'A campaign is measured by what only people who get messages can do.',
  docs: `Whoever is held out gets nothing that could be opened or clicked, so the figure is always zero there and the comparison says nothing; and many opens are made by mail programs, not by people. Measure what the campaign is for: an order, a visit, a booking. Opens and clicks are good to choose between two subjects.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'order_rate: {share: email_clicked}',
    good: 'order_rate: {share: order_placed}',
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      const kpi = mapAt(campaignMap(campaign), 'kpi');
      const event = kpiEvents(project, campaign).find((name) => name.startsWith('email_') && name in BUILT_IN_EVENTS);
      if (kpi === null || event === undefined) continue;
      yield {
        message: `the KPI of campaign "${campaign.id}" counts "${event}", which people who are held out cannot do`,
        span: spanOf(project, atValue(kpi, 'metric')),
        label: 'always zero without messages',
        help: ['measure what people do because of the messages, such as an order or a visit'],
      };
    }
  },
};
