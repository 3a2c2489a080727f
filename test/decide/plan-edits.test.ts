import fc from 'fast-check';
import { expect, it } from 'vitest';
import { campaignOf } from '../../src/decide/campaign-of.js';
import { routeOf } from '../../src/decide/route.js';
import { graftPlan } from '../../src/structure/graft-plan.js';
import { nameNow } from '../../src/structure/step-names.js';
import { EditedPlans } from './edited-plans.js';
import { type EditedWorld, editedWorld, someChoices } from './some-edits.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
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

/** What comes of a world when each plan is put into force at its moment and ticked so often: every message and skip with its moment, and how journeys ended. */
function outcome({ facts, ticks }: EditedWorld, every: number): readonly string[] {
  const world = new EditedPlans(facts.profileId);
  ticks.forEach(({ now, plan }, i) => {
    const before = ticks[i - 1];
    if (before !== undefined) {
      for (let t = before.now + every; t < now; t += every) world.tick(before.plan, facts, t);
      world.tick(before.plan, facts, now);
    }
    world.tick(plan, facts, now);
  });
  const said = world.all.flatMap((one) => {
    if (one.kind === 'planned')
      return [`${one.message.sendAt} ${one.message.occasion} ${one.message.step} ${one.message.dueAt}`];
    return one.kind === 'skipped' ? [`${one.at} ${one.occasion} ${one.step} ${one.reason}`] : [];
  });
  const ends = world.history.journeys.map(
    ({ occasion, status, reason, endedAt }) => `${endedAt} ${occasion} ${status} ${reason}`,
  );
  return [...said, ...ends].sort();
}

it('decides the same however often it ticks between the edits', () => {
  fc.assert(
    fc.property(someChoices, (choices) => {
      const world = editedWorld(choices);
      const last = world.ticks.at(-2)?.now ?? 0;
      const short = {
        ...world,
        ticks: world.ticks.map((tick, i, { length }) => (i < length - 1 ? tick : { ...tick, now: last + 40 * DAY })),
      };
      const edits = world.ticks.map(({ edit }) => edit).join('; ');
      expect(outcome(short, 7 * HOUR), edits).toEqual(outcome(short, 1000 * DAY));
    }),
    { numRuns: Math.ceil(CASES / 50) },
  );
}, 300_000);

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
