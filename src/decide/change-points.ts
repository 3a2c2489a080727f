import { addDuration, localMoment } from '../calendar/local-time.js';
import type { Condition, Test, Trait, Window } from '../model/condition.js';
import { HOUR } from '../model/milliseconds.js';
import { limitsOf } from '../model/test-limits.js';
import { traitEvents } from '../model/trait-events.js';
import type { Duration, Instant } from '../model/value.js';
import { mayFallIn } from './may-fall-in.js';
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
  collect(condition, person, { after, upTo, add });
  return points.size === 0 ? NONE : [...points].sort((a, b) => a - b);
}

const NONE: readonly Instant[] = [];

/** Takes the instants that lie in a span. */
interface Edges {
  readonly after: Instant;
  readonly upTo: Instant;
  readonly add: (t: Instant) => void;
}

function collect(condition: Condition, person: Person, edges: Edges): void {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const each of condition.of) collect(each, person, edges);
      return;
    case 'not':
      collect(condition.of, person, edges);
      return;
    case 'event':
      eventEdges(condition, person, edges);
      return;
    case 'attribute': {
      const trait = person.plan.traits[condition.name];
      if (trait) traitEdges(trait.trait, condition.test, person, edges);
      else {
        const type = person.plan.attributes[condition.name]?.type ?? 'string';
        testEdges(
          instantOf(attributeValue(person.facts, condition.name), type, person.facts.zone),
          condition.test,
          person,
          edges,
        );
      }
      return;
    }
    case 'segment': {
      const segment = person.plan.segments[condition.segment];
      if (segment) collect(segment, person, edges);
      return;
    }
    case 'stage':
      for (const stage of person.plan.stages) if (stage.when) collect(stage.when, person, edges);
      return;
    case 'message':
      for (const m of person.messages) edges.add(m.sendAt);
  }
}

function eventEdges(
  selection: { readonly event: string; readonly window: Window },
  person: Person,
  edges: Edges,
): void {
  const { window } = selection;
  for (const event of eventsNamed(person.facts, selection.event)) {
    edges.add(event.time);
    if (window.kind === 'within') expiry(event.time, window.duration, person, edges);
  }
  if (window.kind === 'between') {
    for (const moment of [window.after, window.before])
      if (moment !== null) edges.add(localMoment(moment, person.facts.zone));
  }
}

function traitEdges(trait: Trait, test: Test, person: Person, edges: Edges): void {
  if (trait.kind === 'frozen') {
    for (const { from } of person.facts.frames ?? []) edges.add(from);
    return;
  }
  for (const selection of traitEvents(trait)) eventEdges(selection, person, edges);
  if (trait.kind === 'score') {
    for (const t of scoreCrossings(trait, limitsOf(test), person)) edges.add(t);
    return;
  }
  // A trait that is itself a time (`last: order_placed`) moves in and out of `within` tests.
  for (const event of eventsNamed(person.facts, trait.event)) testEdges(event.time, test, person, edges);
}

function testEdges(t: Instant | null, test: Test, person: Person, edges: Edges): void {
  if (test.op === 'every') {
    for (const each of test.of) testEdges(t, each, person, edges);
  } else if (test.op === 'within' && t !== null) {
    edges.add(t);
    expiry(t, test.duration, person, edges);
  }
}

/** When something at `t` leaves a window: the calendar's answer, and the instants shortly after it that a clock change or a short month may move it to. */
function expiry(t: Instant, duration: Duration, person: Person, { after, upTo, add }: Edges): void {
  // Most events left long ago, or stay for long: the calendar need not say when.
  if (!mayFallIn(t, duration, after - 72 * HOUR, upTo)) return;
  const end = addDuration(t, duration, person.facts.zone);
  add(end);
  if (duration.months === 0 && duration.days === 0) return;
  for (const hours of duration.months > 0 ? [0.5, 1, 2, 24, 48, 72] : [0.5, 1, 2]) add(end + hours * HOUR);
}
