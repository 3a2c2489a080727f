import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { messageMentions } from '../walk/walk-mentions.js';
import { allMessages } from '../walk/walk-messages.js';
import { allSteps } from '../walk/walk-steps.js';
import { textAt } from '../yaml-map.js';

/** A condition or trigger names the message of a step that the campaign does not have, or that sends nothing. */
export const unknownStep: Rule = {
  code: 'LC211',
  name: 'unknown-step',
  severity: 'error',
  summary: 'A condition or trigger names the message of a step that the campaign does not have, or that sends nothing.',
  docs: `"received: {campaign, step}" and "message: {step, was}" look at what was sent by a step of the campaign that is named, or of this one. A step that does not exist, or that only branches, never sent anything.

Correct the step's id, or name the campaign it belongs to.`,
  example: { file: 'campaigns/cart.yaml', bad: '{step: halp, was: sent}', good: '{step: help, was: sent}' },
  *check(project) {
    for (const { holder: message, campaign } of messageMentions(project)) {
      const step = textAt(message, 'step');
      const id = textAt(message, 'campaign') ?? campaign?.id;
      // A campaign that does not exist is told by its own rule.
      if (step === null || !project.campaigns.some((one) => one.id === id)) continue;
      const sending = allMessages(project).flatMap((one) => (one.campaign.id === id ? (one.id ?? []) : []));
      if (sending.includes(step)) continue;
      // A step that took the id of another is missing under its own: that is told where the id stands twice.
      const ids = allSteps(project).flatMap((one) => (one.campaign.id === id ? (one.id ?? []) : []));
      if (new Set(ids).size < ids.length) continue;
      yield unknownName(project, {
        message: `campaign "${id}" has no step "${step}" that sends`,
        word: step,
        place: atValue(message, 'step'),
        candidates: sending,
        plural: `sending steps of "${id}"`,
        otherwise: null,
      });
    }
  },
};
