import type { Judgement } from '../../model/change.js';
import type { PlanCampaign, Step } from '../../model/plan.js';
import { type ChangeKind, told } from '../change-kind.js';

const FINISH = 'who is inside finishes with it; only who enters later goes without';

const JUDGED = {
  unsaid: {
    pinned: ['safe', FINISH],
    follow: ['breaking', 'whoever waits in it leaves the campaign without it'],
    touches: 'waiting',
    emptied: 'dangerous',
  },
  passing: {
    pinned: ['safe', FINISH],
    follow: ['dangerous', 'nobody waits in it, but who is before it takes another way now'],
    touches: 'inside',
  },
  next: {
    pinned: ['safe', FINISH],
    follow: ['safe', 'declared in "removed": whoever waits in it goes on with the step after it'],
    touches: 'waiting',
  },
  exit: {
    pinned: ['safe', FINISH],
    follow: ['safe', 'declared in "removed": whoever waits in it leaves the campaign'],
    touches: 'waiting',
  },
  drain: {
    pinned: ['safe', FINISH],
    follow: ['safe', 'declared in "removed": whoever waits in it still gets it, and goes on'],
    touches: 'waiting',
  },
} as const satisfies Readonly<Record<string, Judgement>>;

/** How bad it is that a step is gone of which nobody said what becomes of it. */
export const STEP_GONE: Judgement = JUDGED.unsaid;

/** A step is gone. */
export const stepRemoved: ChangeKind = {
  code: 'LC801',
  name: 'step-removed',
  summary: 'A step is gone.',
  docs: `Where people finish what they started (in_flight: pinned), who is inside still gets it. Where they follow the new plan, whoever waits in it has nowhere to be.

Say in the campaign's file what becomes of them: "removed: [{step: offer, then: next, reason: ...}]" lets them go on with the step after it, "then: exit" ends their journey, "then: drain" still gives it to those who wait in it. When the step only has another id, say "moved: [{from: offer, to: gift}]".`,
  *findIn({ old, new: now, steps }) {
    for (const { step } of steps.gone) {
      const declared = now.removed.find((each) => each.step === step.id);
      yield {
        facet: 'routing',
        step: step.id,
        was: step.id,
        at: declared === undefined ? ['steps'] : ['removed'],
        what: `step "${step.id}" is gone`,
        before: told(stepAction(step)),
        judgement: JUDGED[declared?.then ?? (isPassing(step) ? 'passing' : 'unsaid')],
        remedies:
          declared === undefined
            ? [
                {
                  say: `say what becomes of those who wait in it: ${nextWords(old, step.id)}, "exit", or "drain" to give it to them still`,
                  yaml: `removed: [{step: ${step.id}, then: next, reason: "..."}]`,
                },
              ]
            : [],
      };
    }
  },
};

/** What a step does, in a word or two. */
export function stepAction({ action }: Step): string {
  switch (action.kind) {
    case 'message':
      return `sends ${action.template} by ${action.channel}`;
    case 'branch':
      return 'a branch';
    case 'split':
      return 'a split';
    case 'wait_for':
      return 'waits for something';
    case 'exit':
      return `ends the journey: ${action.reason}`;
  }
}

/** Whether nobody ever waits in a step: it is done in the moment in which it is reached. */
function isPassing({ delay, action }: Step): boolean {
  return delay === null && (action.kind === 'branch' || action.kind === 'split' || action.kind === 'exit');
}

function nextWords({ steps }: PlanCampaign, id: string): string {
  const at = steps.findIndex((step) => step.id === id);
  const next = at < 0 ? undefined : steps[at + 1];
  return next === undefined ? '"next" goes on' : `"next" goes on with "${next.id}"`;
}
