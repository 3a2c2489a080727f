import type { Judgement } from '../../model/change.js';
import { type ChangeKind, told } from '../change-kind.js';
import { stepAction } from './step-removed.js';

const KEPT = 'who is inside finishes with what it did';

const JUDGED = {
  lost: {
    pinned: ['safe', KEPT],
    follow: ['breaking', 'who waits in it does not get the message they were to get'],
    touches: 'waiting',
    emptied: 'dangerous',
  },
  other: {
    pinned: ['safe', KEPT],
    follow: ['dangerous', 'who waits in it gets what it does now'],
    touches: 'waiting',
  },
} as const satisfies Readonly<Record<string, Judgement>>;

/** A step does something else. */
export const actionChanged: ChangeKind = {
  code: 'LC822',
  name: 'action-changed',
  summary: 'A step does something else: an email became an SMS, a message became a branch.',
  docs: `The step keeps its id, so it counts as the same one: a message that was sent by email is not sent again by SMS. Where the campaign follows the new plan, people who wait in it get what it does now.

When it is really another step, give it another id, and say in "removed" what becomes of those who wait in the old one.`,
  *findIn({ steps }) {
    for (const { was, is } of steps.shared) {
      const [a, b] = [was.step.action, is.step.action];
      const isSame = a.kind === b.kind && (a.kind !== 'message' || b.kind !== 'message' || a.channel === b.channel);
      if (isSame) continue;
      yield {
        facet: 'routing',
        step: is.step.id,
        was: was.step.id,
        at: ['id'],
        what: `step "${is.step.id}" does something else`,
        before: told(stepAction(was.step)),
        after: told(stepAction(is.step)),
        judgement: a.kind === 'message' && b.kind !== 'message' ? JUDGED.lost : JUDGED.other,
      };
    }
  },
};
