import { invariant } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import type { Claims, InHand } from './claims.js';
import type { Database } from './database.js';
import type { Guard } from './lease.js';
import type { Fence, Ledger } from './ledger.js';
import { legible } from './legible.js';
import { FORGETS } from './suppressions.js';

/**
 * The ledger over a file that nobody else has open and nobody mourns: a message in hand stands in memory alone, and is written with its outcome. Whoever asks about messages finds in the file what
 * would be there if each call had been written down.
 */
export function writeOnce(db: Database, ledger: Ledger, guard: Guard, claims: Claims): Ledger {
  const catchUp = db.prepare(`
    UPDATE messages SET status = ?, fence = ?, attempts = ?, first_attempt_at = ?, handed_at = ?, body = ?
    WHERE rowid = ? AND status = 'planned'`);
  // What the outbox asks in its one statement for a message of which there is nothing to say.
  const plainly = db.prepare<{ found: number }>(`
    SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM lease WHERE fence = ? AND host IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM halts)
      AND NOT EXISTS (SELECT 1 FROM suppressions WHERE profile_id = ?)
      AND NOT EXISTS (SELECT 1 FROM suppressions WHERE address = ?)
      AND NOT ${FORGETS}`);
  const send = db.prepare(`
    UPDATE messages SET status = 'sent', fence = ?, attempts = ?, first_attempt_at = ?, handed_at = ?, ended_at = ?, outcome = ?, body = NULL
    WHERE rowid = ? AND status = 'planned' AND withheld_by IS NULL
      AND EXISTS (SELECT 1 FROM lease WHERE lease.fence = ? AND host IS NOT NULL)`);
  /** Those in hand of which the file does not know everything, with the fence under which they are. */
  const behind = new Map<string, Fence>();
  const put = (fence: Fence, message: InHand): void => {
    const { id } = message;
    claims.change(fence, message);
    if (behind.has(id)) return;
    behind.set(id, fence);
    db.undone(() => behind.delete(id));
  };
  const forget = (id: string): void => {
    const fence = behind.get(id);
    if (fence === undefined) return;
    behind.delete(id);
    db.undone(() => behind.set(id, fence));
  };
  const write = (id: string): void => {
    const fence = behind.get(id);
    if (fence === undefined) return;
    forget(id);
    const message = claims.get(fence, id);
    if (message === undefined) return;
    const { status, attempts, first_attempt_at: begun, handed_at: handed, body, place } = message;
    const isHanded = status === 'handing_over';
    catchUp.run(status, isHanded ? fence : null, attempts, begun, handed, body, place);
    if (isHanded) claims.take(fence, id);
  };
  const writing = <Result>(ids: readonly string[], act: () => Result): Result =>
    db.transaction(() => {
      for (const id of ids) write(id);
      return act();
    });
  const writeOf = (people: ReadonlySet<string>): void => {
    const theirs = [...behind].filter(([id, fence]) => people.has(claims.get(fence, id)?.profile_id ?? ''));
    if (theirs.length > 0)
      writing(
        theirs.map(([id]) => id),
        () => {},
      );
  };

  const first = ([name, act]: readonly [string, (...args: readonly unknown[]) => unknown]) => {
    const later = (...args: readonly unknown[]): unknown => {
      if (behind.size > 0) writing([...behind.keys()], () => {});
      return act(...args);
    };
    return [name, later] as const;
  };
  const caughtUp = Object.fromEntries(Object.entries(ledger).map(first)) as unknown as Ledger;
  const { together, durable, renew, secret, suppressions, close } = ledger;
  return {
    ...caughtUp,
    // These ask nothing about messages, and a file that is closed is asked nothing more.
    ...{ together, durable, renew, secret, suppressions, close },
    // What is in hand is passed over.
    claim: ledger.claim,
    beginAttempts: (fence, ids, at, codes) =>
      db.transaction(() => {
        guard(fence);
        const isWritten = codes !== undefined && codes.size > 0;
        if (isWritten) for (const id of ids) write(id);
        const given = isWritten ? ledger.beginAttempts(fence, ids, at, codes) : null;
        const dates = new Map<string, Instant>();
        for (const id of ids) {
          const message = claims.get(fence, id);
          invariant(
            message?.status === 'planned' && message.withheld_by === null,
            `message ${id} is claimed, and nobody holds it out`,
          );
          const date = given?.get(id) ?? message.first_attempt_at ?? at;
          const begun = { ...message, attempts: message.attempts + 1, first_attempt_at: date };
          if (isWritten) claims.change(fence, begun);
          else put(fence, begun);
          dates.set(id, date);
        }
        return dates;
      }),
    handingOver: (fence, id, at, parcel = {}) =>
      db.transaction(() => {
        const { address = null, body = null } = parcel;
        const message = claims.get(fence, id);
        const isFree = message?.status === 'planned' && message.withheld_by === null;
        if (isFree && plainly.get(fence, message.profile_id, address) !== undefined) {
          put(fence, { ...message, status: 'handing_over', handed_at: at, body });
          return { kind: 'go' };
        }
        write(id);
        return ledger.handingOver(fence, id, at, parcel);
      }),
    settle: (fence, id, at, outcome) =>
      db.transaction(() => {
        const message = claims.get(fence, id);
        if (message?.status !== 'handing_over' || outcome.status !== 'sent') {
          write(id);
          return ledger.settle(fence, id, at, outcome);
        }
        const { attempts, first_attempt_at: begun, handed_at: handed, place } = message;
        forget(id);
        claims.take(fence, id);
        if (send.run(fence, attempts, begun, handed, at, legible(outcome.reply), place, fence) === 1) return;
        guard(fence);
        invariant(false, `message ${id} cannot become sent from where it stands`);
      }),
    unclaim: (fence, ids) => writing(ids, () => ledger.unclaim(fence, ids)),
    withhold: (fence, ids, at) => writing(ids, () => ledger.withhold(fence, ids, at)),
    putOff: (fence, id, ...rest) => writing([id], () => ledger.putOff(fence, id, ...rest)),
    drop: (fence, id, ...rest) => writing([id], () => ledger.drop(fence, id, ...rest)),
    standings(people, since) {
      writeOf(new Set(people.map(({ profileId }) => profileId)));
      return ledger.standings(people, since);
    },
    histories(profileIds, plan, groupKeys) {
      writeOf(new Set(profileIds));
      return ledger.histories(profileIds, plan, groupKeys);
    },
    handedOver(profileId, since) {
      writeOf(new Set([profileId]));
      return ledger.handedOver(profileId, since);
    },
  };
}
