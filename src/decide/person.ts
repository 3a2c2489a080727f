import type { PastMessage } from '../model/decision.js';
import type { FactEvent, Facts } from '../model/facts.js';
import type { Journey } from '../model/journey.js';
import type { Plan } from '../model/plan.js';
import type { Value, ValueType } from '../model/value.js';

/** One profile as conditions see it: the plan's definitions, the warehouse's facts, and what lifecycle itself sent. */
export interface Person {
  readonly plan: Plan;
  readonly facts: Facts;
  readonly messages: readonly PastMessage[];
  /** The journey whose step asks; absent where none does. */
  readonly journey?: Journey;
}

const byName = new WeakMap<Facts, ReadonlyMap<string, readonly FactEvent[]>>();
const NONE: readonly FactEvent[] = [];

/** The profile's events by name, each list by time then id. */
export function eventLists(facts: Facts): ReadonlyMap<string, readonly FactEvent[]> {
  let index = byName.get(facts);
  if (index === undefined) {
    const lists = new Map<string, FactEvent[]>();
    for (const event of facts.events) {
      const list = lists.get(event.name);
      if (list) list.push(event);
      else lists.set(event.name, [event]);
    }
    index = lists;
    byName.set(facts, index);
  }
  return index;
}

/** The profile's events of one name, by time then id. */
export function eventsNamed(facts: Facts, name: string): readonly FactEvent[] {
  return eventLists(facts).get(name) ?? NONE;
}

/** An attribute's value; null when unknown. */
export function attributeValue(facts: Facts, name: string): Value {
  return facts.attributes[name] ?? null;
}

/** The declared type of an event property; `string` for one that is not declared. */
export function propertyType(plan: Plan, event: string, property: string): ValueType {
  return plan.events[event]?.[property] ?? 'string';
}
