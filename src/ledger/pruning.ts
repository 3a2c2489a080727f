import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';
import { FORGOTTEN } from './pseudonym.js';
import type { Entry } from './replay-entry.js';

const PAGE = 1000;
/** Whoever was forgotten has nothing left to take away. */
const KNOWN = `(profile_id < '${FORGOTTEN}' OR profile_id >= '${FORGOTTEN}g')`;
const SAID = `status IN ('sent', 'failed') AND outcome IS NOT NULL`;
const OVER = `status IN ('sent', 'failed', 'dropped', 'withheld') AND coalesce(ended_at, send_at) < ? AND ${KNOWN}`;
const LEFT = `status <> 'active' AND ended_at < ? AND event <> '{}' AND ${KNOWN}`;

interface Words extends Readonly<Record<string, unknown>> {
  readonly id?: string;
  readonly journey?: { readonly profileId: string; readonly campaign: string; readonly occasion: string };
  readonly message?: { readonly id: string };
}

/** Retention: the words of what ended long ago leave the journal and the tables. Who got what, and when, stays: so nothing is sent again for it. */
export function openPruning(db: Database, note: Note, guard: Guard): Pick<Ledger, 'prune'> {
  const begin = db.prepare(`INSERT INTO meta (key, value) VALUES ('erasing', '')`);
  const end = db.prepare(`DELETE FROM meta WHERE key = 'erasing'`);
  const messages = db.prepare<{ id: string }>(
    `SELECT id FROM messages WHERE ${OVER} AND (event <> '{}' OR subject IS NOT NULL OR ${SAID})`,
  );
  const journeys = db.prepare<{ profile_id: string; campaign: string; occasion: string }>(
    `SELECT profile_id, campaign, occasion FROM journeys WHERE ${LEFT}`,
  );
  const page = db.prepare<Entry>('SELECT seq, at, kind, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ?');
  const rewrite = db.prepare('UPDATE journal SET body = ? WHERE seq = ?');
  const emptyMessages = db.prepare(
    `UPDATE messages SET event = '{}', subject = NULL, body = NULL, outcome = CASE WHEN ${SAID} THEN NULL ELSE outcome END WHERE ${OVER}`,
  );
  const emptyJourneys = db.prepare(`UPDATE journeys SET event = '{}' WHERE ${LEFT}`);

  const pruneJournal = (isOver: (words: Words) => boolean): number => {
    let changed = 0;
    for (let after = 0; ; ) {
      const entries = page.all(after, PAGE);
      if (entries.length === 0) return changed;
      for (const { seq, kind, body } of entries) {
        after = seq;
        const words = JSON.parse(body) as Words;
        if (!isOver(words)) continue;
        const bare = JSON.stringify(withoutWords(kind, words));
        if (bare === body) continue;
        rewrite.run(bare, seq);
        changed += 1;
      }
    }
  };

  return {
    prune: (fence, before, at) => {
      // Pages that are let go of are overwritten, and below the file is written anew without them.
      db.execute('PRAGMA secure_delete = ON');
      const changed = db.transaction(() => {
        guard(fence);
        const ids = new Set(messages.all(before).map(({ id }) => id));
        const places = new Set(journeys.all(before).map((row) => placeOf(row.profile_id, row.campaign, row.occasion)));
        if (ids.size + places.size === 0) return 0;
        begin.run();
        const count = pruneJournal(({ id, message, journey }) => {
          if (journey !== undefined) return places.has(placeOf(journey.profileId, journey.campaign, journey.occasion));
          return ids.has(message?.id ?? id ?? '');
        });
        end.run();
        emptyMessages.run(before);
        emptyJourneys.run(before);
        note(at, 'pruned', { before });
        return count;
      });
      if (changed === 0) return 0;
      db.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      db.execute('VACUUM');
      db.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      return changed;
    },
  };
}

function placeOf(...names: readonly [profileId: string, campaign: string, occasion: string]): string {
  return JSON.stringify(names);
}

function withoutWords(kind: string, words: Words): object {
  if (words.journey !== undefined) return { ...words, journey: { ...words.journey, event: {} } };
  if (words.message !== undefined) return { ...words, message: { ...words.message, event: {}, subject: null } };
  const { body, ...rest } = words;
  if ('reply' in rest) return { ...rest, reply: null };
  return kind === 'resolved' ? { ...rest, reason: null } : rest;
}
