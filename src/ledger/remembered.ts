import type { Database } from './database.js';
import type { Ledger } from './ledger.js';
import { FORGOTTEN, openPseudonyms } from './pseudonym.js';

/** Tells the forgotten from everybody else. */
export function openRemembered(db: Database): Ledger['remembered'] {
  const pseudonym = openPseudonyms(db);
  // Whatever the reason: who was suppressed before stands there with the first one.
  const forgotten = db.prepare<{ profile_id: string }>(
    `SELECT profile_id FROM suppressions WHERE profile_id >= '${FORGOTTEN}' AND profile_id < '${FORGOTTEN}g'`,
  );
  return (profileIds) => {
    const gone = new Set(forgotten.all().map(({ profile_id }) => profile_id));
    return gone.size === 0 ? profileIds : profileIds.filter((id) => !gone.has(pseudonym(id)));
  };
}
