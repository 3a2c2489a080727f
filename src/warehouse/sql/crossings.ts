import type { PropertyTest, Window } from '../../model/condition.js';
import type { Group } from '../../model/plan.js';
import { traitEvents } from '../../model/trait-events.js';
import type { Duration, Instant, ValueType } from '../../model/value.js';
import { withinDurations } from '../layout.js';
import { deepLeaves } from '../used-events.js';
import { spell } from './edges.js';
import { known } from './lower-test.js';
import type { Lowering } from './lowering.js';
import type { Since } from './since.js';
import type { Stretch } from './stretches.js';
import { allOf, anyOf } from './text.js';
import { windowSweep } from './window-sweep.js';

/** SQL over `events` (joined with the moments), and between which moments the events lie for which it may be TRUE, in a zone. */
export interface EventSpan {
  readonly sql: string;
  readonly stretch: (now: Instant, zone: string) => Stretch;
}

/** Events that came or left a window: at their own moment (null), as the window's start passed them, or at any number of moments. */
export interface Crossing extends EventSpan {
  readonly edge: Duration | null | 'any';
}

/**
 * What may have changed a group for a profile since a moment, also when it changed back: events that came or left a window, and dated values that
 * passed an edge. SQL over `events` and over `profiles`, both joined with the moments of now. With `anyOfName` any event of a name that is asked for may have: SQL over their names and times alone,
 * unless a day is asked for that an event speaks of.
 */
export function groupChanges(
  lowering: Lowering,
  group: Group,
  since: Since,
  anyOfName = false,
): { readonly onEvents: readonly Crossing[]; readonly onProfiles: readonly string[] } {
  const onEvents: Crossing[] = [];
  const onProfiles: string[] = [];
  const addEvents = (event: string, where: readonly PropertyTest[], window: Window) => {
    const passes = lowering.matches(event, anyOfName ? [] : where);
    for (const edge of window.kind === 'within' ? [null, window.duration] : [null])
      onEvents.push({
        sql: allOf([passes, hasCrossed(lowering, 'time', 'time', edge, since)]),
        stretch: (now, zone) => windowSweep(edge, since.at(now, zone), now, zone),
        edge,
      });
  };
  for (const leaf of deepLeaves(group, lowering.plan)) {
    if (leaf.kind === 'event') addEvents(leaf.event, leaf.where, leaf.window);
    if (leaf.kind !== 'attribute') continue;
    const edges = [null, ...withinDurations(leaf.test)];
    const trait = Object.hasOwn(lowering.plan.traits, leaf.name) ? lowering.plan.traits[leaf.name]?.trait : undefined;
    if (trait === undefined) {
      const attribute = lowering.layout.attributes.get(leaf.name);
      if (attribute === undefined || edges.length === 1) continue;
      onProfiles.push(...edges.map((edge) => hasCrossed(lowering, attribute.column, attribute.type, edge, since)));
      continue;
    }
    for (const { event, where, window } of traitEvents(trait)) addEvents(event, where, window);
    if (edges.length === 1 || !('property' in trait) || trait.kind === 'sum') continue;
    const property =
      trait.property === null
        ? ({ value: 'time', type: 'time' } as const)
        : lowering.property(trait.event, trait.property);
    onEvents.push({
      sql: allOf([
        lowering.matches(trait.event, []),
        anyOf(edges.map((edge) => hasCrossed(lowering, property.value, property.type, edge, since))),
      ]),
      // A day that an event speaks of may be any.
      stretch: (now) => [Number.NEGATIVE_INFINITY, now],
      edge: 'any',
    });
  }
  return { onEvents, onProfiles };
}

/** SQL that is TRUE for a time or date that lies between `since` and the moment, or (with a duration) between their window starts. */
export function hasCrossed(
  lowering: Lowering,
  value: string,
  type: ValueType,
  duration: Duration | null,
  since: Since,
): string {
  const { edges } = lowering;
  const key = `${since.key} ${duration === null ? 'none' : spell(duration)}`;
  const sweep = (now: Instant, zone: string) => windowSweep(duration, since.at(now, zone), now, zone);
  if (type === 'time') {
    const from = edges.instant(`crossing from ${key}`, (now, zone) => sweep(now, zone)[0]);
    const to = edges.instant(`crossing to ${key}`, (now, zone) => sweep(now, zone)[1]);
    return known(`${value} > ${from} AND ${value} <= ${to}`);
  }
  if (type !== 'date') return 'FALSE';
  const from = edges.firstDay(`crossing from ${key}`, (now, zone) => sweep(now, zone)[0] + 1);
  const to = edges.firstDay(`crossing to ${key}`, (now, zone) => sweep(now, zone)[1] + 1);
  return known(`${value} >= ${from} AND ${value} < ${to}`);
}
