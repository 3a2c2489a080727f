import { rmSync } from 'node:fs';
import { openDatabase } from '../../dist/ledger/database.js';
import { waitingBeside } from '../../dist/ledger/wait-beside.js';
import { rememberOnly } from './remember-only.mjs';

/** A ledger that writes down the least with which no message can go twice: four numbers before it leaves, and four when it is answered, durable before its last byte as ours are. What no record can go below on this disk. */
export function leastRecord(ledger, path) {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  const file = openDatabase(path, 0);
  file.execute('PRAGMA journal_mode = WAL; CREATE TABLE record (seq INTEGER PRIMARY KEY, at INTEGER, kind INTEGER, message INTEGER)');
  const db = waitingBeside(file, path);
  const append = db.prepare('INSERT INTO record (at, kind, message) VALUES (?, ?, ?)');
  const places = new Map();
  const only = rememberOnly(ledger);
  const placeOf = (id) => {
    if (!places.has(id)) places.set(id, places.size);
    return places.get(id);
  };
  return {
    ...only,
    durable: () => db.durable(),
    together: (acts, wait) => db.together(acts, wait),
    handingOver: (_fence, id, at) => {
      append.run(at, 1, placeOf(id));
      return { kind: 'go' };
    },
    settle: (_fence, id, at) => void append.run(at, 2, placeOf(id)),
  };
}
