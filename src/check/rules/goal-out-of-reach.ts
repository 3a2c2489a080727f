import { LOCK_FILE } from '../../model/lock-file.js';
import { formatPercentage } from '../../model/percentage.js';
import { exampleTraffic } from '../example/example-traffic.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { type SizedCampaign, sizeOf } from '../sizing/size-of.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** Longer than this nobody waits. */
const LONGEST = 730;

/** A campaign's goal is smaller than what its measurement can show. */
export const goalOutOfReach: Rule = {
  code: 'LC458',
  name: 'goal-out-of-reach',
  severity: 'warning',
  summary: "A campaign's goal is smaller than what its measurement can show.",
  docs: `What chance alone does to the difference between two groups depends on how many people there are, how many of them buy, and how they are shared out. "lifecycle measure traffic" counts in the data who would have got the first message, day by day, and what they did in the KPI's window; from that follows the smallest lift that is found four times in five (at 5%, on both sides) when the verdict falls.

Where "minimum_lift" is smaller, the likely verdict is "not known", whatever the campaign is worth. A larger holdout, a later verdict or a metric that more people reach mend that; so does a larger goal, if that is what makes it worth running.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'kpi: {metric: order_rate, window: 5d, minimum_lift: 5%, guardrails: [revenue]}\nholdout: 10%',
    good: 'kpi: {metric: order_rate, window: 5d, guardrails: [revenue]}',
    beside: { [LOCK_FILE]: exampleTraffic({ people: 30_000, rate: 0.08 }) },
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      const kpi = mapAt(campaignMap(campaign), 'kpi');
      const sized = sizeOf(project, campaign);
      if (kpi === null || sized === null || typeof sized === 'string' || sized.goal === null) continue;
      const { size, holdout, goal, verdictAfter, traffic, days } = sized;
      if (size.detectable !== null && size.detectable <= goal) continue;
      const shown =
        size.detectable === null
          ? 'shows no lift at all'
          : `shows a lift of ${formatPercentage(size.detectable, 1)} or more`;
      yield {
        message: `after ${verdictAfter}, a holdout of ${formatPercentage(holdout)} ${shown}; the goal of campaign "${campaign.id}" is ${textAt(kpi, 'minimum_lift')}`,
        span: spanOf(project, atValue(kpi, 'minimum_lift')),
        label: 'too small to be seen',
        notes: [
          `${Math.round(traffic.people)} people in ${days} days (${traffic.from} to ${traffic.to}), of whom ${formatPercentage(traffic.rate, 2)} count for ${traffic.metric} within ${traffic.window}`,
        ],
        help: [waysOut(sized)],
      };
    }
  },
};

function waysOut({ size, goal }: SizedCampaign): string {
  const ways = [
    ...(size.holdoutNeeded === null ? [] : [`"holdout: ${formatPercentage(size.holdoutNeeded)}"`]),
    ...(size.daysNeeded === null || size.daysNeeded > LONGEST ? [] : [`"verdict_after: ${size.daysNeeded}d"`]),
  ];
  const larger =
    size.detectable === null || goal === null ? [] : [`"minimum_lift: ${Math.ceil(size.detectable * 100)}%"`];
  if (ways.length > 0)
    return `write ${ways.join(', or ')}${larger.length === 0 ? '' : `; or a larger goal, ${larger[0]}`}`;
  const other = 'measure by something that more people do';
  return larger.length === 0 ? other : `${other}, or write a larger goal: ${larger[0]}`;
}
