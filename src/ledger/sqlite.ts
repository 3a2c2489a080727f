import type { Machine } from '../model/machine.js';
import { openCensus } from './census.js';
import { openConcerned } from './concerned.js';
import { type Database, openDatabase } from './database.js';
import { openErasure } from './erasure.js';
import { openExposures } from './exposures.js';
import { openHalts } from './halts.js';
import { openHistories } from './histories.js';
import { type Home, type HomeOptions, openHome } from './home.js';
import { type Note, openJournal } from './journal.js';
import { openGuard, openLease } from './lease.js';
import type { Fence, Ledger } from './ledger.js';
import { migrate } from './migrations/migrate.js';
import { refuseNetworkDisk } from './network-disk.js';
import { openOutbox } from './outbox.js';
import { openPlans } from './plans.js';
import { openPositions } from './positions.js';
import { openPruning } from './pruning.js';
import { openStory } from './story.js';
import { openSummary } from './summary.js';
import { openSuppressions } from './suppressions.js';
import { openTests } from './tests.js';
import { openTicks } from './ticks.js';
import { openUnknowns } from './unknowns.js';

/** How the file is opened. */
export interface SqliteOptions {
  /** How long to wait for another process's transaction, in milliseconds. */
  readonly busyTimeout?: number;
  /** For ledgers that nobody mourns, such as a replay's: what is committed survives a killed process, not a power loss. Many times faster. */
  readonly expendable?: boolean;
  /** For a ledger from which people are sent messages: whoever takes it finds out first that it is the newest, and the only one. */
  readonly home?: HomeOptions;
}

/** What a ledger asks of its machine. */
export type LedgerMachine = Pick<Machine, 'session' | 'secretBytes' | 'hasProcess'>;

const SECRET_BYTES = 32;

/**
 * Opens the ledger in one SQLite file, making it when absent. Durable when a call returns (WAL, synchronous=FULL), unless expendable. Throws LC909 when it
 * cannot be opened, is no ledger or was written by a newer lifecycle, LC921 when a ledger with a home is on a network disk.
 */
export function openSqliteLedger(
  path: string,
  machine: LedgerMachine,
  { busyTimeout = 5000, expendable = false, home }: SqliteOptions = {},
): Ledger {
  if (home !== undefined) refuseNetworkDisk(path);
  const db = openDatabase(path, busyTimeout);
  db.execute(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${expendable ? 'NORMAL' : 'FULL'}`);
  // Folded in, so that a closed ledger is one file to copy or to back up.
  return ledgerOver(db, path, machine, () => db.execute('PRAGMA wal_checkpoint(TRUNCATE)'), home);
}

/** The ledger over an open database; `beforeClose` runs last. */
export function ledgerOver(
  file: Database,
  path: string,
  machine: LedgerMachine,
  beforeClose: () => void,
  homeOptions?: HomeOptions,
): Ledger {
  file.execute('PRAGMA foreign_keys = ON');
  migrate(file, path);
  const note = openJournal(file);
  const home = homeOptions === undefined ? null : openHome(file, note, path, machine, homeOptions);
  const db = home === null ? file : tellingOf(file, home);
  const secret = db.prepare<{ value: string }>(`SELECT value FROM meta WHERE key = 'secret'`);
  if (secret.get() === undefined) db.transaction(() => keepSecret(db, note, machine));
  const readSecret = (): Uint8Array => Buffer.from(secret.get()!.value, 'hex');
  const guard = openGuard(db);
  const plans = openPlans(db, note, guard);
  const lease = openLease(db, note, guard, machine);
  let held: Fence | null = null;
  let open = true;
  return {
    acquire: (holder, now) => {
      home?.recognise();
      held = lease.acquire(holder, now);
      if (home !== null) db.transaction(() => home.settle(now));
      return held;
    },
    together: db.together,
    renew: lease.renew,
    release: lease.release,
    secret: readSecret,
    ...openTicks(db, note, guard, plans),
    plans: plans.plans,
    currentPlan: plans.currentPlan,
    goBack: plans.goBack,
    ...openCensus(db, plans, readSecret),
    keptCampaigns: plans.keptCampaigns,
    ...openConcerned(db),
    ...openHistories(db),
    ...openPositions(db, note, guard),
    ...openOutbox(db, note, guard),
    ...openExposures(db),
    ...openUnknowns(db, note, guard),
    ...openSuppressions(db, note),
    ...openHalts(db, note),
    ...openErasure(db, note, guard),
    ...openPruning(db, note, guard),
    ...openStory(db),
    ...openSummary(db),
    ...openTests(db, note, guard),
    close() {
      if (!open) return;
      open = false;
      // The file is let go also when the disk takes nothing more; then the lease ends with this process.
      try {
        if (held !== null) lease.release(held);
        beforeClose();
        home?.keep();
      } finally {
        db.close();
      }
    },
  };
}

/** The database that lets the witnesses of its home know of everything it commits. */
function tellingOf(db: Database, home: Home): Database {
  let within = false;
  return {
    ...db,
    transaction(work) {
      const telling: ReturnType<Home['sight']>[] = [];
      const result = db.transaction(() => {
        const done = work();
        if (!within) telling.push(home.sight());
        return done;
      });
      telling[0]?.();
      return result;
    },
    together(works) {
      // What each of them wrote may still be lost until all is committed: a witness that knew of it would then refuse this ledger.
      within = true;
      const telling: ReturnType<Home['sight']>[] = [];
      try {
        const done = db.together([...works, () => telling.push(home.sight())]).slice(0, -1);
        telling[0]?.();
        return done;
      } finally {
        within = false;
      }
    },
  };
}

function keepSecret(db: Database, note: Note, machine: LedgerMachine): void {
  const secret = Buffer.from(machine.secretBytes(SECRET_BYTES)).toString('hex');
  const keep = db.prepare(`INSERT INTO meta (key, value) VALUES ('secret', ?) ON CONFLICT DO NOTHING`);
  // It stands in the journal, too: without it the links of every message ever sent would be dead after a rebuild.
  if (keep.run(secret) > 0) note(0, 'made', { secret });
}
