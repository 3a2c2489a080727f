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
  for (const name of Object.keys(plan.attributes)) values[name] = facts.attributes[name] ?? null;
  const person = { plan, facts: settleFacts(facts, at), messages: [] };
  for (const name of Object.keys(plan.traits)) values[name] = traitValue(name, at, person);
  return { values, types: typesIn(plan) };
}

const known = new WeakMap<Plan, Readonly<Record<string, ValueType>>>();

function typesIn(plan: Plan): Readonly<Record<string, ValueType>> {
  const found = known.get(plan);
  if (found !== undefined) return found;
  const types: Record<string, ValueType> = Object.create(null);
  for (const [name, { type }] of Object.entries(plan.attributes)) types[name] = type;
  for (const [name, { type }] of Object.entries(plan.traits)) types[name] = type;
  known.set(plan, types);
  return types;
}
