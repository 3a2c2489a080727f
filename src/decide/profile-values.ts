import type { Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import type { Instant, Value, ValueType } from '../model/value.js';
import { settleFacts } from './settle-facts.js';
import { traitValue } from './trait-value.js';

/** A profile's attributes and traits together, as templates see them at a moment, with their types. */
export function profileValues(
  plan: Plan,
  facts: Facts,
  at: Instant,
): { readonly values: Readonly<Record<string, Value>>; readonly types: Readonly<Record<string, ValueType>> } {
  const values: Record<string, Value> = Object.create(null);
  const types: Record<string, ValueType> = Object.create(null);
  for (const [name, { type }] of Object.entries(plan.attributes)) {
    values[name] = facts.attributes[name] ?? null;
    types[name] = type;
  }
  const person = { plan, facts: settleFacts(facts, at), messages: [] };
  for (const [name, { type }] of Object.entries(plan.traits)) {
    values[name] = traitValue(name, at, person);
    types[name] = type;
  }
  return { values, types };
}
