import { addDuration, localMoment } from '../calendar/local-time.js';
import type { Condition, Test, Trait, Window } from '../model/condition.js';
import { HOUR } from '../model/milliseconds.js';
import { limitsOf } from '../model/test-limits.js';
import { traitEvents } from '../model/trait-events.js';
import type { Duration, Instant } from '../model/value.js';
import { instantOf } from './passes.js';
import { attributeValue, eventsNamed, type Person } from './person.js';
import { scoreCrossings } from './score.js';

/**
 * Every instant in (`after`, `upTo`] at which the truth of a condition may change by itself: an event happened, or something left a window. In order. Between two
 * neighbours the condition is constant (attributes are as they are now).
 */
export function changePoints(condition: Condition, person: Person, after: Instant, upTo: Instant): readonly Instant[] {
  const points = new Set<Instant>();
  const add = (t: Instant): void => {
    if (t > after && t <= upTo) points.add(t);
  };
  collect(condition, person, add);
  return [...points].sort((a, b) => a - b);
}

function collect(condition: Condition, person: Person, add: (t: Instant) => void): void {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const each of condition.of) collect(each, person, add);
      return;
    case 'not':
      collect(condition.of, person, add);
      return;
    case 'event':
      eventEdges(condition, person, add);
      return;
    case 'attribute': {
      const trait = person.plan.traits[condition.name];
      if (trait) traitEdges(trait.trait, condition.test, person, add);
      else {
        const type = person.plan.attributes[condition.name]?.type ?? 'string';
        testEdges(
          instantOf(attributeValue(person.facts, condition.name), type, person.facts.zone),
          condition.test,
          person,
          add,
        );
      }
      return;
    }
    case 'segment': {
      const segment = person.plan.segments[condition.segment];
      if (segment) collect(segment, person, add);
      return;
    }
    case 'stage':
      for (const stage of person.plan.stages) if (stage.when) collect(stage.when, person, add);
      return;
    case 'message':
      for (const m of person.messages) add(m.sendAt);
  }
}

function eventEdges(
  selection: { readonly event: string; readonly window: Window },
  person: Person,
  add: (t: Instant) => void,
): void {
  const { window } = selection;
  for (const event of eventsNamed(person.facts, selection.event)) {
    add(event.time);
    if (window.kind === 'within') expiry(event.time, window.duration, person, add);
  }
  if (window.kind === 'between') {
    for (const moment of [window.after, window.before])
      if (moment !== null) add(localMoment(moment, person.facts.zone));
  }
}

function traitEdges(trait: Trait, test: Test, person: Person, add: (t: Instant) => void): void {
  if (trait.kind === 'frozen') {
    for (const { from } of person.facts.frames ?? []) add(from);
    return;
  }
  for (const selection of traitEvents(trait)) eventEdges(selection, person, add);
  if (trait.kind === 'score') {
    for (const t of scoreCrossings(trait, limitsOf(test), person)) add(t);
    return;
  }
  // A trait that is itself a time (`last: order_placed`) moves in and out of `within` tests.
  for (const event of eventsNamed(person.facts, trait.event)) testEdges(event.time, test, person, add);
}

function testEdges(t: Instant | null, test: Test, person: Person, add: (t: Instant) => void): void {
  if (test.op === 'every') {
    for (const each of test.of) testEdges(t, each, person, add);
  } else if (test.op === 'within' && t !== null) {
    add(t);
    expiry(t, test.duration, person, add);
  }
}

/** When something at `t` leaves a window: the calendar's answer, and the instants shortly after it that a clock change or a short month may move it to. */
function expiry(t: Instant, duration: Duration, person: Person, add: (t: Instant) => void): void {
  const end = addDuration(t, duration, person.facts.zone);
  add(end);
  if (duration.months === 0 && duration.days === 0) return;
  for (const hours of duration.months > 0 ? [0.5, 1, 2, 24, 48, 72] : [0.5, 1, 2]) add(end + hours * HOUR);
}
