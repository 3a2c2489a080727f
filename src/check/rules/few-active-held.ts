import { LOCK_FILE } from '../../model/lock-file.js';
import { formatPercentage } from '../../model/percentage.js';
import { exampleTraffic } from '../example/example-traffic.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { sizeOf } from '../sizing/size-of.js';
import { campaignMap } from '../yaml-map.js';

/** Below so many, a handful of people decide what the campaign is said to be worth. */
const LEAST = 50;

/** Hardly anybody of those held out will do what the KPI counts. */
export const fewActiveHeld: Rule = {
  code: 'LC459',
  name: 'few-active-held',
  severity: 'warning',
  summary: 'Hardly anybody of those held out will do what the KPI counts.',
  docs: `What a campaign is worth is told by the difference to those held out. When only thirty of them buy until the verdict, five more or fewer, which is nothing but chance, turn a good campaign into a useless one; fifty is little, too.

Hold out more people, let the verdict fall later, or measure by something that more people do. The number follows from what "lifecycle measure traffic" found in the data.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'kpi: {metric: order_rate, window: 5d, guardrails: [revenue]}\nholdout: 2%',
    good: 'kpi: {metric: order_rate, window: 5d, guardrails: [revenue]}',
    beside: { [LOCK_FILE]: exampleTraffic({ people: 30_000, rate: 0.08 }) },
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      const node = campaignMap(campaign);
      const sized = sizeOf(project, campaign);
      if (sized === null || typeof sized === 'string' || sized.size.activeHeld >= LEAST) continue;
      const { size, holdout, goal, traffic, verdictAfter } = sized;
      // A goal out of reach says more of the same.
      if (goal !== null && (size.detectable === null || size.detectable > goal)) continue;
      const count = Math.floor(size.activeHeld);
      const share = Math.ceil(((holdout * LEAST) / Math.max(size.activeHeld, 1e-9)) * 100) / 100;
      yield {
        message: `about ${count} of those held out of campaign "${campaign.id}" count for ${traffic.metric} until the verdict, after ${verdictAfter}: too few to compare with`,
        span: spanOf(project, atValue(node, 'holdout')),
        label: 'hardly anybody',
        help: [
          share <= 0.5
            ? `write "holdout: ${formatPercentage(share)}", or a later "verdict_after"`
            : 'let the verdict fall later ("verdict_after"), or measure by something that more people do',
        ],
      };
    }
  },
};
