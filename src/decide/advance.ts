import { addDuration } from '../calendar/local-time.js';
import type { Decision, History, SkipReason } from '../model/decision.js';
import { invariant } from '../model/failure.js';
import { ended, type Journey } from '../model/journey.js';
import type { Action, PlanCampaign } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { structureOf } from '../structure/structure-of.js';
import { dueAt } from './due.js';
import { holds } from './evaluate.js';
import { exitState } from './exits.js';
import { judgeMessage } from './message-step.js';
import type { Occasion } from './occasion.js';
import type { Person } from './person.js';
import { routeOf } from './route.js';
import { variantIn } from './split-variant.js';

/** A journey and what came of moving it. */
export interface Moved {
  readonly journey: Journey;
  readonly decisions: readonly Decision[];
}

/** A new journey, waiting for its first step. */
export function begin(campaign: PlanCampaign, occasion: Occasion, occurrence: number, person: Person): Journey {
  const journey: Journey = {
    campaign: campaign.id,
    profileId: person.facts.profileId,
    occasion: occasion.id,
    entryKey: occasion.key ?? occasion.id,
    occurrence,
    enteredAt: occasion.at,
    plan: person.plan.hash,
    structure: structureOf(person.plan, campaign),
    move: null,
    event: occasion.event,
    status: 'active',
    reason: null,
    step: null,
    since: occasion.at,
    wake: null,
    firstDue: null,
    endedAt: null,
  };
  return goTo(campaign, journey, routeOf(campaign).first, occasion.at, person);
}

/**
 * Does the step that is due at `at`, or ends its waiting: `isMet` says whether what it waited for has come. Only one step: the next one may be due at the same instant, and
 * others with higher priority go first.
 */
export function advance(
  campaign: PlanCampaign,
  journey: Journey,
  person: Person,
  { suppressions, tests }: Pick<History, 'suppressions'> & Pick<Tick, 'tests'>,
  at: Instant,
  isMet: boolean,
): Moved {
  invariant(journey.step !== null, 'an active journey waits for a step');
  const stepId = journey.step;
  const place = routeOf(campaign).steps.get(stepId);
  const skipped = (reason: SkipReason, detail: string | null = null): Decision => ({
    kind: 'skipped',
    campaign: campaign.id,
    step: stepId,
    profileId: journey.profileId,
    occasion: journey.occasion,
    at,
    reason,
    detail,
  });
  if (place === undefined) {
    return { journey: ended(journey, 'exited', `step ${stepId} removed`, at), decisions: [skipped('step-gone')] };
  }
  const exit = exitState(campaign, at, person);
  if (exit !== null) return { journey: ended(journey, 'exited', exit, at), decisions: [] };
  const { step, next } = place;
  const passOn = (target: string | null, decisions: readonly Decision[]): Moved => ({
    journey: goTo(campaign, journey, target, at, person),
    decisions,
  });
  const { action } = step;
  if (action.kind === 'wait_for' && journey.firstDue !== null) {
    return passOn((isMet ? action.met : action.otherwise)[0]?.id ?? next, []);
  }
  const asking: Person = { ...person, journey };
  if (step.when !== null && !holds(step.when, at, asking)) return passOn(next, [skipped('when')]);
  if (action.kind === 'wait_for') {
    const wake = addDuration(at, action.within, person.facts.zone);
    return { journey: { ...journey, wake, firstDue: at }, decisions: [] };
  }
  if (action.kind === 'exit') return { journey: ended(journey, 'exited', action.reason, at), decisions: [] };
  if (action.kind !== 'message') return passOn(firstInside(campaign, stepId, action, asking, at) ?? next, []);

  const due: Journey = { ...journey, firstDue: journey.firstDue ?? at };
  const verdict = judgeMessage(campaign, stepId, action, due, person, suppressions, tests, at);
  switch (verdict.kind) {
    case 'go':
      return passOn(next, [verdict.decision]);
    case 'skip':
      return passOn(next, [skipped(verdict.reason, verdict.detail)]);
    case 'exit':
      return {
        journey: ended(journey, 'exited', verdict.reason, at),
        decisions: [skipped(verdict.reason, verdict.detail)],
      };
    case 'defer': {
      const { campaign: id, profileId, occasion } = journey;
      const deferred: Decision = {
        kind: 'deferred',
        campaign: id,
        step: stepId,
        profileId,
        occasion,
        at,
        until: verdict.until,
        reason: verdict.reason,
      };
      return { journey: { ...due, wake: verdict.until }, decisions: [deferred] };
    }
  }
}

function goTo(campaign: PlanCampaign, journey: Journey, target: string | null, at: Instant, person: Person): Journey {
  if (target === null) return ended(journey, 'finished', null, at);
  const place = routeOf(campaign).steps.get(target);
  invariant(place, `step ${target} is on the route of ${campaign.id}`);
  return { ...journey, step: target, since: at, wake: dueAt(place.step.delay, at, person.facts), firstDue: null };
}

/** The first step of the branch that holds, or of the variant that this profile is in; null when there is none inside. */
function firstInside(
  campaign: PlanCampaign,
  stepId: string,
  action: Extract<Action, { kind: 'branch' } | { kind: 'split' }>,
  person: Person,
  at: Instant,
): string | null {
  if (action.kind === 'branch') {
    const branch = action.branches.find(({ when }) => when === null || holds(when, at, person));
    return branch?.steps[0]?.id ?? null;
  }
  return variantIn(campaign, person.journey ?? { move: null }, stepId, action, person)?.steps[0]?.id ?? null;
}
