import { exampleProject } from '../example/example-project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt } from '../yaml-map.js';

/** Below these, what is said of everybody is mostly chance, or the length of the history. */
const LEAST = { min_repeaters: 200, follow_up: 3 } as const;

/** The usual time between two purchases is to be told from too few people, or too short a history. */
export const gapFromFew: Rule = {
  code: 'LC462',
  name: 'gap-from-few',
  severity: 'warning',
  summary: 'The usual time between two purchases is to be told from too few people, or too short a history.',
  docs: `The time until people come back is very uneven: of fewer than 200 who did, a handful decides the average. And whoever bought first a month ago can only have come back within a month: without people whose first day lies three times the result back, the "average" is the length of the history. In one shop's data it read 30 days after a quarter, and 111 after a year and a half.

Leave "min_repeaters" at 200 and "follow_up" at 3 or more; until there is enough to tell, nothing is said, and conditions can ask for that.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'gap: {purchase_gap: order_placed, min_repeaters: 20}',
    good: 'gap: {purchase_gap: order_placed}',
    beside: {
      'lifecycle.config.yaml': (exampleProject['lifecycle.config.yaml'] ?? '').replace(
        '  last_order: {last: order_placed}',
        '  last_order: {last: order_placed}\n  gap: {purchase_gap: order_placed}',
      ),
      'campaigns/monthly.yaml': (exampleProject['campaigns/monthly.yaml'] ?? '').replace(
        '  - id: letter\n',
        '  - id: letter\n    when: {attribute: gap.expected, lte: 30}\n',
      ),
    },
  },
  *check(project) {
    const traits = mapAt(configMap(project), 'traits') ?? {};
    for (const name of Object.keys(traits)) {
      const trait = mapAt(traits, name);
      if (trait === null || !('purchase_gap' in trait)) continue;
      for (const [key, least] of Object.entries(LEAST)) {
        const value = trait[key];
        if (typeof value !== 'number' || value >= least) continue;
        yield {
          message:
            key === 'follow_up'
              ? `trait "${name}" also counts people who have had too little time to come back`
              : `trait "${name}" tells the usual time from as few as ${value} people`,
          span: spanOf(project, atValue(trait, key)),
          label: `${least} or more`,
          help: [`write ${key}: ${least}, or leave it out`],
        };
      }
    }
  },
};
