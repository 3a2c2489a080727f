import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapsAt } from '../yaml-map.js';

/** A stage before the last takes everybody, or the last does not take everybody left. */
export const stageOrder: Rule = {
  code: 'LC402',
  name: 'stage-order',
  severity: 'error',
  summary: 'A stage before the last takes everybody, or the last does not take everybody left.',
  docs: `A profile is in the first stage that matches. A stage without "when" matches everybody, so stages after it would be empty; a last stage with "when" would leave people without any stage, and no campaign for stages would ever see them.

Every stage but the last has a "when"; the last has none.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '- {id: prospect, when: {not: {segment: buyers}}}',
    good: '- {id: prospect}',
  },
  *check(project) {
    const stages = mapsAt(configMap(project), 'stages');
    for (const { item, list, index } of stages) {
      const last = index === list.length - 1;
      const id = String(item.id);
      if (!last && item.when === undefined) {
        yield {
          message: `stage "${id}" takes everybody, so the stages after it are always empty`,
          span: spanOf(project, atValue(item, 'id')),
          help: [`give "${id}" a "when", or move it to the end`],
        };
      } else if (last && item.when !== undefined) {
        yield {
          message: `the last stage, "${id}", does not take everybody left`,
          span: spanOf(project, atKey(item, 'when')),
          label: 'people who do not match are in no stage',
          help: ['take this "when" out, or add a stage without one at the end'],
        };
      }
    }
  },
};
