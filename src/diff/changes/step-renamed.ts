import type { Judgement } from '../../model/change.js';
import { type ChangeKind, told } from '../change-kind.js';

/** How bad another id is, by whether `moved` declares it; the undeclared ones are found by `withMoves`. */
export const RENAMED = {
  declared: {
    pinned: ['safe', 'declared in "moved": it stays the same step and the same message'],
    follow: ['safe', 'declared in "moved": who waits in it goes on waiting, and nobody gets it twice'],
    touches: 'waiting',
  },
  unsaid: {
    pinned: ['safe', 'who is inside finishes under the old id'],
    follow: [
      'breaking',
      'it reads as one step gone and another one new: whoever waits in it leaves, and who had it can get it again',
    ],
    touches: 'inside',
  },
} as const satisfies Readonly<Record<string, Judgement>>;

/** The id of a step is another. */
export const stepRenamed: ChangeKind = {
  code: 'LC802',
  name: 'step-renamed',
  summary: 'The id of a step is another.',
  docs: `Ids are how people in flight are remembered: by the id of the step they wait in, and by the ids of the messages they got. A new id that nobody declares reads as one step gone and another one new.

Say that it is the same step: "moved: [{from: day-3, to: check-in}]" in the campaign's file. Or keep the old id: nobody but this project sees it. When it really is another step, say so in "removed".`,
  *findIn({ steps }) {
    for (const { was, is } of steps.shared) {
      if (was.step.id === is.step.id) continue;
      yield {
        facet: 'metadata',
        step: is.step.id,
        was: was.step.id,
        at: ['moved'],
        what: `step "${was.step.id}" is called "${is.step.id}" now`,
        before: told(was.step.id),
        after: told(is.step.id),
        judgement: RENAMED.declared,
      };
    }
  },
};
