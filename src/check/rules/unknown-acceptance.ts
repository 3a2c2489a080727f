import { CHANGE_NAMES, isChangeName } from '../../model/change-names.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { allEdits, editedIds, livingSteps } from '../walk/walk-edits.js';
import { textAt } from '../yaml-map.js';

/** `accepts` names a kind of change that there is not, or a step that the campaign neither has nor had. */
export const unknownAcceptance: Rule = {
  code: 'LC435',
  name: 'unknown-acceptance',
  severity: 'error',
  summary: '"accepts" names a kind of change that there is not, or a step that the campaign neither has nor had.',
  docs: `What is accepted by a misspelt name is not accepted, and the run would refuse the plan all the same. Kinds of changes are named as "lifecycle diff" prints them, by name or code (delay-shortened, LC804). A step is one that the campaign has, or one listed under "moved" or "removed".`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'accepts: [{change: delay-shorter, step: reminder, reason: agreed with support}]\nsteps:\n  - id: help\n',
    good: 'steps:\n  - id: help\n',
  },
  *check(project) {
    for (const { campaign, item } of allEdits(project, 'accepts')) {
      const [change, step] = [textAt(item, 'change'), textAt(item, 'step')];
      if (change !== null && !isChangeName(change)) {
        yield unknownName(project, {
          message: `there is no kind of change "${change}"`,
          word: change,
          place: atValue(item, 'change'),
          candidates: CHANGE_NAMES,
          plural: 'kinds of changes',
          otherwise: null,
        });
      }
      const gone = [...editedIds(campaign, 'moved', 'from'), ...editedIds(campaign, 'removed', 'step')];
      if (step !== null && ![...livingSteps(campaign), ...gone].includes(step)) {
        yield unknownName(project, {
          message: `campaign "${campaign.id}" has no step "${step}", and says of none that it was removed`,
          word: step,
          place: atValue(item, 'step'),
          candidates: [...livingSteps(campaign), ...gone],
          plural: `steps of "${campaign.id}"`,
          otherwise: 'list it under "removed"',
        });
      }
    }
  },
};
