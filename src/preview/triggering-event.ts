import { declaredEvents } from '../check/names/declared-events.js';
import type { FactEvent } from '../model/facts.js';
import { MINUTE } from '../model/milliseconds.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { Value } from '../model/value.js';
import { typedValue } from '../simulate/test-person.js';
import { madeProperties } from './made-value.js';
import type { Person } from './persona.js';

/** The event that let a persona into a campaign. */
export interface Triggering {
  /** Null: nothing that happens to them lets people in. */
  readonly event: FactEvent | null;
  /** Whether it is made up: none of those that let people in happened to the persona. */
  readonly isMade: boolean;
}

/** The last event of a persona that lets people into a campaign; where there is none, one that is made from the types of its properties. */
export function triggeringEvent(
  plan: Plan,
  project: Project,
  { triggers }: PlanCampaign,
  { persona, facts, now }: Person,
): Triggering {
  const names = triggers.flatMap((one) => (one.kind === 'event' || one.kind === 'inactive' ? [one.event] : []));
  const [first] = names;
  if (first === undefined) return { event: null, isMade: false };
  const last = facts.events.filter(({ name, time }) => names.includes(name) && time <= now).at(-1);
  if (last !== undefined) return { event: last, isMade: false };
  const declared = declaredEvents(project).get(first) ?? [];
  const made: Readonly<Record<string, Value>> = madeProperties(declared, persona.isSparse);
  const properties: Record<string, Value> = Object.create(null);
  for (const [name, type] of Object.entries(plan.events[first] ?? {}))
    properties[name] = typedValue(made[name] ?? null, type, facts.zone);
  return { event: { id: 'made-up', name: first, time: now - MINUTE, properties }, isMade: true };
}
