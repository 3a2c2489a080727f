import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { mapsAt } from '../yaml-map.js';

/** A branch takes everybody, so the branches after it take nobody. */
export const unreachableBranch: Rule = {
  code: 'LC404',
  name: 'unreachable-branch',
  severity: 'error',
  summary: 'A branch takes everybody, so the branches after it take nobody.',
  docs: `Each person takes the first branch whose "when" is true. A branch without "when" takes everybody left, so it has to be the last.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '- {steps: [{id: known, exit: has bought before}]}',
    good: '- {when: {attribute: orders, gte: 1}, steps: [{id: known, exit: has bought before}]}',
  },
  *check(project) {
    for (const { step, id } of allSteps(project)) {
      const branches = mapsAt(step, 'branch');
      const open = branches.find(({ item, list, index }) => item.when === undefined && index < list.length - 1);
      const next = open === undefined ? undefined : branches[open.index + 1];
      if (open === undefined || next === undefined) continue;
      yield {
        message: `a branch of step "${id ?? '?'}" takes everybody, so nobody comes to the next`,
        span: spanOf(project, atKey(open.item, 'steps')),
        label: 'has no "when"',
        help: ['give this branch a "when", or move it to the end'],
      };
    }
  },
};
