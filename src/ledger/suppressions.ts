import type { History } from '../model/decision.js';
import type { SuppressionEntry } from '../model/suppression.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Ledger } from './ledger.js';
import { FORGOTTEN, openPseudonyms } from './pseudonym.js';

interface SuppressionRow {
  readonly profile_id: string | null;
  readonly topic: string | null;
  readonly since: number;
  readonly reason: string;
}

/** True once somebody was forgotten: they stand there under a pseudonym. */
export const FORGETS = `EXISTS (SELECT 1 FROM suppressions WHERE profile_id >= '${FORGOTTEN}' AND profile_id < '${FORGOTTEN}g')`;

/** Who must not be mailed. */
export function openSuppressions(db: Database, note: Note): Pick<Ledger, 'suppress' | 'suppressions' | 'suppressed'> {
  const add = db.prepare(
    'INSERT INTO suppressions (profile_id, address, topic, since, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const find = db.prepare<SuppressionRow>(`
    SELECT profile_id, topic, since, reason FROM suppressions WHERE profile_id = ?
    UNION SELECT profile_id, topic, since, reason FROM suppressions WHERE address = ? ORDER BY since, topic, reason`);
  const pseudonym = openPseudonyms(db);
  const forgets = db.prepare<{ found: number }>(`SELECT ${FORGETS} AS found`);
  const all = db.prepare<SuppressionEntry>(
    'SELECT profile_id AS profileId, address, topic, since, reason FROM suppressions ORDER BY since, seq',
  );
  return {
    suppress: (entry) =>
      db.transaction(() => {
        const { profileId, address, topic, since, reason } = entry;
        if (add.run(profileId, address, topic, since, reason) === 0) return false;
        note(since, 'suppressed', { profileId, address, topic, since, reason });
        return true;
      }),
    suppressed: () => all.all(),
    suppressions: (profileId, address) => {
      const plain = find.all(profileId, address);
      // Whoever was forgotten stands there under a pseudonym.
      const others =
        forgets.get()?.found === 1 ? find.all(pseudonym(profileId), address === null ? null : pseudonym(address)) : [];
      return [...plain, ...others].map(suppressionOf);
    },
  };
}

/** What decide sees of a suppression row. */
export function suppressionOf(row: SuppressionRow): History['suppressions'][number] {
  return { topic: row.topic, since: row.since, reason: row.reason };
}
