import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allEdits, editedIds, livingSteps } from '../walk/walk-edits.js';
import { textAt } from '../yaml-map.js';

/** `removed` lists a step that is still there, was renamed, or is listed twice. */
export const removalOfLivingStep: Rule = {
  code: 'LC434',
  name: 'removal-of-living-step',
  severity: 'error',
  summary: '"removed" lists a step that is still there, was renamed, or is listed twice.',
  docs: `"removed: [{step: offer, then: exit, reason: …}]" says what becomes of people who wait in a step that was taken away. While the step is there, nobody would know which of the two is meant; a step that was renamed is listed under "moved" alone.

Take the step out of "steps", or the entry out of "removed".`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'removed: [{step: offer, reason: too generous}]\nsteps:\n  - id: help\n',
    good: 'steps:\n  - id: help\n',
  },
  *check(project) {
    for (const { campaign, item } of allEdits(project, 'removed')) {
      const step = textAt(item, 'step');
      if (step === null) continue;
      const what = livingSteps(campaign).includes(step)
        ? `step "${step}" is said to be removed, and it is still there`
        : editedIds(campaign, 'moved', 'from').includes(step)
          ? `step "${step}" is both moved and removed`
          : editedIds(campaign, 'removed', 'step').filter((id) => id === step).length > 1
            ? `step "${step}" is removed twice`
            : null;
      if (what === null) continue;
      yield { message: what, span: spanOf(project, atValue(item, 'step')), help: ['leave one of the two'] };
    }
  },
};
