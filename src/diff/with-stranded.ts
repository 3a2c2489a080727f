import type { Census } from '../model/census.js';
import { peopleOf } from '../model/census.js';
import type { Change } from '../model/change.js';
import { everyStep } from '../model/every-step.js';
import { asChange } from './as-change.js';
import type { CampaignPair, PlanPair } from './change-kind.js';
import { STEP_GONE, stepRemoved } from './changes/step-removed.js';
import { lastName } from './pair-steps.js';

/** Adds the steps that people of earlier plans still wait in and that neither plan has: who followed their own structure until now, and is to follow the new plan, would have nowhere to be. */
export function withStranded(changes: readonly Change[], pair: PlanPair, census: Census | null): readonly Change[] {
  if (census === null) return changes;
  const stranded = pair.campaigns.flatMap((campaign) =>
    strandedSteps(campaign, census).map((step) =>
      asChange(
        stepRemoved,
        {
          facet: 'routing',
          step,
          was: step,
          at: ['steps'],
          what: `step "${step}" of an earlier plan is not there, and people wait in it`,
          judgement: STEP_GONE,
          remedies: [
            { say: 'say what becomes of them', yaml: `removed: [{step: ${step}, then: next, reason: "..."}]` },
            { say: 'or which step it is now', yaml: `moved: [{from: ${step}, to: ...}]` },
          ],
        },
        pair,
        campaign.new.id,
      ),
    ),
  );
  return [...changes, ...stranded];
}

function strandedSteps({ old, new: now }: CampaignPair, census: Census): readonly string[] {
  if (now.inFlight !== 'follow') return [];
  const [before, after] = [old, now].map(({ steps }) => new Set(everyStep(steps).map(({ id }) => id)));
  const gone = peopleOf(census, now.id)
    .waiting.map(({ step }) => step)
    .filter((step) => {
      const name = lastName(step, now);
      const isSaid = now.removed.some((declared) => declared.step === step || declared.step === name);
      return !after?.has(name) && !before?.has(step) && !isSaid;
    });
  return [...new Set(gone)];
}
