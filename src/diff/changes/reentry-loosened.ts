import type { Judgement } from '../../model/change.js';
import type { Reentry } from '../../model/plan.js';
import { both, type ChangeKind, told } from '../change-kind.js';
import { compareDurations } from '../compare-delays.js';
import { same } from '../same.js';

const LOOSER = both('breaking', 'who has been in it can start again, and get the same messages again', 'ever');
const STRICTER: Judgement = both('safe', 'who has been in it waits longer until they can enter again', 'outside');

/** Whether people may enter again is not as it was. */
export const reentryLoosened: ChangeKind = {
  code: 'LC810',
  name: 'reentry-loosened',
  summary: 'People may enter a campaign again, or sooner than before.',
  docs: `Everybody who has finished can start again with the next thing that lets them in, and gets the same messages a second time. That is what re-entry is for; it is breaking because it also holds for those who went through long ago.

Accept it in the campaign's file: "accepts: [{change: LC810, reason: ...}]".`,
  *findIn({ old, new: now }) {
    if (same(old.reentry, now.reentry)) return;
    yield {
      facet: 'audience',
      at: ['reentry'],
      what: `who has been in it may enter again ${isStricter(old.reentry, now.reentry) ? 'later, or never' : 'sooner'}`,
      before: told(reentryWords(old.reentry)),
      after: told(reentryWords(now.reentry)),
      judgement: isStricter(old.reentry, now.reentry) ? STRICTER : LOOSER,
    };
  },
};

function isStricter(old: Reentry, now: Reentry): boolean {
  if (old.kind === 'after' && now.kind === 'after') return compareDurations(old.duration, now.duration) === 'longer';
  return old.kind === 'always' || now.kind === 'never';
}

function reentryWords(reentry: Reentry): string {
  return reentry.kind === 'after' ? `after ${reentry.duration.text}` : reentry.kind;
}
