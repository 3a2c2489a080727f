import { isPromotional, shareAt } from '../flow/campaign-facts.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, configMap, mapAt, textAt } from '../yaml-map.js';

/** Nobody is held out of a promotional campaign. */
export const noHoldout: Rule = {
  code: 'LC424',
  name: 'no-holdout',
  severity: 'warning',
  summary: 'Nobody is held out of a promotional campaign, so what it is worth cannot be known.',
  docs: `People who get a message and then buy would often have bought anyway. What the campaign is worth is the difference to people like them who got nothing; without such people there is a figure, but no answer, and nobody can ever say that the campaign should stop.

Write "holdout: 10%" into the campaign. They pass through it like everybody else and hear nothing. A global holdout answers for the whole programme, and is enough for a campaign that promises no "minimum_lift" of its own; transactional campaigns need none.`,
  example: { file: 'campaigns/spring.yaml', bad: spring(''), good: spring('holdout: 10%\n') },
  *check(project) {
    const global = shareAt(mapAt(configMap(project), 'holdouts'), 'global');
    for (const campaign of project.campaigns) {
      const node = campaignMap(campaign);
      const kpi = mapAt(node, 'kpi');
      const lift = textAt(kpi, 'minimum_lift');
      const isNeeded = global === 0 || lift !== null;
      if (kpi === null || !isNeeded || shareAt(node, 'holdout') > 0 || !isPromotional(project, campaign)) continue;
      const written = node.holdout !== undefined;
      yield {
        message:
          lift === null
            ? `nobody is held out of campaign "${campaign.id}"`
            : `nobody is held out of campaign "${campaign.id}", so a lift of ${lift} cannot be shown`,
        span: spanOf(
          project,
          written
            ? atValue(node, 'holdout')
            : atKey(lift === null ? node : kpi, lift === null ? 'kpi' : 'minimum_lift'),
        ),
        label: 'compared with nobody',
        help: ['add "holdout: 10%" to the campaign'],
      };
    }
  },
};

function spring(holdout: string): string {
  return `name: Spring letter
goal: Show what is new in spring
kpi: {metric: order_rate, window: 14d, minimum_lift: 5%}
${holdout}triggers: [{schedule: "0 9 20 3 *"}]
reentry: always
steps: [{id: letter, email: {template: letter, topic: offers}}]
`;
}
