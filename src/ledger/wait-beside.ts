import { closeSync, fdatasync, openSync, realpathSync } from 'node:fs';
import { LifecycleError } from '../model/failure.js';
import type { Database, Wait } from './database.js';

/** How SQLite itself waits for the disk at a commit; in WAL mode NORMAL does not, and FULL is NORMAL with an fdatasync of the log. */
const SYNCHRONOUS: Readonly<Record<Wait, string>> = { here: 'FULL', beside: 'NORMAL' };

/**
 * The database in WAL mode at `path`, every commit of which is durable when the call returns, but for those that wait beside: their pages are in the log as those of any other, and `durable` has the
 * system write it to the disk on a thread of its own. What other processes see, and what a killed one leaves, is the same in both ways: SQLite, too, makes a commit visible before it waits.
 */
export function waitingBeside(db: Database, path: string): Database {
  let how: Wait = 'here';
  let within = false;
  let file: number | null = null;
  let lost: { readonly error: unknown } | null = null;
  const wait = (next: Wait): void => {
    if (next === how) return;
    db.execute(`PRAGMA synchronous = ${SYNCHRONOUS[next]}`);
    how = next;
  };
  const inside = <Result>(next: Wait, write: () => Result): Result => {
    wait(next);
    within = true;
    try {
      return write();
    } finally {
      within = false;
    }
  };
  const sync = (): Promise<void> =>
    new Promise((resolve, reject) => {
      // SQLite follows links, too; and the log stays the same file as long as anybody has the database open.
      file ??= openSync(`${realpathSync(path)}-wal`, 'r+');
      fdatasync(file, (error) => (error === null ? resolve() : reject(error)));
    });
  return {
    ...db,
    execute(sql) {
      if (!within) wait('here');
      db.execute(sql);
    },
    transaction(work, next = 'here') {
      return within ? db.transaction(work) : inside(next, () => db.transaction(work));
    },
    together(works, next = 'here') {
      // What the disk once refused may look written afterwards, and is not.
      if (lost !== null) throw lost.error;
      return inside(next, () => db.together(works));
    },
    async durable() {
      if (lost !== null) throw lost.error;
      try {
        await sync();
      } catch (error) {
        lost ??= { error: unwritten(path, error) };
        throw lost.error;
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
      db.close();
    },
  };
}

function unwritten(path: string, cause: unknown): LifecycleError {
  const help = 'Check the disk; keep the ledger on a local one.';
  return new LifecycleError('LC908', `the ledger ${path} cannot be read or written`, [help], 3, { cause });
}
