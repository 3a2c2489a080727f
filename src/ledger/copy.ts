import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import { openDatabase } from './database.js';
import type { Ledger } from './ledger.js';
import { type LedgerMachine, ledgerOver } from './sqlite.js';

// A dry run signs nothing that anybody will follow; the same every time keeps its files the same.
const DRY: LedgerMachine = {
  session: 'dry run',
  secretBytes: () => createHash('sha256').update('lifecycle dry run').digest(),
  hasProcess: () => true,
};

const EXPENDABLE =
  'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536';

/**
 * A private copy for dry runs: the original's bytes and the files beside it stay as they are, also while another process writes to it.
 * Nobody holds its lease. An absent ledger gives an empty one in memory, with a fixed secret.
 */
export function openLedgerCopy(path: string): Ledger {
  if (!existsSync(path)) return ledgerOver(openDatabase(':memory:', 0), path, DRY, () => {}, undefined, true);
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const copy = join(folder, 'ledger');
    copySteadily(path, copy);
    const db = openDatabase(copy, 0, true);
    db.execute(EXPENDABLE);
    const ledger = ledgerOver(db, path, DRY, remove, undefined, true);
    db.execute('UPDATE lease SET host = NULL, pid = NULL, session = NULL, ttl = NULL, expires_at = NULL');
    // It holds people's data. Where an open file can be removed, it is gone even when this process is killed.
    if (process.platform !== 'win32') remove();
    return ledger;
  } catch (error) {
    remove();
    throw error;
  }
}

/** A ledger of nothing in memory, with a fixed secret, for what is decided and never done. */
export function openEmptyLedger(): Ledger {
  return ledgerOver(openDatabase(':memory:', 0), ':memory:', DRY, () => {}, undefined, true);
}

/**
 * Gives `work` the path of a private copy, as it was at one moment and without any change of layout, and removes it afterwards. Throws LC906 when there is no
 * ledger.
 */
export function withCopy<Result>(path: string, work: (copy: string) => Result): Result {
  if (!existsSync(path)) throw noLedger(path);
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  try {
    const copy = join(folder, 'ledger');
    copySteadily(path, copy);
    return work(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The ledger for looking only (`status`, `why`): a private copy; throws LC906 when nothing has run yet. */
export function readLedger(path: string): Ledger {
  if (existsSync(path)) return openLedgerCopy(path);
  throw noLedger(path);
}

/** LC906: there is no ledger at `path` yet. */
export function noLedger(path: string): LifecycleError {
  return new LifecycleError('LC906', `no ledger at ${path} yet: nothing has run with --send`, [
    'Run `lifecycle run --send`, or name the right file in `data.ledger`.',
  ]);
}

const ATTEMPTS = 20;

/** Copies the file and its write-ahead log as they were at one moment, or throws LC908. */
function copySteadily(from: string, to: string): void {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = momentOf(from);
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    rmSync(`${to}-wal`, { force: true });
    if (copyLog(`${from}-wal`, `${to}-wal`) && before === momentOf(from)) return;
  }
  throw new LifecycleError('LC908', `the ledger ${from} changes too fast to be copied`, [
    'Try again when the other run has ended.',
  ]);
}

/**
 * Differs when the log was begun anew, or the main file written, in between. The log is copied last: it holds every page that is
 * just being written to the main file, and a frame half appended fails its checksum.
 */
function momentOf(path: string): string {
  const { mtimeNs, size, ino } = statSync(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs} ${headOf(`${path}-wal`)}`;
}

function copyLog(from: string, to: string): boolean {
  if (!existsSync(from)) return true;
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    return true;
  } catch {
    return false;
  }
}

const LOG_HEADER_BYTES = 32;

function headOf(path: string): string {
  if (!existsSync(path)) return '';
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(LOG_HEADER_BYTES);
    return head.subarray(0, readSync(file, head, 0, LOG_HEADER_BYTES, 0)).toString('hex');
  } finally {
    closeSync(file);
  }
}
