import { existsSync, rmSync } from 'node:fs';
import { LifecycleError } from '../model/failure.js';
import { withCopy } from './copy.js';
import { type Database, openDatabase } from './database.js';
import { migrate } from './migrations/migrate.js';
import { type Entry, openReplay } from './replay-entry.js';

const PAGE = 1000;

/**
 * Makes a ledger at `to` from nothing but the journal of the one at `from`, which is left as it is. Works as long as the journal can be read, whatever
 * became of the tables. Returns how many entries there were; throws LC908 when one is missing or cannot be read, LC909 when `to` exists.
 */
export function rebuildLedger(from: string, to: string): number {
  if (existsSync(to)) {
    throw new LifecycleError('LC909', `there is a file at ${to} already`, ['Name a new one with --out.'], 2);
  }
  try {
    return withCopy(from, (copy) => {
      const [source, target] = [openDatabase(copy, 0), openDatabase(to, 0)];
      try {
        target.execute('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
        const entries = rebuildInto(target, source);
        target.execute('PRAGMA wal_checkpoint(TRUNCATE)');
        return entries;
      } finally {
        target.close();
        source.close();
      }
    });
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(to + suffix, { force: true });
    throw error;
  }
}

/** Fills an empty database with the journal of another one, and with the state that follows from it, all or nothing. */
export function rebuildInto(target: Database, source: Database): number {
  migrate(target, 'anew');
  const read = source.prepare<Entry>('SELECT seq, at, kind, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ?');
  const copy = target.prepare('INSERT INTO journal (seq, at, kind, body) VALUES (?, ?, ?, ?)');
  const replay = openReplay(target);
  return target.transaction(() => {
    for (let done = 0; ; ) {
      const page = read.all(done, PAGE);
      if (page.length === 0) return done;
      for (const entry of page) {
        if (entry.seq !== done + 1) throw missing(done + 1);
        copy.run(entry.seq, entry.at, entry.kind, entry.body);
        replay(entry);
        done = entry.seq;
      }
    }
  });
}

function missing(seq: number): LifecycleError {
  return new LifecycleError('LC908', `entry ${seq} of the journal is missing`, [
    'Keep a copy of the ledger, and restore the last good backup before the next run.',
  ]);
}
