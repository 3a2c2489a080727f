import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { campaignMap, triggersOf } from '../yaml-map.js';

/** A day comes every year, and nobody may enter a second time. */
export const yearlyOnce: Rule = {
  code: 'LC306',
  name: 'yearly-once',
  severity: 'warning',
  summary: 'A day comes every year, but nobody may enter a second time.',
  docs: `Without "reentry", or with "reentry: never", everybody enters a campaign once in their life: the second birthday goes by without a word.

Write "reentry: always", or {after: 300d} to be safe against days that are corrected. A date trigger without "repeat: yearly" comes once by itself.`,
  example: { file: 'campaigns/monthly.yaml', bad: 'reentry: never', good: 'reentry: always' },
  *check(project) {
    for (const campaign of project.campaigns) {
      const map = campaignMap(campaign);
      if (map.reentry !== undefined && map.reentry !== 'never') continue;
      for (const trigger of triggersOf(campaign)) {
        if (trigger.repeat !== 'yearly') continue;
        yield {
          message: 'this day comes every year, but nobody may enter a second time',
          span: spanOf(project, atValue(trigger, 'repeat')),
          label: map.reentry === undefined ? 'and there is no "reentry"' : 'and "reentry" is never',
          help: ['write "reentry: always", or take "repeat" away if one time is meant'],
        };
      }
    }
  },
};
