import { existsSync } from 'node:fs';
import { LifecycleError } from '../model/failure.js';
import type { Machine } from '../model/machine.js';
import { noLedger } from './copy.js';
import { openDatabase } from './database.js';
import { type Adoption, type HomeOptions, openHome } from './home.js';
import { openJournal } from './journal.js';
import { openGuard, openLease } from './lease.js';
import { migrate } from './migrations/migrate.js';
import { refuseNetworkDisk } from './network-disk.js';

/** What became of an adoption. */
export interface Adopted {
  /** Why the ledger was refused before, in one sentence; null when it was not. */
  readonly refusal: string | null;
  /** How many waiting messages are not sent any more. */
  readonly dropped: number;
}

/**
 * Lets the ledger in the file `path` go on from where it is now. Throws LC902 when a run holds it, and LC920 when it is said to be moved and is not the newest. A ledger
 * that was moved and is where it was already stays as it is.
 */
export function adoptLedger(
  path: string,
  machine: Pick<Machine, 'host' | 'pid' | 'session' | 'now' | 'secretBytes' | 'hasProcess'>,
  options: HomeOptions,
  how: Adoption,
): Adopted {
  if (!existsSync(path)) throw noLedger(path);
  refuseNetworkDisk(path);
  const db = openDatabase(path, 5000);
  try {
    db.execute('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    migrate(db, path);
    const note = openJournal(db);
    const home = openHome(db, note, path, machine, options);
    const refusal = refusalOf(home.recognise);
    if (how === 'moved' && refusal?.code === 'LC920') throw refusal;
    if (how === 'moved' && refusal === null) return { refusal: null, dropped: 0 };
    const lease = openLease(db, note, openGuard(db), machine);
    const now = machine.now();
    const fence = lease.acquire({ host: machine.host, pid: machine.pid, ttl: 0 }, now);
    const dropped = db.transaction(() => home.adopt(how, now));
    home.sight()?.();
    home.keep();
    lease.release(fence);
    db.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    return { refusal: refusal?.message ?? null, dropped };
  } finally {
    db.close();
  }
}

function refusalOf(recognise: () => void): LifecycleError | null {
  try {
    recognise();
    return null;
  } catch (error) {
    if (error instanceof LifecycleError) return error;
    throw error;
  }
}
