import type { Trait } from '../model/condition.js';
import { compareText } from '../model/diagnostic.js';
import type { FactEvent } from '../model/facts.js';
import type { Instant, Value } from '../model/value.js';
import { frozenValue } from './frozen-value.js';
import { matchingEvents } from './matching-events.js';
import type { Person } from './person.js';
import { scoreAt } from './score.js';

/** The value of a computed attribute at a moment, by the name that conditions use; null for one that the plan does not have. Rules: see `Trait`. */
export function traitValue(name: string, at: Instant, person: Person): Value {
  const trait = person.plan.traits[name]?.trait;
  if (trait === undefined) return null;
  return trait.kind === 'frozen' ? frozenValue(person.facts, name, at) : liveValue(trait, at, person);
}

function liveValue(trait: Exclude<Trait, { kind: 'frozen' }>, at: Instant, person: Person): Value {
  if (trait.kind === 'score') return scoreAt(trait, at, person);
  const events = matchingEvents(trait, at, person);
  switch (trait.kind) {
    case 'count':
      return events.length;
    case 'sum':
      return events.reduce((total, event) => {
        const value = event.properties[trait.property];
        return typeof value === 'number' ? total + value : total;
      }, 0);
    case 'first':
    case 'last': {
      const event = trait.kind === 'first' ? events[0] : events.at(-1);
      if (event === undefined) return null;
      return trait.property === null ? event.time : (event.properties[trait.property] ?? null);
    }
    case 'most_frequent':
      return mostFrequent(events, trait.property);
  }
}

function mostFrequent(events: readonly FactEvent[], property: string): Value {
  const seen = new Map<Exclude<Value, null>, { count: number; last: Instant }>();
  for (const event of events) {
    const value = event.properties[property] ?? null;
    if (value === null) continue;
    const entry = seen.get(value);
    if (entry) {
      entry.count += 1;
      entry.last = event.time;
    } else seen.set(value, { count: 1, last: event.time });
  }
  const ranked = [...seen].sort(
    ([a, x], [b, y]) => y.count - x.count || y.last - x.last || compareText(String(a), String(b)),
  );
  return ranked[0]?.[0] ?? null;
}
