import { localMoment } from '../calendar/local-time.js';
import type { PropertyTest, Window } from '../model/condition.js';
import type { FactEvent } from '../model/facts.js';
import type { Instant } from '../model/value.js';
import { ownMessage, tellsOf } from './own-message.js';
import { isAfterStart, passes } from './passes.js';
import { eventsNamed, type Person, propertyType } from './person.js';

/** The events of a name, up to `at` and in the window, that match; by time then id. */
export function matchingEvents(
  selection: { readonly event: string; readonly where: readonly PropertyTest[]; readonly window: Window },
  at: Instant,
  person: Person,
): readonly FactEvent[] {
  const { window } = selection;
  const zone = person.facts.zone;
  const own = window.kind === 'journey' ? ownMessage(window.step, person) : null;
  const after = window.kind === 'between' && window.after !== null ? localMoment(window.after, zone) : null;
  const before = window.kind === 'between' && window.before !== null ? localMoment(window.before, zone) : null;
  const events = eventsNamed(person.facts, selection.event);
  let end = events.length;
  while (end > 0 && events[end - 1]!.time > at) end -= 1;
  let first = window.kind === 'within' ? end : 0;
  // From the last one on: of whoever did much, most is behind the window.
  if (window.kind === 'within')
    while (first > 0 && isAfterStart(events[first - 1]!.time, at, window.duration, zone)) first -= 1;
  const inTime = first === 0 && end === events.length ? events : events.slice(first, end);
  if (selection.where.length === 0 && (window.kind === 'within' || window.kind === 'ever')) return inTime;
  return inTime.filter(
    (event) =>
      (after === null || event.time >= after) &&
      (before === null || event.time < before) &&
      (window.kind !== 'journey' || (own !== null && tellsOf(own, event))) &&
      matchesWhere(event, selection.where, person),
  );
}

/** Whether an event passes every test on its properties, as seen when it happened. */
export function matchesWhere(event: FactEvent, where: readonly PropertyTest[], person: Person): boolean {
  return where.every(({ property, test }) =>
    passes(
      event.properties[property] ?? null,
      propertyType(person.plan, event.name, property),
      test,
      event.time,
      person.facts.zone,
    ),
  );
}
