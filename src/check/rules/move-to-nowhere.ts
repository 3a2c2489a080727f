import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { allEdits, editedIds, livingSteps } from '../walk/walk-edits.js';
import { textAt } from '../yaml-map.js';

/** `moved` takes people to a step that the campaign does not have. */
export const moveToNowhere: Rule = {
  code: 'LC432',
  name: 'move-to-nowhere',
  severity: 'error',
  summary: '"moved" takes people to a step that the campaign does not have.',
  docs: `Whoever waits in the old step would wait for one that never comes. Write the id that the step has now.

When the step was renamed again, or taken away since, say that too: by another entry of "moved", or one of "removed".`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'moved: [{from: nudge, to: remindr}]\nsteps:\n  - id: help\n',
    good: 'steps:\n  - id: help\n',
  },
  *check(project) {
    for (const { campaign, item } of allEdits(project, 'moved')) {
      const to = textAt(item, 'to');
      if (to === null) continue;
      const living = livingSteps(campaign);
      const known = [...living, ...editedIds(campaign, 'moved', 'from'), ...editedIds(campaign, 'removed', 'step')];
      if (known.includes(to)) continue;
      yield unknownName(project, {
        message: `campaign "${campaign.id}" has no step "${to}" to move people to`,
        word: to,
        place: atValue(item, 'to'),
        candidates: living,
        plural: `steps of "${campaign.id}"`,
        otherwise: null,
      });
    }
  },
};
