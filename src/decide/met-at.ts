import type { Condition } from '../model/condition.js';
import { type Journey, journeyKey } from '../model/journey.js';
import type { PlanCampaign } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { changePoints } from './change-points.js';
import { holds } from './evaluate.js';
import { matchesWhere } from './matching-events.js';
import { eventsNamed, type Person } from './person.js';
import { routeOf } from './route.js';

/**
 * When what a journey waits for came: the first matching event after the waiting began and up to its end, or the first moment of it at which the condition is true. Null while it
 * has not come, and for journeys that wait for nothing. `before` are the journeys as they were before the tick.
 */
export function metAt(
  campaign: PlanCampaign,
  journey: Journey,
  person: Person,
  tick: Tick,
  before: readonly Journey[],
): Instant | null {
  const { step, firstDue: begun, wake } = journey;
  if (step === null || begun === null || wake === null) return null;
  const action = routeOf(campaign).steps.get(step)?.step.action;
  if (action?.kind !== 'wait_for') return null;
  const end = Math.min(wake, tick.now);
  if (action.for.kind === 'condition') {
    const key = journeyKey(journey);
    const hasWaited = before.some((one) => one.step === step && one.firstDue === begun && journeyKey(one) === key);
    const since = hasWaited ? Math.max(begun, tick.previous ?? begun) : null;
    return trueAt(action.for.condition, { ...person, journey }, begun, since, end);
  }
  const { event, where } = action.for;
  const found = eventsNamed(person.facts, event).find(
    (each) => each.time > begun && each.time <= end && matchesWhere(each, where, person),
  );
  return found?.time ?? null;
}

/** `since`: up to when the condition was found to be false, or null when it is first asked now. */
function trueAt(
  condition: Condition,
  person: Person,
  begun: Instant,
  since: Instant | null,
  end: Instant,
): Instant | null {
  if (since === null) {
    return [begun, ...changePoints(condition, person, begun, end)].find((at) => holds(condition, at, person)) ?? null;
  }
  // True where it was false before: attributes, which bear no date, have changed. That counts from the tick that sees it.
  const points = holds(condition, since, person) ? [end] : changePoints(condition, person, since, end);
  return points.find((at) => holds(condition, at, person)) ?? null;
}
