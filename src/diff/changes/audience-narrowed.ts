import type { Judgement } from '../../model/change.js';
import type { ChangeKind } from '../change-kind.js';
import { entryChanges } from './audience-widened.js';

const JUDGED: Judgement = {
  pinned: ['safe', 'it is asked on entering: who is inside stays and finishes'],
  follow: ['dangerous', 'it is asked on entering: who is inside and does not match any more stays all the same'],
  touches: 'inside',
};

/** Fewer people can enter. */
export const audienceNarrowed: ChangeKind = {
  code: 'LC809',
  name: 'audience-narrowed',
  summary: 'Fewer people can enter a campaign than before.',
  docs: `The audience and the triggers are asked when somebody enters, and not again. People inside who would not enter any more stay, under both policies. To let them go, say so in "exit_on".`,
  *findIn(pair) {
    for (const { comparison, ...found } of entryChanges(pair)) {
      if (comparison === 'narrower') yield { ...found, judgement: JUDGED };
    }
  },
};
