import { LifecycleError } from '../model/failure.js';
import type { Machine } from '../model/machine.js';
import type { Instant } from '../model/value.js';
import type { Database } from './database.js';
import { keptBody, type Note } from './journal.js';
import type { Fence, LeaseHolder, Ledger } from './ledger.js';

/** Throws LC902 unless the fence is the newest one. Call it inside the transaction that it guards. */
export type Guard = (fence: Fence) => void;

interface LeaseRow {
  readonly fence: number;
  readonly host: string | null;
  readonly pid: number | null;
  readonly session: string | null;
  readonly expires_at: number | null;
}

/** The check every write makes: the fence it was given is still the newest. */
export function openGuard(db: Database): Guard {
  // No row when all is well: every write asks, and rows cost more than the question.
  const lost = db.prepare<{ lost: number }>(
    'SELECT 1 AS lost WHERE NOT EXISTS (SELECT 1 FROM lease WHERE fence = ? AND host IS NOT NULL)',
  );
  const read = db.prepare<LeaseRow>('SELECT * FROM lease');
  return (fence) => {
    if (lost.get(fence) === undefined) return;
    const lease = read.get();
    const taker = lease?.host == null ? '' : ` by process ${lease.pid} on ${lease.host}`;
    throw new LifecycleError('LC902', `the ledger was taken over${taker}: this run stops here`, [
      'Run one lifecycle at a time on a ledger. Nothing was sent twice.',
    ]);
  };
}

/** The writer's lease: one holder at a time, each with a higher fence than any before. */
export function openLease(
  db: Database,
  note: Note,
  guard: Guard,
  machine: Pick<Machine, 'session' | 'hasProcess'>,
): Pick<Ledger, 'acquire' | 'renew' | 'release'> {
  const read = db.prepare<LeaseRow>('SELECT * FROM lease');
  const take = db.prepare('UPDATE lease SET fence = ?, host = ?, pid = ?, session = ?, ttl = ?, expires_at = ?');
  // Never shorter: a replay's clock stands in the past.
  const prolong = db.prepare('UPDATE lease SET expires_at = max(expires_at, ? + ttl)');
  const free = db.prepare(
    'UPDATE lease SET host = NULL, pid = NULL, session = NULL, ttl = NULL, expires_at = NULL WHERE fence = ?',
  );
  // Said as the partial index says it: SQLite would read every message ever sent otherwise.
  const loseAnswers = db.prepare<{ id: string; body: string | null }>(`
    UPDATE messages SET status = 'unknown', ended_at = ?, outcome = ?, lost_answers = lost_answers + 1
    WHERE status IN ('claimed', 'handing_over') AND status = 'handing_over' RETURNING id, body`);
  const unclaim = db.prepare(`
    UPDATE messages SET status = 'planned', fence = NULL
    WHERE status IN ('claimed', 'handing_over') AND status = 'claimed'`);

  return {
    acquire: (holder, now) =>
      db.transaction(() => {
        const lease = read.get();
        if (lease !== undefined && holds(lease, holder, now, machine)) throw taken(lease);
        const fence = (lease?.fence ?? 0) + 1;
        take.run(fence, holder.host, holder.pid, machine.session, holder.ttl, now + holder.ttl);
        const reply = 'the run ended between the last byte and the answer';
        for (const { id, body } of loseAnswers.all(now, reply)) note(now, 'unknown', { id, reply, ...keptBody(body) });
        unclaim.run();
        return fence;
      }),
    renew: (fence, now) =>
      db.transaction(() => {
        guard(fence);
        prolong.run(now);
      }),
    release: (fence) => db.transaction(() => void free.run(fence)),
  };
}

function holds(
  lease: LeaseRow,
  asker: LeaseHolder,
  now: Instant,
  { session, hasProcess }: Pick<Machine, 'session' | 'hasProcess'>,
): boolean {
  if (lease.host === null || lease.pid === null) return false;
  if (lease.host === asker.host) return lease.pid === asker.pid ? lease.session === session : hasProcess(lease.pid);
  return lease.expires_at !== null && lease.expires_at > now;
}

function taken(lease: LeaseRow): LifecycleError {
  const until = lease.expires_at === null ? '' : `, until ${new Date(lease.expires_at).toISOString()} unless renewed`;
  return new LifecycleError('LC902', `the ledger is in use by process ${lease.pid} on ${lease.host}${until}`, [
    'Wait until that run has ended, or end it, then run again.',
  ]);
}
