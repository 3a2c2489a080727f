import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { compareWithJournal } from '../../src/ledger/compare-ledgers.js';
import { type Database, openDatabase } from '../../src/ledger/database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { exampleJourney, examplePlan, HOUR, MINUTE, planned, T0 } from './examples.js';
import { tablesOf } from './tables-of.js';

const ME = { host: 'here', pid: process.pid, ttl: MINUTE } as const;

describe('a rebuilt ledger', () => {
  let folder: string;
  let path: string;
  let anew: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    path = join(folder, 'ledger.db');
    anew = join(folder, 'anew.db');
    const ledger = openSqliteLedger(path, thisMachine);
    const fence = ledger.acquire(ME, T0);
    const tick = ledger.beginTick(fence, T0, examplePlan(), {});
    for (let n = 0; n < 30; n += 1) {
      const profileId = `p${n}`;
      ledger.commit(fence, tick, [
        { kind: 'entered', journey: exampleJourney({ profileId }) },
        planned({ id: `m${n}`, profileId }),
      ]);
    }
    const [first] = ledger.claim(fence, T0, 1);
    ledger.beginAttempts(fence, [first!.id], T0, new Map([[first!.id, { incentive: 'gift', code: 'A1' }]]));
    ledger.handingOver(fence, first!.id, T0);
    ledger.settle(fence, first!.id, T0, { status: 'sent', reply: '250' });
    ledger.endTick(fence, tick, { vip: 'sha256:v' }, { vip: { joined: ['p1', 'p2'], left: [] } }, 30);
    ledger.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const look = <Result>(file: string, at: (db: Database) => Result): Result => {
    const db = openDatabase(file, 0);
    try {
      return at(db);
    } finally {
      db.close();
    }
  };

  it('holds what the one it was made from holds, also its secret, and goes on', () => {
    const before = readFileSync(path);
    expect(rebuildLedger(path, anew)).toBe(70);
    expect(readFileSync(path).equals(before)).toBe(true);
    const { lease: _, ...held } = look(path, tablesOf);
    expect(look(anew, tablesOf)).toMatchObject({
      ...held,
      // Of a claim that is over, only its number was left.
      messages: held.messages!.map((row) => ({ ...(row as object), fence: null })),
    });
    const ledger = openSqliteLedger(anew, thisMachine);
    const fence = ledger.acquire(ME, T0 + HOUR);
    expect(ledger.beginTick(fence, T0 + HOUR, examplePlan(), { vip: 'sha256:v' })).toMatchObject({
      previous: T0,
      knownGroups: { vip: true },
    });
    expect(ledger.claim(fence, T0 + HOUR, 99)).toHaveLength(29);
    ledger.close();
  });

  it('is made from a file whose tables are damaged', () => {
    const whole = look(path, tablesOf);
    const pages = look(path, (db) =>
      db
        .prepare<{ rootpage: number }>(
          `SELECT rootpage FROM sqlite_master WHERE tbl_name = 'messages' AND rootpage > 0`,
        )
        .all(),
    );
    const size = look(path, (db) => db.prepare<{ page_size: number }>('PRAGMA page_size').get()!.page_size);
    const bytes = readFileSync(path);
    for (const { rootpage } of pages) bytes.fill(0xff, (rootpage - 1) * size, rootpage * size);
    writeFileSync(path, bytes);
    expect(() => look(path, tablesOf)).toThrowError(expect.objectContaining({ code: 'LC908' }));
    rebuildLedger(path, anew);
    expect(look(anew, tablesOf).messages).toHaveLength(whole.messages!.length);
    expect(compareWithJournal(anew)).toEqual([]);
  });

  it('is not made when the journal has a hole, says nothing that is known, or cannot be read', () => {
    const spoil = (sql: string): void =>
      look(path, (db) =>
        db.execute(`DROP TRIGGER IF EXISTS journal_is_never_changed;
        DROP TRIGGER IF EXISTS journal_is_never_cut; ${sql}`),
      );
    const attempt = () => rebuildLedger(path, anew);
    spoil(`UPDATE journal SET body = '{' WHERE seq = 60`);
    expect(attempt).toThrowError(
      expect.objectContaining({ code: 'LC908', message: 'entry 60 of the journal cannot be read' }),
    );
    spoil(`UPDATE journal SET kind = 'sung' WHERE seq = 50`);
    expect(attempt).toThrowError(/entry 50 of the journal says "sung"/);
    spoil('DELETE FROM journal WHERE seq = 40');
    expect(attempt).toThrowError(/entry 40 of the journal is missing/);
    spoil(`DELETE FROM journal WHERE kind = 'made'`);
    expect(attempt).toThrowError(/entry 1 of the journal is missing/);
    expect(readdirSync(folder).filter((name) => !name.startsWith('ledger.db'))).toEqual([]);
  });

  it('takes the place of no file', () => {
    writeFileSync(anew, 'mine');
    expect(() => rebuildLedger(path, anew)).toThrowError(expect.objectContaining({ code: 'LC909', exitCode: 2 }));
    expect(readFileSync(anew, 'utf8')).toBe('mine');
    expect(() => rebuildLedger(join(folder, 'none.db'), join(folder, 'x.db'))).toThrowError(
      expect.objectContaining({ code: 'LC906' }),
    );
    expect(existsSync(join(folder, 'x.db'))).toBe(false);
  });

  it('shows where the tables hold something else', () => {
    expect(compareWithJournal(path)).toEqual([]);
    look(path, (db) =>
      db.execute(`UPDATE messages SET status = 'planned' WHERE id = 'm0'; DELETE FROM members WHERE profile_id = 'p2'`),
    );
    expect(compareWithJournal(path)).toMatchObject([
      { table: 'members', only: 'journal', row: { profile_id: 'p2' } },
      { table: 'messages', only: 'kept', row: { id: 'm0', status: 'planned' } },
      { table: 'messages', only: 'journal', row: { id: 'm0', status: 'sent' } },
    ]);
  });
});
