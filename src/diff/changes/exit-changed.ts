import type { Judgement } from '../../model/change.js';
import type { ChangeKind } from '../change-kind.js';
import { same } from '../same.js';
import { spellOut } from '../spell-out.js';

const JUDGED: Judgement = {
  pinned: ['safe', 'who is inside leaves by the conditions they started with'],
  follow: ['dangerous', 'who is inside leaves, or stays, by the new conditions'],
  touches: 'inside',
};

/** When people leave a campaign is not as it was. */
export const exitChanged: ChangeKind = {
  code: 'LC811',
  name: 'exit-changed',
  summary: 'What ends a journey is not as it was.',
  docs: `An entry of "exit_on" is new, gone or another, or means something else because a segment, stage or trait in it does. Where a campaign follows the new plan, it holds at once for everybody inside.`,
  *findIn({ old, new: now, plans }) {
    const before = old.exitOn.map((each) => spellOut(each, plans.old));
    const after = now.exitOn.map((each) => spellOut(each, plans.new));
    if (same(before, after)) return;
    yield {
      facet: 'routing',
      at: ['exit_on'],
      what: `what ends a journey changed${same(old.exitOn, now.exitOn) ? ', through what it names' : ''}`,
      before: { kind: 'conditions', conditions: old.exitOn },
      after: { kind: 'conditions', conditions: now.exitOn },
      judgement: JUDGED,
    };
  },
};
