import { matchesWhere } from '../decide/matching-events.js';
import { eventsNamed } from '../decide/person.js';
import type { Facts } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import type { Measure } from '../model/metric.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';

/** A person, and the time in which their events count: after `after`, up to and with `upTo`. */
export interface Exposure {
  readonly facts: Facts;
  readonly after: Instant;
  readonly upTo: Instant;
}

/** A measure over people: the mean for each of them, of a ratio one total divided by the other. Null for nobody, and where nothing is divided. */
export function measurePeople(plan: Plan, measure: Measure, exposures: readonly Exposure[]): number | null {
  if (measure.kind !== 'ratio') {
    invariant(
      measure.kind === 'share' || measure.kind === 'count' || measure.kind === 'sum',
      `a test by ${measure.kind}`,
    );
    return exposures.length === 0 ? null : total(plan, measure, exposures) / exposures.length;
  }
  const [above, below] = measure.of.map((each) => total(plan, each, exposures)) as [number, number];
  return below === 0 ? null : above / below;
}

function total(plan: Plan, measure: Measure, exposures: readonly Exposure[]): number {
  if (measure.kind !== 'share' && measure.kind !== 'count' && measure.kind !== 'sum')
    return measurePeople(plan, measure, exposures) ?? 0;
  return exposures.reduce((sum, exposure) => sum + amountOf(plan, measure, exposure), 0);
}

function amountOf(
  plan: Plan,
  measure: Extract<Measure, { kind: 'share' | 'count' | 'sum' }>,
  { facts, after, upTo }: Exposure,
): number {
  const person = { plan, facts, messages: [] };
  const events = eventsNamed(facts, measure.event).filter(
    (event) => event.time > after && event.time <= upTo && matchesWhere(event, measure.where, person),
  );
  switch (measure.kind) {
    case 'share':
      return events.length >= (measure.atLeast ?? 1) ? 1 : 0;
    case 'count':
      return events.length;
    case 'sum':
      return events.reduce((sum, { properties }) => {
        const value = properties[measure.property];
        return typeof value === 'number' ? sum + value : sum;
      }, 0);
  }
}
