import { dayText } from '../../calendar/local-time.js';
import type { Reading } from '../../model/reading.js';
import { STATE } from './people-sql.js';
import type { People } from './read-people.js';

/** Who of a campaign's people is in which arm since when: all of a reading that needs no event. */
export function readWho(
  people: People,
  salts: readonly string[],
  campaign: number,
): Pick<Reading, 'salt' | 'since' | 'until' | 'shares' | 'exposed' | 'daily' | 'excluded' | 'inBothArms'> {
  const [from, to] = people.ranges.get(campaign) ?? [0, 0];
  const exposed = new Map<number, { sent: number; held: number }>();
  const daily = new Map<number, { sent: number; held: number }>();
  let [since, until]: [number | null, number | null] = [null, null];
  let [global, changedSides] = [0, 0];
  for (let person = from; person < to; person++) {
    const share = people.share[person]!;
    const state = people.state[person];
    if (state === STATE.global) global += 1;
    if (state === STATE.changedSides) changedSides += 1;
    if (state !== STATE.counted) continue;
    const arm = people.held[person] === 1 ? 'held' : 'sent';
    entryOf(exposed, share)[arm] += 1;
    entryOf(daily, people.firstDay[person]!)[arm] += 1;
    const t = people.t[person]!;
    since = Math.min(since ?? t, t);
    until = Math.max(until ?? t, t);
  }
  return {
    salt: salts[people.salts.get(campaign) ?? -1] ?? '',
    since,
    until,
    shares: people.shares.get(campaign) ?? [],
    exposed: [...exposed].sort(([a], [b]) => a - b).map(([share, arms]) => ({ share, ...arms })),
    daily: [...daily].sort(([a], [b]) => a - b).map(([day, arms]) => ({ day: dayText(day), ...arms })),
    excluded: { global, changedSides },
    inBothArms: people.inBothArms.get(campaign) ?? 0,
  };
}

function entryOf(counts: Map<number, { sent: number; held: number }>, key: number): { sent: number; held: number } {
  const entry = counts.get(key) ?? { sent: 0, held: 0 };
  counts.set(key, entry);
  return entry;
}
