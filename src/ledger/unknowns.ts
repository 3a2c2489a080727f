import { invariant } from '../model/failure.js';
import type { LedgerMessage } from '../model/message.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';
import { type MessageRow, messageOf } from './rows.js';

/** What may become of a message of which nobody knows whether it arrived: somebody says so, or it goes again as it was. */
export function openUnknowns(
  db: Database,
  note: Note,
  guard: Guard,
): Pick<Ledger, 'unknown' | 'resolve' | 'sendAgain' | 'named'> {
  const all = db.prepare<MessageRow>(`SELECT * FROM messages WHERE status = 'unknown' ORDER BY send_at, id`);
  const named = db.prepare<MessageRow>(
    'SELECT * FROM messages WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2',
  );
  const end = db.prepare(RESOLVE.end);
  const replan = db.prepare(RESOLVE.replan);
  // Of somebody who was forgotten no bytes are kept, and the journal says all the same what was done.
  const again = db.prepare(`${RESOLVE.again} AND body IS NOT NULL`);
  return {
    unknown: (): readonly LedgerMessage[] => all.all().map((row) => messageOf(row)),
    named: (prefix, limit) => named.all(prefix, limit).map((row) => messageOf(row)),
    resolve: (fence, id, at, { as, reason }) =>
      db.transaction(() => {
        guard(fence);
        const changed = as === 'planned' ? replan.run(at, reason, id) : end.run(as, at, reason, id);
        invariant(changed === 1, `message ${id} is unknown`);
        note(at, 'resolved', { id, as, reason });
      }),
    sendAgain: (fence, id, at, notBefore) =>
      db.transaction(() => {
        guard(fence);
        invariant(again.run(notBefore, id) === 1, `message ${id} is unknown, and its bytes were kept`);
        note(at, 'sent-again', { id, notBefore });
      }),
  };
}

/** The changes, each with the message's id last; the journal makes the same. */
export const RESOLVE = {
  end: `UPDATE messages SET status = ?, ended_at = ?, outcome = ?, body = NULL WHERE id = ? AND status = 'unknown'`,
  // It was never there: what it counts for begins anew.
  replan: `
    UPDATE messages SET status = 'planned', fence = NULL, handed_at = NULL, ended_at = NULL, lost_answers = 0, not_before = ?, outcome = ?
    WHERE id = ? AND status = 'unknown'`,
  again: `
    UPDATE messages SET status = 'planned', fence = NULL, ended_at = NULL, not_before = ? WHERE id = ? AND status = 'unknown'`,
} as const;
