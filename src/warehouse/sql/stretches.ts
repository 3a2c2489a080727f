import type { Instant } from '../../model/value.js';
import type { World } from '../world.js';
import type { EventSpan } from './crossings.js';
import { anyOf } from './text.js';

/** Later than the first, no later than the second. */
export type Stretch = readonly [after: Instant, upTo: Instant];

/** The stretches of time outside of which no event matches any of the spans, whatever the zone; in order, and those that meet made one. */
export function stretchesOf(
  spans: readonly Pick<EventSpan, 'stretch'>[],
  { zones }: Pick<World, 'zones'>,
  now: Instant,
): readonly Stretch[] {
  const each = spans.map(({ stretch }): Stretch => {
    const here = zones.map(({ name }) => stretch(now, name));
    return [Math.min(...here.map(([after]) => after)), Math.max(...here.map(([, upTo]) => upTo))];
  });
  const merged: [Instant, Instant][] = [];
  for (const [after, upTo] of each.filter(([first, last]) => first < last).sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && after <= last[1]) last[1] = Math.max(last[1], upTo);
    else merged.push([after, upTo]);
  }
  return merged;
}

/** SQL over rows with a `time` that is TRUE inside one of the stretches. Constants alone, so that it costs next to nothing to pass the others over. */
export function inStretches(stretches: readonly Stretch[]): string {
  return anyOf(
    stretches.map(([after, upTo]) =>
      Number.isFinite(after) ? `(time > ${after} AND time <= ${upTo})` : `time <= ${upTo}`,
    ),
  );
}

/** Rows of a table that lies in the order of `time`, inside the stretches: each stretch by itself, for only then are the parts of the table passed over unread that lie outside of it. */
export function rowsIn(stretches: readonly Stretch[], table: string): string {
  const parts = stretches.map((stretch) => `SELECT * FROM ${table} WHERE ${inStretches([stretch])}`);
  return `(${parts.length === 0 ? `SELECT * FROM ${table} WHERE FALSE` : parts.join(' UNION ALL ')})`;
}

/** The table in which to look for events of some stretches: both have the same columns, but for `ord`. */
export function eventsOf(stretches: readonly Stretch[], { recentAfter }: Pick<World, 'recentAfter'>): string {
  return stretches.every(([after]) => after >= recentAfter) ? 'recent_events' : 'events';
}
