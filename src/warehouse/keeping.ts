import type { Condition, Trait } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import type { Duration } from '../model/value.js';
import { withinDurations } from './layout.js';
import { deepLeaves, type Leaf } from './used-events.js';

/** What can change the answer to a condition between two ticks: new data, events that leave a window, dates that pass an edge, a refresh of what is compared with everybody, points that fade, or what only the ledger knows. */
export type Mover =
  | { readonly kind: 'data' }
  | { readonly kind: 'window'; readonly duration: Duration }
  | { readonly kind: 'date' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'fading' }
  | { readonly kind: 'ledger' };

/** Everything that can change the answer to a condition, each once. Where only data, windows and dates do, the answer is kept between ticks and asked again of those alone for whom one of them may have moved; otherwise everybody is asked. */
export function moversOf(condition: Condition, plan: Plan): readonly Mover[] {
  const found = deepLeaves(condition, plan).flatMap((leaf) => moversOfLeaf(leaf, plan));
  return [...new Map(found.map((mover) => [JSON.stringify(mover), mover])).values()];
}

/** Whether an answer is kept between ticks. */
export function isKept(movers: readonly Mover[]): boolean {
  return movers.every(({ kind }) => kind !== 'refresh' && kind !== 'fading');
}

function moversOfLeaf(leaf: Leaf, plan: Plan): readonly Mover[] {
  switch (leaf.kind) {
    case 'message':
      return [{ kind: 'ledger' }];
    case 'segment':
    case 'stage':
      return [];
    case 'event':
      return [{ kind: 'data' }, ...moversOfWindow(leaf.window)];
    case 'attribute': {
      const own = Object.hasOwn(plan.traits, leaf.name) ? plan.traits[leaf.name] : undefined;
      const dates: readonly Mover[] = withinDurations(leaf.test).length > 0 ? [{ kind: 'date' }] : [];
      return [{ kind: 'data' }, ...(own === undefined ? [] : moversOfTrait(own.trait)), ...dates];
    }
  }
}

function moversOfTrait(trait: Trait): readonly Mover[] {
  if (trait.kind === 'frozen') return [{ kind: 'refresh' }];
  return trait.kind === 'score' ? [{ kind: 'fading' }] : moversOfWindow(trait.window);
}

function moversOfWindow(window: Extract<Leaf, { kind: 'event' }>['window']): readonly Mover[] {
  switch (window.kind) {
    case 'ever':
    case 'between':
      return [];
    case 'within':
      return [{ kind: 'window', duration: window.duration }];
    case 'journey':
      return [{ kind: 'ledger' }];
  }
}
