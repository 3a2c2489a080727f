import fc from 'fast-check';
import { expect, it } from 'vitest';
import { campaignOf } from '../../src/decide/campaign-of.js';
import { routeOf } from '../../src/decide/route.js';
import { graftPlan } from '../../src/structure/graft-plan.js';
import { nameNow } from '../../src/structure/step-names.js';
import { EditedPlans } from './edited-plans.js';
import { type EditedWorld, editedWorld, someChoices } from './some-edits.js';

const CASES = Number(process.env.EDIT_CASES ?? 10_000);

/** What is wrong with how a person fared: a message had twice, or a journey that waits for what is not there. */
function complaints({ facts, ticks }: EditedWorld): readonly string[] {
  const found: string[] = [];
  const world = new EditedPlans(facts.profileId);
  const had = new Set<string>();
  for (const { now, plan } of ticks) {
    const newest = plan.campaigns[0];
    const fateOf = (step: string): string | null =>
      newest?.removed.find((each) => each.step === nameNow(newest.moved, step))?.then ?? null;
    for (const decision of world.tick(plan, facts, now)) {
      if (decision.kind === 'moved') {
        const [, step] = /^step (.*) removed$/.exec(decision.journey.reason ?? '') ?? [];
        if (step === undefined || newest === undefined) continue;
        if (routeOf(newest).steps.has(nameNow(newest.moved, step))) found.push(`${step} is not removed`);
        if (fateOf(step) === 'next' || fateOf(step) === 'drain') found.push(`${step} ends nothing`);
      }
      if (decision.kind !== 'planned' && decision.kind !== 'withheld') continue;
      const { occasion, subject, step } = decision.message;
      const what = JSON.stringify([occasion, subject]);
      if (had.has(what)) found.push(`${step} is sent again`);
      had.add(what);
    }
    const inForce = graftPlan(plan, world.kept);
    for (const journey of world.history.journeys) {
      if (journey.status !== 'active') continue;
      const campaign = campaignOf(inForce, journey);
      if (campaign === null || !routeOf(campaign).steps.has(journey.step ?? ''))
        found.push(`${journey.step} is not there`);
      if (newest?.inFlight === 'follow' && campaign?.kept !== undefined && fateOf(journey.step ?? '') !== 'drain')
        found.push(`${journey.step} is left behind`);
      if (journey.wake === null || journey.wake <= now) found.push(`${journey.step} was due at ${journey.wake}`);
    }
  }
  for (const { status, step } of world.history.journeys)
    if (status === 'active') found.push(`somebody waits in ${step} for ever`);
  if (world.kept.length > 0) found.push('a structure is kept for nobody');
  return found;
}

it(
  'an edit neither sends again nor strands anyone',
  () => {
    fc.assert(
      fc.property(someChoices, (choices) => {
        const world = editedWorld(choices);
        expect(complaints(world), world.ticks.map(({ edit }) => edit).join('; ')).toEqual([]);
      }),
      { numRuns: CASES },
    );
  },
  60_000 + 60 * CASES,
);
