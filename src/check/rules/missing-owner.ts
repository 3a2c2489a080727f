import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap } from '../yaml-map.js';

/** Nobody answers for a campaign. */
export const missingOwner: Rule = {
  code: 'LC428',
  name: 'missing-owner',
  severity: 'warning',
  preview: true,
  summary: 'Nobody answers for a campaign.',
  docs: `When a customer complains, or a campaign is to be stopped on a Friday evening, somebody has to be asked. "owner" names the person or the team, best with the address at which they are reached.`,
  example: {
    file: 'campaigns/yearly.yaml',
    bad: yearly(''),
    good: yearly('owner: crm@acme.example\n'),
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      const node = campaignMap(campaign);
      if (node.owner !== undefined) continue;
      yield {
        message: `campaign "${campaign.id}" has no owner`,
        span: spanOf(project, atValue(node, 'name')),
        help: ['add "owner" with the address of whoever answers for it'],
      };
    }
  },
};

function yearly(owner: string): string {
  return `name: Yearly letter
${owner}goal: Be remembered
kpi: {metric: order_rate, window: 30d}
triggers: [{schedule: "0 9 2 1 *"}]
reentry: always
steps: [{id: letter, email: {template: letter, topic: offers}}]
`;
}
