import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allEdits, livingSteps } from '../walk/walk-edits.js';
import { textAt } from '../yaml-map.js';

/** `moved` says that a step has another id now, and the campaign still has a step of the old one. */
export const moveOfLivingStep: Rule = {
  code: 'LC431',
  name: 'move-of-living-step',
  severity: 'error',
  summary: '"moved" says that a step has another id now, and the campaign still has a step of the old one.',
  docs: `"moved: [{from: reminder, to: nudge}]" takes everybody who waits in "reminder" to "nudge", and makes both one message: who got the one is not sent the other. A new step under the old id would pass for the same message, and never be sent to them.

Give the new step an id that was never used, or take the entry out when nobody is inside any more who entered before the rename.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'moved: [{from: reminder, to: help}]\nsteps:\n  - id: help\n',
    good: 'steps:\n  - id: help\n',
  },
  *check(project) {
    for (const { campaign, item } of allEdits(project, 'moved')) {
      const from = textAt(item, 'from');
      if (from === null || !livingSteps(campaign).includes(from)) continue;
      yield {
        message: `step "${from}" is said to have moved, and it is still there`,
        span: spanOf(project, atValue(item, 'from')),
        notes: ['ids are how people in flight are remembered'],
        help: ['give the step that is there an id that was never used, or take this entry out'],
      };
    }
  },
};
