import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, expect, it, vi } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';

const folder = mkdtempSync(join(tmpdir(), 'durable-'));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

// A killed process loses nothing that the operating system has: only a power cut would show it, so the connection itself is asked.
it('a ledger waits for the disk at every commit; only one that nobody mourns does not', () => {
  const exec = vi.spyOn(Libsql.prototype, 'exec');
  const asked = ['synchronous', 'journal_mode', 'foreign_keys'];
  for (const [expendable, synchronous] of [
    [false, 2],
    [true, 1],
  ] as const) {
    exec.mockClear();
    const ledger = openSqliteLedger(join(folder, `${expendable}.db`), thisMachine, { expendable });
    const connection = exec.mock.contexts[0] as Libsql.Database;
    const set = asked.map((name) => Object.values(connection.prepare(`PRAGMA ${name}`).get([]) as object)[0]);
    expect(set).toEqual([synchronous, 'wal', 1]);
    ledger.close();
  }
});
