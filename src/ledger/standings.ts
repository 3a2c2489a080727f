import type { History, PastMessage } from '../model/decision.js';
import type { Database } from './database.js';
import { HANDED_OVER } from './histories.js';
import type { Ledger } from './ledger.js';
import { FORGETS } from './suppressions.js';

/** What the last checks before a hand-over ask about somebody. */
export interface Standing {
  readonly suppressions: History['suppressions'];
  readonly handedOver: readonly PastMessage[];
}

const NOTHING: Standing = { suppressions: [], handedOver: [] };

/** Asks about many at once: few are suppressed or were sent anything lately, and only of those more is read. */
export function openStandings(
  db: Database,
  { suppressions, handedOver }: Pick<Ledger, 'suppressions' | 'handedOver'>,
): Pick<Ledger, 'standings'> {
  const forgets = db.prepare<{ found: number }>(`SELECT ${FORGETS} AS found`);
  const suppressed = db.prepare<{ profile_id: string | null; address: string | null }>(`
    SELECT profile_id, address FROM suppressions WHERE profile_id IN (SELECT value FROM json_each(?1))
    UNION SELECT profile_id, address FROM suppressions WHERE address IN (SELECT value FROM json_each(?2))`);
  const handed = db.prepare<{ profile_id: string }>(
    `SELECT DISTINCT profile_id FROM messages WHERE profile_id IN (SELECT value FROM json_each(?)) AND ${HANDED_OVER}`,
  );
  return {
    standings(people, since) {
      const ids = JSON.stringify([...new Set(people.map(({ profileId }) => profileId))]);
      const addresses = JSON.stringify(people.flatMap(({ address }) => address ?? []));
      const everybody = forgets.get()?.found === 1;
      const found = everybody ? [] : suppressed.all(ids, addresses);
      const known = new Set(found.map(({ profile_id: id }) => id));
      const shut = new Set(found.map(({ address }) => address));
      const past = new Set(handed.all(ids, since, since).map(({ profile_id: id }) => id));
      return people.map(({ profileId, address }) => {
        const isNamed = everybody || known.has(profileId) || (address !== null && shut.has(address));
        const hasPast = past.has(profileId);
        if (!isNamed && !hasPast) return NOTHING;
        return {
          suppressions: isNamed ? suppressions(profileId, address) : [],
          handedOver: hasPast ? handedOver(profileId, since) : [],
        };
      });
    },
  };
}
