import type { Judgement } from '../../model/change.js';
import { type ChangeKind, told } from '../change-kind.js';
import { stepAction } from './step-removed.js';

const JUDGED: Judgement = {
  pinned: ['safe', 'only who enters from now on gets it'],
  follow: ['safe', 'who is before it gets it, who is past it never does'],
  touches: 'inside',
};

/** There is a new step. */
export const stepAdded: ChangeKind = {
  code: 'LC803',
  name: 'step-added',
  summary: 'There is a new step.',
  docs: `Who is inside gets it only where the campaign follows the new plan (in_flight: follow), and only who has not passed its place yet.`,
  *findIn({ steps }) {
    for (const { step } of steps.added) {
      yield {
        facet: 'routing',
        step: step.id,
        was: null,
        at: ['id'],
        what: `step "${step.id}" is new`,
        after: told(stepAction(step)),
        judgement: JUDGED,
      };
    }
  },
};
