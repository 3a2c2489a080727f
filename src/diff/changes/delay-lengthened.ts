import type { Judgement } from '../../model/change.js';
import type { ChangeKind } from '../change-kind.js';
import { waitsOf } from './delay-shortened.js';

const JUDGED: Judgement = {
  pinned: ['safe', 'who is inside keeps the old wait'],
  follow: ['safe', 'who waits in it goes on waiting, to the later time'],
  touches: 'waiting',
};

/** A wait ends later than it did. */
export const delayLengthened: ChangeKind = {
  code: 'LC805',
  name: 'delay-lengthened',
  summary: 'A wait ends later than it did.',
  docs: `Where a campaign follows the new plan, people who wait in the step go on waiting, to the later time. Nobody gets anything twice or loses anything.`,
  *findIn({ steps }) {
    for (const pair of steps.shared) {
      for (const { comparison, saved: _saved, ...found } of waitsOf(pair)) {
        if (comparison === 'longer') yield { ...found, judgement: JUDGED };
      }
    }
  },
};
