import { CHANNELS } from '../model/channel.js';
import { barringEvents } from '../model/channel-events.js';
import type { PropertyTest, Trait } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import { traitEvents } from '../model/trait-events.js';
import { leaves, planConditions } from './used-events.js';

/**
 * By event, the properties that a condition or a trait may ask for however long ago it happened, and those that say whether a message may go at all. What only triggers ask for is not among
 * them: they look at events of late alone (`startingStretches`).
 */
export function askedProperties(plan: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const asked = new Map<string, Set<string>>();
  const add = (event: string, properties: readonly string[]): void => {
    const known = asked.get(event) ?? new Set();
    for (const property of properties) known.add(property);
    asked.set(event, known);
  };
  const addTests = (event: string, where: readonly PropertyTest[]): void =>
    add(
      event,
      where.map(({ property }) => property),
    );
  for (const event of ['subscribed', 'unsubscribed']) add(event, ['topic']);
  for (const { hard } of CHANNELS.map(barringEvents)) if (hard !== null) add(hard, ['kind']);
  for (const { trait } of Object.values(plan.traits))
    for (const { event, where } of traitEvents(trait)) {
      addTests(event, where);
      add(event, propertyOf(trait));
    }
  for (const leaf of planConditions(plan, 'run').flatMap(leaves)) {
    if (leaf.kind !== 'event') continue;
    addTests(leaf.event, leaf.where);
    if (leaf.measure.kind === 'sum') add(leaf.event, [leaf.measure.property]);

    // Whether an event tells of a message is asked of the event itself.
    if (leaf.window.kind === 'journey') add(leaf.event, ['message_id']);
  }
  return asked;
}

function propertyOf(trait: Trait): readonly string[] {
  return 'property' in trait && trait.property !== null ? [trait.property] : [];
}
