import { invariant } from '../model/failure.js';
import type { LedgerMessage, MessageStatus } from '../model/message.js';
import { suppressedBy } from '../model/suppression.js';
import type { Instant } from '../model/value.js';
import type { Claims, InHand } from './claims.js';
import type { Database, Wait } from './database.js';
import { HALTED } from './halts.js';
import { keptBody, type Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Fence, Ledger, WaitingMessage } from './ledger.js';
import { legible } from './legible.js';
import { claimedOf, type MessageRow, messageOf } from './rows.js';
import { FORGETS, openSuppressions } from './suppressions.js';

type Outbox = Pick<
  Ledger,
  | 'claim'
  | 'unclaim'
  | 'putOff'
  | 'drop'
  | 'beginAttempts'
  | 'withhold'
  | 'givenCodes'
  | 'handingOver'
  | 'settle'
  | 'messages'
  | 'waiting'
>;

/** The way of a message from planned to its outcome; every step is one transaction that checks the fence. What is halted waits, until it is too late to go. */
export function openOutbox(db: Database, note: Note, guard: Guard, claims: Claims): Outbox {
  // By their place those are passed over that come first in the order, without reading them.
  const next = db.prepare<MessageRow & { readonly place: number }>(`
    SELECT rowid AS place, * FROM messages AS m WHERE status = 'planned' AND rowid NOT IN (SELECT value FROM json_each(?))
      AND not_before <= ? AND channel NOT IN (SELECT value FROM json_each(?)) AND (valid_until < ? OR NOT ${HALTED})
    ORDER BY priority DESC, send_at, id LIMIT ?`);
  /** Of what was claimed, which stands as planned. */
  const waits = `WHERE id = ? AND status = 'planned'`;
  const inHand = `WHERE id = ? AND fence = ? AND status = 'handing_over'`;
  const either = `WHERE id = ? AND CASE status WHEN 'planned' THEN ? WHEN 'handing_over' THEN fence = ? END`;
  const putOff = db.prepare(`UPDATE messages SET not_before = ?, outcome = ? ${waits}`);
  // One of which an answer was lost may have arrived then, whatever becomes of it now.
  const end = db.prepare<{ status: MessageStatus }>(`
    UPDATE messages SET status = CASE lost_answers WHEN 0 THEN ? ELSE 'unknown' END, fence = ?, ended_at = ?, outcome = ?, body = NULL
    ${either} RETURNING status`);
  const begin = db.prepare<{ first_attempt_at: number }>(`
    UPDATE messages SET attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, ?)
    ${waits} AND withheld_by IS NULL RETURNING first_attempt_at`);
  const withhold = db.prepare(
    `UPDATE messages SET status = 'withheld', fence = ?, ended_at = ?, outcome = NULL ${waits} AND withheld_by IS NOT NULL`,
  );
  const give = db.prepare(
    `INSERT INTO codes (code, incentive, message_id, given_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (message_id) DO NOTHING`,
  );
  const given = db.prepare<{ message_id: string; code: string }>('SELECT message_id, code FROM codes');
  const codeOf = db.prepare<{ code: string }>('SELECT code FROM codes WHERE message_id = ?');
  const lastLook = db.prepare<
    Pick<MessageRow, 'profile_id' | 'topic' | 'transactional' | 'withheld_by'> & { readonly halted: number }
  >(`SELECT profile_id, topic, transactional, withheld_by, ${HALTED} AS halted FROM messages AS m ${waits}`);
  const { suppressions } = openSuppressions(db, note);
  const handOver = db.prepare(
    `UPDATE messages SET status = 'handing_over', fence = ?, handed_at = ?, body = ? ${waits} AND withheld_by IS NULL`,
  );
  // All that the last look asks, of a message of which there is nothing to say: what matches nothing here is looked at one question after the other.
  const handOverPlainly = db.prepare(`
    UPDATE messages SET status = 'handing_over', fence = ?, handed_at = ?, body = ? ${waits} AND withheld_by IS NULL
      AND EXISTS (SELECT 1 FROM lease WHERE lease.fence = ? AND host IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM halts)
      AND NOT EXISTS (SELECT 1 FROM suppressions AS s WHERE s.profile_id = messages.profile_id)
      AND NOT EXISTS (SELECT 1 FROM suppressions AS s WHERE s.address = ?)
      AND NOT ${FORGETS}`);
  const retry = db.prepare<{ body: string | null }>(`
    UPDATE messages SET status = 'planned', fence = NULL, not_before = ?, outcome = ?,
      handed_at = CASE lost_answers WHEN 0 THEN NULL ELSE handed_at END,
      body = CASE WHEN lost_answers = 0 AND channel = 'email' THEN NULL ELSE body END
    ${either} RETURNING body`);
  const sent = db.prepare(`UPDATE messages SET status = 'sent', ended_at = ?, outcome = ?, body = NULL ${inHand}`);
  const lose = db.prepare<{ body: string | null }>(`
    UPDATE messages SET status = 'unknown', ended_at = ?, outcome = ?, lost_answers = lost_answers + 1
    ${inHand} RETURNING body`);
  // What was claimed before this file was opened, by an earlier lifecycle, stands there as such until the lease is taken.
  const inState = db.prepare<MessageRow>(`
    SELECT * FROM messages WHERE ?1 = CASE WHEN status = 'planned' AND id IN (SELECT value FROM json_each(?2)) THEN 'claimed' ELSE status END
    ORDER BY send_at, id LIMIT ?3`);

  const waiting = db.prepare<WaitingMessage>(`
    SELECT id, channel, not_before AS until FROM messages WHERE status = 'planned' AND outcome = ? AND not_before > ?
    ORDER BY send_at, id`);

  const guarded = <Result>(fence: Fence, work: () => Result, wait?: Wait): Result =>
    db.transaction(() => {
      guard(fence);
      return work();
    }, wait);
  const endUnsent = (
    fence: Fence,
    id: string,
    at: Instant,
    as: 'dropped' | 'failed',
    text: string,
    wasClaimed = claims.take(fence, id),
  ): void => {
    const row = end.get(as, fence, at, text, id, wasClaimed ? 1 : 0, fence);
    invariant(row !== undefined, `message ${id} cannot become ${as} from where it stands`);
    if (row.status === 'unknown') note(at, 'left-unknown', { id, reply: text });
    else note(at, as, as === 'dropped' ? { id, reason: text } : { id, reply: text });
  };

  return {
    claim(fence, now, limit, closed = []) {
      const find = () => next.all(claims.places(fence), now, JSON.stringify(closed), now, limit);
      const rows = guarded(fence, find, 'beside').filter(({ id }) => claims.get(fence, id) === undefined);
      claims.add(fence, rows.map(inHandOf));
      return rows.map((row) => claimedOf(row));
    },
    unclaim: (fence, ids) =>
      guarded(
        fence,
        () => {
          for (const id of ids) claims.take(fence, id);
        },
        'beside',
      ),
    putOff: (fence, id, at, until, why) =>
      guarded(fence, () => {
        const reason = legible(why);
        const changed = claims.take(fence, id) && putOff.run(until, reason, id) === 1;
        invariant(changed, `message ${id} cannot become put-off from where it stands`);
        note(at, 'put-off', { id, until, reason });
      }),
    drop: (fence, id, at, why) => guarded(fence, () => endUnsent(fence, id, at, 'dropped', legible(why))),
    beginAttempts: (fence, ids, at, codes) =>
      guarded(fence, () => {
        const dates = new Map<string, Instant>();
        for (const id of ids) {
          const row = claims.get(fence, id) !== undefined ? begin.get(at, id) : undefined;
          invariant(row !== undefined, `message ${id} is claimed, and nobody holds it out`);
          note(at, 'attempt', { id });
          const own = codes?.get(id);
          if (own !== undefined && give.run(own.code, own.incentive, id, at) === 1)
            note(at, 'code-given', { id, ...own });
          // One that was rendered with another code must not leave.
          invariant(own === undefined || codeOf.get(id)?.code === own.code, `message ${id} keeps its code`);
          dates.set(id, row.first_attempt_at);
        }
        return dates;
      }),
    withhold: (fence, ids, at) =>
      guarded(fence, () => {
        for (const id of ids) {
          const changed = claims.take(fence, id) && withhold.run(fence, at, id) === 1;
          invariant(changed, `message ${id} is claimed, and held out`);
          note(at, 'exposed', { id });
        }
      }),
    givenCodes: () => new Map(given.all().map(({ message_id, code }) => [message_id, code])),
    handingOver: (fence, id, at, parcel = {}) =>
      db.transaction(() => {
        const { address = null, body = null } = parcel;
        const isClaimed = claims.take(fence, id);
        if (isClaimed && handOverPlainly.run(fence, at, body, id, fence, address) === 1) {
          note(at, 'handing-over', { id });
          return { kind: 'go' };
        }
        guard(fence);
        const message = isClaimed ? lastLook.get(id) : undefined;
        invariant(message !== undefined, `message ${id} cannot become handing-over from where it stands`);
        invariant(message.withheld_by === null, `message ${id} is of somebody who is held out, and goes nowhere`);
        // It stands as planned, and is claimed no more.
        if (message.halted === 1) return { kind: 'halted' };
        const known = suppressions(message.profile_id, address);
        const reason = suppressedBy(known, message.topic, message.transactional === 1, at);
        if (reason !== null) {
          endUnsent(fence, id, at, 'dropped', reason, true);
          return { kind: 'dropped', reason };
        }
        invariant(handOver.run(fence, at, body, id) === 1, `message ${id} may go`);
        note(at, 'handing-over', { id });
        return { kind: 'go' };
      }),
    settle: (fence, id, at, outcome) => {
      const reply = legible(outcome.reply);
      switch (outcome.status) {
        case 'sent':
          return guarded(fence, () => {
            invariant(sent.run(at, reply, id, fence) === 1, `message ${id} cannot become sent from where it stands`);
            note(at, 'sent', { id, reply });
          });
        case 'unknown':
          return guarded(fence, () => {
            const row = lose.get(at, reply, id, fence);
            invariant(row !== undefined, `message ${id} cannot become unknown from where it stands`);
            note(at, 'unknown', { id, reply, ...keptBody(row.body) });
          });
        case 'failed':
          return guarded(fence, () => endUnsent(fence, id, at, 'failed', reply));
        case 'deferred': {
          const { retryAt } = outcome;
          return guarded(fence, () => {
            const row = retry.get(retryAt, reply, id, claims.take(fence, id) ? 1 : 0, fence);
            invariant(row !== undefined, `message ${id} cannot be delayed from where it stands`);
            note(at, 'delayed', { id, reply, retryAt, ...keptBody(row.body) });
          });
        }
      }
    },
    waiting: (reason, now) => waiting.all(reason, now),
    messages: (status, limit): readonly LedgerMessage[] => {
      const claimed = JSON.stringify([...claims.current().keys()]);
      return inState.all(status, claimed, limit).map((row) => messageOf(row, status));
    },
  };
}

function inHandOf(row: MessageRow & { readonly place: number }): InHand {
  const { id, profile_id, withheld_by, status, attempts, first_attempt_at, handed_at, body, place } = row;
  return { id, profile_id, withheld_by, status, attempts, first_attempt_at, handed_at, body, place };
}
