import type { Database } from './database.js';
import { openForgotten } from './forgotten.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';
import { openPseudonyms } from './pseudonym.js';
import { redactEntry, type Subject } from './redact-entry.js';
import { openRemembered } from './remembered.js';
import { type Entry, openReplay } from './replay-entry.js';

const PAGE = 1000;
/** What is in nobody's journal entry alone, or stays: the members of a group, and that a code was given away. */
const NOT_AGAIN = new Set(['members', 'code-given']);

/** Forgetting people, for good: what is personal leaves the journal and the tables, which still say the same. */
export function openErasure(db: Database, note: Note, guard: Guard): Pick<Ledger, 'forget' | 'remembered'> {
  const pseudonym = openPseudonyms(db);
  const begin = db.prepare(`INSERT INTO meta (key, value) VALUES ('erasing', '')`);
  const end = db.prepare(`DELETE FROM meta WHERE key = 'erasing'`);
  const messages = db.prepare<{ id: string }>('SELECT id FROM messages WHERE profile_id = ?');
  const page = db.prepare<Entry>('SELECT seq, at, kind, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ?');
  const rewrite = db.prepare('UPDATE journal SET body = ? WHERE seq = ?');
  const clear = ['journeys', 'skips', 'refusals', 'deferrals', 'members', 'messages'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE profile_id = ?`),
  );
  const clearSuppressions = db.prepare(
    'DELETE FROM suppressions WHERE profile_id = ? OR address IN (SELECT value FROM json_each(?))',
  );
  // Rarely needed, and as many statements as all others together.
  let opened: ReturnType<typeof openReplay> | null = null;
  const replay: ReturnType<typeof openReplay> = (...entry) => {
    opened ??= openReplay(db);
    return opened(...entry);
  };
  const forget = openForgotten(db);

  const redactJournal = (subject: Subject): readonly Entry[] => {
    const changed: Entry[] = [];
    for (let after = 0; ; ) {
      const entries = page.all(after, PAGE);
      if (entries.length === 0) return changed;
      for (const entry of entries) {
        after = entry.seq;
        const body = redactEntry(entry.body, subject, pseudonym);
        if (body === null) continue;
        rewrite.run(body, entry.seq);
        changed.push({ ...entry, body });
      }
    }
  };

  return {
    forget: (fence, { profileId, addresses, at, reason }) => {
      // Pages that are let go of are overwritten, and below the file is written anew without them.
      db.execute('PRAGMA secure_delete = ON');
      const entries = db.transaction(() => {
        guard(fence);
        db.execute('PRAGMA defer_foreign_keys = ON');
        begin.run();
        const messageIds = new Set(messages.all(profileId).map(({ id }) => id));
        const changed = redactJournal({ profileId, addresses, messageIds });
        end.run();
        for (const table of clear) table.run(profileId);
        clearSuppressions.run(profileId, JSON.stringify(addresses));
        for (const entry of changed) if (!NOT_AGAIN.has(entry.kind)) replay(entry);
        const erasure = { profile: pseudonym(profileId), addresses: addresses.map(pseudonym) };
        forget(erasure, at);
        note(at, 'forgotten', { ...erasure, reason });
        return changed.length;
      });
      db.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      db.execute('VACUUM');
      db.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      return entries;
    },
    remembered: openRemembered(db),
  };
}
