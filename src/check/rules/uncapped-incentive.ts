import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';
import { campaignMap, configMap, mapAt, mapsAt } from '../yaml-map.js';

/** The same person can be given an incentive again and again. */
export const uncappedIncentive: Rule = {
  code: 'LC430',
  name: 'uncapped-incentive',
  severity: 'warning',
  summary: 'The same person can be given an incentive again and again.',
  docs: `A campaign that people may enter again gives its discount again, and people learn quickly what to do for the next one. A cap on incentives counts over all campaigns.

Add one under policies.frequency_caps, such as {incentives: 1, per: 90d, on_blocked: skip}; or ask with "when" whether there was one lately.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'email: {template: letter, topic: offers, incentive: ten-percent}',
    good: 'email: {template: letter, topic: offers}',
  },
  *check(project) {
    const caps = mapsAt(mapAt(configMap(project), 'policies'), 'frequency_caps');
    if (caps.some(({ item }) => item.incentives !== undefined)) return;
    const told = new Set<unknown>();
    for (const { campaign, step, id, message } of allMessages(project)) {
      const { reentry } = campaignMap(campaign);
      if (message.incentive === undefined || step.when !== undefined || reentry === undefined || reentry === 'never')
        continue;
      // The first stands for all of the campaign.
      if (told.has(campaign)) continue;
      told.add(campaign);
      yield {
        message: `step "${id ?? '?'}" gives an incentive each time somebody enters, and no cap limits it`,
        span: spanOf(project, atValue(message, 'incentive')),
        related: [
          { span: spanOf(project, atValue(campaignMap(campaign), 'reentry')), label: 'people may enter again' },
        ],
        help: [`add {incentives: 1, per: 90d, on_blocked: skip} to policies.frequency_caps in ${project.configFile}`],
      };
    }
  },
};
