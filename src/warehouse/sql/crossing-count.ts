import type { Instant } from '../../model/value.js';
import type { Crossing } from './crossings.js';
import { spell } from './edges.js';
import { anyOf } from './text.js';
import { movesEvenly } from './window-sweep.js';

/**
 * SQL over `events` (joined with the moments): at how many moments of the stretch from `since` to `now` an event may have changed a group, two standing for more. An event happens at one moment and leaves a window of
 * one length at one other, for all groups alike, unless clocks are moved there.
 */
export function crossingCount(
  crossings: readonly Crossing[],
  since: Instant,
  now: Instant,
  zones: readonly { readonly name: string }[],
): string {
  const byMoment = new Map<string, Set<string>>();
  for (const { sql, edge } of crossings) {
    const isOnce = edge !== 'any' && (edge === null || zones.every(({ name }) => movesEvenly(edge, since, now, name)));
    const key = isOnce ? (edge === null ? 'happens' : spell(edge)) : '';
    byMoment.set(key, (byMoment.get(key) ?? new Set()).add(sql));
  }
  const terms = [...byMoment].map(
    ([key, sqls]) => `CASE WHEN ${anyOf([...sqls])} THEN ${key === '' ? 2 : 1} ELSE 0 END`,
  );
  return terms.length === 0 ? '0' : `(${terms.join(' + ')})`;
}
