import { exampleProject } from '../example/example-project.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** The last of a ranking are asked for by a sum that many of them share. */
export const rankBySum: Rule = {
  code: 'LC463',
  name: 'rank-by-sum',
  severity: 'warning',
  summary: 'The last of a ranking are asked for by a sum that many of them share.',
  docs: `"score" adds up three small whole numbers, so whole crowds have the same one: those "at 6 or below" may be 15% of people today and 25% after the next refresh, and nobody chose either. "percentile" is a place in the ranking: "lte: 0.2" is a fifth, as exactly as people can be told apart.

Ask for the percentile: {attribute: rfm.percentile, lte: 0.2}.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'when: {attribute: rfm.score, lte: 6}',
    good: 'when: {attribute: rfm.percentile, lte: 0.2}',
    beside: {
      'lifecycle.config.yaml': (exampleProject['lifecycle.config.yaml'] ?? '').replace(
        '  last_order: {last: order_placed}',
        '  last_order: {last: order_placed}\n  rfm: {rfm: order_placed.value}',
      ),
      'campaigns/monthly.yaml': (exampleProject['campaigns/monthly.yaml'] ?? '').replace(
        '  - id: letter\n',
        '  - id: letter\n    when: {attribute: rfm.percentile, lte: 0.2}\n',
      ),
    },
  },
  *check(project) {
    const traits = mapAt(configMap(project), 'traits');
    for (const { leaf, owner } of allConditions(project)) {
      const [base = '', part] = (textAt(leaf, 'attribute') ?? '').split('.');
      const operator = ['lte', 'lt', 'between'].find((one) => leaf[one] !== undefined);
      if (part !== 'score' || operator === undefined || !('rfm' in (mapAt(traits, base) ?? {}))) continue;
      yield {
        message: `${owner} asks for the last by "${base}.score", which whole crowds share`,
        span: spanOf(project, atKey(leaf, operator)),
        label: 'nobody knows how many that is',
        help: [`ask for a share instead: {attribute: ${base}.percentile, lte: 0.2} is the last fifth`],
      };
    }
  },
};
