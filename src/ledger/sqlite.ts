import type { Machine } from '../model/machine.js';
import { openCensus } from './census.js';
import { openClaims } from './claims.js';
import { openConcerned } from './concerned.js';
import { type Database, openDatabase, type Wait } from './database.js';
import { openErasure } from './erasure.js';
import { openExposures } from './exposures.js';
import { openGoing } from './going.js';
import { openHalts } from './halts.js';
import { openHistories } from './histories.js';
import { type Home, type HomeOptions, openHome } from './home.js';
import { type Note, type NoteAll, openJournal, openNotes } from './journal.js';
import { openGuard, openLease } from './lease.js';
import type { Fence, Ledger } from './ledger.js';
import { migrate } from './migrations/migrate.js';
import { refuseNetworkDisk } from './network-disk.js';
import { openOutbox } from './outbox.js';
import { openPlans } from './plans.js';
import { openPositions } from './positions.js';
import { openPruning } from './pruning.js';
import { openStandings } from './standings.js';
import { openStory } from './story.js';
import { openSummary } from './summary.js';
import { openSuppressions } from './suppressions.js';
import { openTests } from './tests.js';
import { openTicks } from './ticks.js';
import { openUnknowns } from './unknowns.js';
import { waitingBeside } from './wait-beside.js';
import { writeOnce } from './write-once.js';

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
/** A batch reads from all over the file; what it reads again it need not ask the system for. */
const CACHE_KIB = 65_536;
/** The log goes back into the file after so many pages, 16 MB: a message in hand changes the same pages again and again, and each time the thread waits for the disk twice. */
const LOG_PAGES = 4000;

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
  const file = openDatabase(path, busyTimeout);
  file.execute(
    `PRAGMA cache_size = -${CACHE_KIB}; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${LOG_PAGES}; PRAGMA synchronous = ${expendable ? 'NORMAL' : 'FULL'}`,
  );
  const mode = file.prepare<{ journal_mode: string }>('PRAGMA journal_mode').get()?.journal_mode;
  // Where there can be no log, every commit waits in its call.
  const db = expendable || mode !== 'wal' ? file : waitingBeside(file, path);
  // Folded in, so that a closed ledger is one file to copy or to back up.
  return ledgerOver(db, path, machine, () => db.execute('PRAGMA wal_checkpoint(TRUNCATE)'), home);
}

/** The ledger over an open database; `beforeClose` runs last. One that is private nobody else has open, and nobody makes its state again: no journal is kept, and a message is written with its outcome. */
export function ledgerOver(
  file: Database,
  path: string,
  machine: LedgerMachine,
  beforeClose: () => void,
  homeOptions?: HomeOptions,
  isPrivate = false,
): Ledger {
  file.execute('PRAGMA foreign_keys = ON');
  migrate(file, path);
  const note: Note = isPrivate ? () => {} : openJournal(file);
  const noteAll: NoteAll = isPrivate ? () => {} : openNotes(file, note);
  const home = homeOptions === undefined ? null : openHome(file, note, path, machine, homeOptions);
  const db = home === null ? file : tellingOf(file, home);
  const secret = db.prepare<{ value: string }>(`SELECT value FROM meta WHERE key = 'secret'`);
  if (secret.get() === undefined) db.transaction(() => keepSecret(db, note, machine));
  const readSecret = (): Uint8Array => Buffer.from(secret.get()!.value, 'hex');
  const guard = openGuard(db);
  const plans = openPlans(db, note, guard);
  const histories = openHistories(db);
  const suppressions = openSuppressions(db, note);
  const claims = openClaims(db);
  const lease = openLease(db, note, guard, machine);
  let held: Fence | null = null;
  let open = true;
  const ledger: Ledger = {
    acquire: (holder, now) => {
      home?.recognise();
      held = lease.acquire(holder, now);
      if (home !== null) db.transaction(() => home.settle(now));
      return held;
    },
    together: db.together,
    durable: db.durable,
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
    ...histories,
    ...openStandings(db, { ...suppressions, ...histories }),
    ...openPositions(db, noteAll, guard),
    ...openOutbox(db, note, guard, claims),
    ...openGoing(db),
    ...openExposures(db),
    ...openUnknowns(db, note, guard),
    ...suppressions,
    ...openHalts(db, note),
    ...openErasure(db, note, guard),
    ...openPruning(db, note, guard),
    ...openStory(db, claims),
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
  return isPrivate ? writeOnce(db, ledger, guard, claims) : ledger;
}

/** The database that lets the witnesses of its home know of everything it commits. */
function tellingOf(db: Database, home: Home): Database {
  let within = false;
  let later: (() => void) | null = null;
  // A witness that knows of what a power cut may still undo would refuse this ledger, too.
  const tell = (telling: () => void, wait: Wait = 'here'): void => {
    if (wait === 'beside' || later !== null) later = telling;
    else telling();
  };
  return {
    ...db,
    transaction(work, wait) {
      const telling: ReturnType<Home['sight']>[] = [];
      const result = db.transaction(() => {
        const done = work();
        if (!within) telling.push(home.sight());
        return done;
      }, wait);
      if (telling[0] != null) tell(telling[0], wait);
      return result;
    },
    together(works, wait) {
      // What each of them wrote may still be lost until all is committed: a witness that knew of it would then refuse this ledger.
      within = true;
      const telling: ReturnType<Home['sight']>[] = [];
      try {
        const done = db.together([...works, () => telling.push(home.sight())], wait).slice(0, -1);
        if (telling[0] != null) tell(telling[0], wait);
        return done;
      } finally {
        within = false;
      }
    },
    async durable() {
      do {
        const telling = later;
        await db.durable();
        telling?.();
        if (later === telling) later = null;
        // What was committed meanwhile waits for the disk in its turn.
      } while (later !== null);
    },
  };
}

function keepSecret(db: Database, note: Note, machine: LedgerMachine): void {
  const secret = Buffer.from(machine.secretBytes(SECRET_BYTES)).toString('hex');
  const keep = db.prepare(`INSERT INTO meta (key, value) VALUES ('secret', ?) ON CONFLICT DO NOTHING`);
  // It stands in the journal, too: without it the links of every message ever sent would be dead after a rebuild.
  if (keep.run(secret) > 0) note(0, 'made', { secret });
}
