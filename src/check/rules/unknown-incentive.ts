import { exampleIncentive } from '../example/example-project.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** A message carries an incentive that is not in the configuration's list. */
export const unknownIncentive: Rule = {
  code: 'LC229',
  name: 'unknown-incentive',
  severity: 'error',
  summary: "A message carries an incentive that is not in the configuration's list.",
  docs: `Where lifecycle.config.yaml has "incentives", every discount or gift that a message carries stands there, once, with its codes if it has some. A misspelt name would be another incentive, without codes.

Correct the name, or add the incentive to the list.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'incentive: tenpercent',
    good: 'incentive: ten-percent',
    beside: exampleIncentive,
  },
  *check(project) {
    const incentives = mapAt(configMap(project), 'incentives');
    if (incentives === null) return;
    for (const { message } of allMessages(project)) {
      const name = textAt(message, 'incentive');
      if (name === null || name in incentives) continue;
      yield unknownName(project, {
        message: `there is no incentive "${name}"`,
        word: name,
        place: atValue(message, 'incentive'),
        candidates: Object.keys(incentives),
        plural: 'incentives',
        otherwise: `add "${name}" under "incentives" in ${project.configFile}`,
      });
    }
  },
};
