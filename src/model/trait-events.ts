import type { PropertyTest, Trait, Window } from './condition.js';
import { populationEvents } from './population.js';

const EVER: Window = { kind: 'ever' };

/** Events of the person that move a trait the moment they happen or leave a window. A frozen trait has none: it moves at its refreshes. */
export function traitEvents(
  trait: Trait,
): readonly { readonly event: string; readonly where: readonly PropertyTest[]; readonly window: Window }[] {
  switch (trait.kind) {
    case 'frozen':
      return [];
    case 'score':
      return trait.weights.map(({ event }) => ({ event, where: [], window: EVER }));
    default:
      return [trait];
  }
}

/** Every event that a trait is made of, of the person or of everybody. */
export function traitSources(
  trait: Trait,
): readonly { readonly event: string; readonly where: readonly PropertyTest[] }[] {
  return trait.kind === 'frozen' ? populationEvents(trait.population) : traitEvents(trait);
}
