import { invariant } from '../model/failure.js';
import type { LedgerMessage, MessageStatus } from '../model/message.js';
import { suppressedBy } from '../model/suppression.js';
import type { Instant } from '../model/value.js';
import type { Database } from './database.js';
import { HALTED } from './halts.js';
import { keptBody, type Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Fence, Ledger, WaitingMessage } from './ledger.js';
import { type MessageRow, messageOf } from './rows.js';
import { openSuppressions } from './suppressions.js';

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
export function openOutbox(db: Database, note: Note, guard: Guard): Outbox {
  const claim = db.prepare<MessageRow>(`
    UPDATE messages SET status = 'claimed', fence = ? WHERE id IN (
      SELECT id FROM messages AS m WHERE status = 'planned' AND not_before <= ? AND channel NOT IN (SELECT value FROM json_each(?))
        AND (valid_until < ? OR NOT ${HALTED})
      ORDER BY priority DESC, send_at, id LIMIT ?
    ) RETURNING *`);
  const mine = `WHERE id = ? AND fence = ? AND status`;
  const unclaim = db.prepare(`UPDATE messages SET status = 'planned', fence = NULL ${mine} = 'claimed'`);
  const putOff = db.prepare(
    `UPDATE messages SET status = 'planned', fence = NULL, not_before = ?, outcome = ? ${mine} = 'claimed'`,
  );
  // One of which an answer was lost may have arrived then, whatever becomes of it now.
  const end = db.prepare<{ status: MessageStatus }>(`
    UPDATE messages SET status = CASE lost_answers WHEN 0 THEN ? ELSE 'unknown' END, ended_at = ?, outcome = ?, body = NULL
    ${mine} IN ('claimed', 'handing_over') RETURNING status`);
  const begin = db.prepare<{ first_attempt_at: number }>(`
    UPDATE messages SET attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, ?)
    ${mine} = 'claimed' AND withheld_by IS NULL RETURNING first_attempt_at`);
  const withhold = db.prepare(
    `UPDATE messages SET status = 'withheld', ended_at = ?, outcome = NULL ${mine} = 'claimed' AND withheld_by IS NOT NULL`,
  );
  const give = db.prepare(
    `INSERT INTO codes (code, incentive, message_id, given_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (message_id) DO NOTHING`,
  );
  const given = db.prepare<{ message_id: string; code: string }>('SELECT message_id, code FROM codes');
  const codeOf = db.prepare<{ code: string }>('SELECT code FROM codes WHERE message_id = ?');
  const claimed = db.prepare<
    Pick<MessageRow, 'profile_id' | 'topic' | 'transactional' | 'withheld_by'> & { readonly halted: number }
  >(`SELECT profile_id, topic, transactional, withheld_by, ${HALTED} AS halted FROM messages AS m ${mine} = 'claimed'`);
  const { suppressions } = openSuppressions(db, note);
  const handOver = db.prepare(
    `UPDATE messages SET status = 'handing_over', handed_at = ?, body = ? ${mine} = 'claimed' AND withheld_by IS NULL`,
  );
  const retry = db.prepare<{ body: string | null }>(`
    UPDATE messages SET status = 'planned', fence = NULL, not_before = ?, outcome = ?,
      handed_at = CASE lost_answers WHEN 0 THEN NULL ELSE handed_at END,
      body = CASE WHEN lost_answers = 0 AND channel = 'email' THEN NULL ELSE body END
    ${mine} IN ('claimed', 'handing_over') RETURNING body`);
  const sent = db.prepare(
    `UPDATE messages SET status = 'sent', ended_at = ?, outcome = ?, body = NULL ${mine} = 'handing_over'`,
  );
  const lose = db.prepare<{ body: string | null }>(`
    UPDATE messages SET status = 'unknown', ended_at = ?, outcome = ?, lost_answers = lost_answers + 1
    ${mine} = 'handing_over' RETURNING body`);
  const inState = db.prepare<MessageRow>('SELECT * FROM messages WHERE status = ? ORDER BY send_at, id LIMIT ?');

  const waiting = db.prepare<WaitingMessage>(`
    SELECT id, channel, not_before AS until FROM messages WHERE status = 'planned' AND outcome = ? AND not_before > ?
    ORDER BY send_at, id`);

  const guarded = <Result>(fence: Fence, work: () => Result): Result =>
    db.transaction(() => {
      guard(fence);
      return work();
    });
  const one = <Body extends { readonly id: string }>(
    fence: Fence,
    at: Instant,
    kind: string,
    body: Body,
    change: () => number,
  ): void =>
    guarded(fence, () => {
      invariant(change() === 1, `message ${body.id} cannot become ${kind} from where it stands`);
      note(at, kind, body);
    });
  const endUnsent = (fence: Fence, id: string, at: Instant, as: 'dropped' | 'failed', text: string): void => {
    const row = end.get(as, at, text, id, fence);
    invariant(row !== undefined, `message ${id} cannot become ${as} from where it stands`);
    if (row.status === 'unknown') note(at, 'left-unknown', { id, reply: text });
    else note(at, as, as === 'dropped' ? { id, reason: text } : { id, reply: text });
  };

  return {
    claim: (fence, now, limit, closed = []) =>
      guarded(fence, () =>
        claim
          .all(fence, now, JSON.stringify(closed), now, limit)
          .map(messageOf)
          .sort((a, b) => b.priority - a.priority || a.sendAt - b.sendAt || (a.id < b.id ? -1 : 1)),
      ),
    unclaim: (fence, ids) =>
      guarded(fence, () => {
        for (const id of ids) unclaim.run(id, fence);
      }),
    putOff: (fence, id, at, until, why) => {
      const reason = legible(why);
      one(fence, at, 'put-off', { id, until, reason }, () => putOff.run(until, reason, id, fence));
    },
    drop: (fence, id, at, why) => guarded(fence, () => endUnsent(fence, id, at, 'dropped', legible(why))),
    beginAttempts: (fence, ids, at, codes) =>
      guarded(fence, () => {
        const dates = new Map<string, Instant>();
        for (const id of ids) {
          const row = begin.get(at, id, fence);
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
          invariant(withhold.run(at, id, fence) === 1, `message ${id} is claimed, and held out`);
          note(at, 'exposed', { id });
        }
      }),
    givenCodes: () => new Map(given.all().map(({ message_id, code }) => [message_id, code])),
    handingOver: (fence, id, at, parcel = {}) =>
      guarded(fence, () => {
        const message = claimed.get(id, fence);
        invariant(message !== undefined, `message ${id} cannot become handing-over from where it stands`);
        invariant(message.withheld_by === null, `message ${id} is of somebody who is held out, and goes nowhere`);
        if (message.halted === 1) {
          unclaim.run(id, fence);
          return { kind: 'halted' };
        }
        const known = suppressions(message.profile_id, parcel.address ?? null);
        const reason = suppressedBy(known, message.topic, message.transactional === 1, at);
        if (reason !== null) {
          endUnsent(fence, id, at, 'dropped', reason);
          return { kind: 'dropped', reason };
        }
        invariant(handOver.run(at, parcel.body ?? null, id, fence) === 1, `message ${id} may go`);
        note(at, 'handing-over', { id });
        return { kind: 'go' };
      }),
    settle: (fence, id, at, outcome) => {
      const reply = legible(outcome.reply);
      switch (outcome.status) {
        case 'sent':
          return one(fence, at, 'sent', { id, reply }, () => sent.run(at, reply, id, fence));
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
            const row = retry.get(retryAt, reply, id, fence);
            invariant(row !== undefined, `message ${id} cannot be delayed from where it stands`);
            note(at, 'delayed', { id, reply, retryAt, ...keptBody(row.body) });
          });
        }
      }
    },
    waiting: (reason, now) => waiting.all(reason, now),
    messages: (status, limit): readonly LedgerMessage[] => inState.all(status, limit).map(messageOf),
  };
}

// Servers answer what they like, and the driver reads text only up to a NUL.
function legible(text: string): string {
  return text.replaceAll('\0', '\ufffd').slice(0, 2000);
}
