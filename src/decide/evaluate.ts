import type { Condition, EventCondition } from '../model/condition.js';
import { invariant } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import { isSameStep } from '../structure/step-names.js';
import { matchingEvents } from './matching-events.js';
import { ownMessage } from './own-message.js';
import { passes } from './passes.js';
import { attributeValue, type Person } from './person.js';
import { traitValue } from './trait-value.js';

/**
 * Whether a condition holds for a person at a moment, from the events up to that moment and the attributes as they are. The reference for every other
 * evaluation of conditions (the warehouse's SQL must agree with it).
 */
export function holds(condition: Condition, at: Instant, person: Person): boolean {
  switch (condition.kind) {
    case 'all':
      for (const each of condition.of) if (!holds(each, at, person)) return false;
      return true;
    case 'any':
      for (const each of condition.of) if (holds(each, at, person)) return true;
      return false;
    case 'not':
      return !holds(condition.of, at, person);
    case 'attribute': {
      const trait = person.plan.traits[condition.name];
      const zone = person.facts.zone;
      if (trait) return passes(traitValue(condition.name, at, person), trait.type, condition.test, at, zone);
      const type = person.plan.attributes[condition.name]?.type ?? 'string';
      return passes(attributeValue(person.facts, condition.name), type, condition.test, at, zone);
    }
    case 'event':
      return eventConditionHolds(condition, at, person);
    case 'segment': {
      const segment = person.plan.segments[condition.segment];
      invariant(segment, `segment ${condition.segment} is in the plan`);
      return holds(segment, at, person);
    }
    case 'stage':
      return stageOf(at, person) === condition.stage;
    case 'message':
      if (condition.ofJourney) {
        const own = ownMessage(condition.step, person);
        return own !== null && own.state === 'going' && own.sendAt <= at;
      }
      return person.messages.some(
        (m) =>
          m.campaign === condition.campaign &&
          isSameStep(person.plan, m.campaign, m.step, condition.step) &&
          m.state === 'going' &&
          m.sendAt <= at,
      );
  }
}

/** The id of the first stage that the person is in at a moment; null when the plan has no stages. */
export function stageOf(at: Instant, person: Person): string | null {
  for (const { id, when } of person.plan.stages) if (when === null || holds(when, at, person)) return id;
  return null;
}

function eventConditionHolds(condition: EventCondition, at: Instant, person: Person): boolean {
  const events = matchingEvents(condition, at, person);
  const { measure } = condition;
  const zone = person.facts.zone;
  if (measure.kind === 'count') return passes(events.length, 'number', measure.test, at, zone);
  const sum = events.reduce((total, event) => {
    const value = event.properties[measure.property];
    return typeof value === 'number' ? total + value : total;
  }, 0);
  return passes(sum, 'number', measure.test, at, zone);
}
