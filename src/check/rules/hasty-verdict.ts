import { DAY } from '../../model/milliseconds.js';
import { shareAt } from '../flow/campaign-facts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { lengthOf } from '../timing/timed-steps.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

const WEEK = 7 * DAY;

/** The verdict falls before the people of a whole week are through with the window. */
export const hastyVerdict: Rule = {
  code: 'LC460',
  name: 'hasty-verdict',
  severity: 'warning',
  summary: 'The verdict falls before the people of a whole week are through with the window.',
  docs: `Only people whose window is over count: those who got their message, or would have got it, later have not had the time that is measured. With a window of 25 days and a verdict after 30, that is whoever came in the first five days, and a weekend may decide.

Let the verdict fall a week or more after the window, better several; or shorten the window to what a message can still cause.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'kpi: {metric: order_rate, window: 5d, verdict_after: 9d, guardrails: [revenue]}\nholdout: 10%',
    good: 'kpi: {metric: order_rate, window: 5d, guardrails: [revenue]}',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    const node = campaignMap(campaign);
    const kpi = mapAt(node, 'kpi');
    const window = lengthOf(textAt(kpi, 'window'));
    const written = textAt(kpi, 'verdict_after');
    const after = lengthOf(written);
    if (kpi === null || window === null || after === null || shareAt(node, 'holdout') === 0) return;
    // A window that is over later is an error of its own.
    if (window >= after || after - window >= WEEK) return;
    const days = Math.floor((after - window) / DAY);
    yield {
      message: `the verdict on campaign "${campaign.id}" falls after ${written}, when the ${textAt(kpi, 'window')} are over only for those of the first ${days <= 1 ? 'day' : `${days} days`}`,
      span: spanOf(project, atValue(kpi, 'verdict_after')),
      label: 'too soon',
      help: [
        `write "verdict_after: ${Math.ceil((window + 4 * WEEK) / DAY)}d": four weeks of people are a start; or shorten the window`,
      ],
    };
  },
};
