import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { openLedgerCopy, readLedger } from '../../src/ledger/copy.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { record } from '../../src/ledger/migrations/0001-record.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { testLedger } from './conformance.js';
import { exampleJourney, examplePlan, HOUR, MINUTE, planned, T0, withheld } from './examples.js';

const ME = { host: 'here', pid: process.pid, ttl: MINUTE } as const;

testLedger('a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  return {
    open: () => openSqliteLedger(join(folder, 'ledger.db'), thisMachine),
    clear: () => rmSync(folder, { recursive: true }),
  };
});

describe('the SQLite ledger', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    path = join(folder, 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const filled = (): Ledger => {
    const ledger = openSqliteLedger(path, thisMachine);
    const fence = ledger.acquire(ME, T0);
    const tick = ledger.beginTick(fence, T0, examplePlan(), {});
    ledger.commit(fence, tick, [{ kind: 'entered', journey: exampleJourney() }, planned()]);
    return ledger;
  };
  const seen = (): unknown =>
    readdirSync(folder)
      .sort()
      .map((name) => {
        const { mtimeMs, size } = statSync(join(folder, name));
        return { name, mtimeMs, size, bytes: readFileSync(join(folder, name)).toString('base64') };
      });

  it('keeps a write-ahead log, folded in when it is closed', () => {
    filled().close();
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    const db = openDatabase(path, 0);
    expect(db.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    db.close();
  });

  it('lets nobody make a message go that is held out, whatever they write', () => {
    const ledger = openSqliteLedger(path, thisMachine);
    const fence = ledger.acquire(ME, T0);
    ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), [withheld(), planned({ id: 'a', step: 'a' })]);
    ledger.close();
    const db = openDatabase(path, 0);
    const tried = [
      `status = 'handing_over'`,
      `status = 'sent'`,
      `status = 'failed'`,
      `status = 'unknown'`,
      'withheld_by = NULL',
      `withheld_by = 'global'`,
      'attempts = 1',
      `first_attempt_at = ${T0}`,
      `handed_at = ${T0}`,
    ];
    for (const change of tried) {
      expect(() => db.execute(`UPDATE messages SET ${change} WHERE id = 'm1'`), change).toThrowError(
        /nothing goes to somebody who is held out/,
      );
    }
    expect(() => db.execute(`UPDATE messages SET status = 'withheld' WHERE id = 'a'`)).toThrowError(/held out/);
    expect(() =>
      db.execute(`CREATE TEMP TABLE copied AS SELECT * FROM messages WHERE id = 'm1';
        UPDATE copied SET id = 'other', status = 'claimed'; INSERT INTO messages SELECT * FROM copied`),
    ).toThrowError(/held out/);
    for (const status of ['claimed', 'planned', 'dropped', 'withheld'])
      db.execute(`UPDATE messages SET status = '${status}' WHERE id = 'm1'`);
    db.close();
  });

  it('refuses a ledger of a newer lifecycle', () => {
    filled().close();
    const db = openDatabase(path, 0);
    db.execute('PRAGMA user_version = 99');
    db.close();
    expect(() => openSqliteLedger(path, thisMachine)).toThrowError(
      expect.objectContaining({
        code: 'LC909',
        message: expect.stringContaining('written by a newer lifecycle (layout 99'),
      }),
    );
  });

  it('keeps the messages of a ledger that knew only email, and takes other channels from then on', () => {
    const old = openDatabase(path, 0);
    old.execute(`${record}; PRAGMA user_version = 1`);
    old.execute(`INSERT INTO messages (id, campaign, step, profile_id, occasion, entry_key, occurrence, channel, topic,
      transactional, template, priority, due_at, send_at, valid_until, event, plan, status, not_before, attempts)
      VALUES ('m0', 'c', 's', 'p1', 'o', 'o', 0, 'email', 't', 0, 't', 50, 1, 2, 3, '{}', 'plan', 'sent', 2, 1)`);
    old.close();
    const ledger = openSqliteLedger(path, thisMachine);
    const fence = ledger.acquire(ME, T0);
    const tick = ledger.beginTick(fence, T0, examplePlan(), {});
    ledger.commit(fence, tick, [planned({ channel: 'sms' })]);
    const { messages = [] } = ledger.histories(['p1'], examplePlan(), {})[0] ?? {};
    expect(messages.map(({ id, channel }) => [id, channel])).toEqual([
      ['m0', 'email'],
      ['m1', 'sms'],
    ]);
    ledger.close();
  });

  it('refuses a file that is no ledger, and a folder that is not there', () => {
    writeFileSync(path, 'id,email\n1,a@x.test\n'.repeat(100));
    expect(() => openSqliteLedger(path, thisMachine)).toThrowError(expect.objectContaining({ code: 'LC909' }));
    expect(() => openSqliteLedger(join(folder, 'no', 'ledger.db'), thisMachine)).toThrowError(
      expect.objectContaining({ code: 'LC909', message: expect.stringContaining('cannot open the ledger') }),
    );
  });

  it('waits for another process and then says that it is locked', () => {
    const ledger = openSqliteLedger(path, thisMachine, { busyTimeout: 50 });
    const other = openDatabase(path, 0);
    other.execute('BEGIN IMMEDIATE');
    expect(() => ledger.acquire(ME, T0)).toThrowError(
      expect.objectContaining({ code: 'LC902', message: expect.stringContaining('locked by another process') }),
    );
    other.execute('ROLLBACK');
    expect(ledger.acquire(ME, T0)).toBe(1);
    other.close();
    ledger.close();
  });

  it('has a journal that only grows', () => {
    filled().close();
    const db = openDatabase(path, 0);
    expect(() => db.execute('DELETE FROM journal')).toThrowError(/append-only/);
    expect(() => db.execute(`UPDATE journal SET kind = 'x'`)).toThrowError(/append-only/);
    db.close();
  });

  describe('its copy', () => {
    it('leaves the original as it is, open or closed, and is free to be written', () => {
      const original = filled();
      for (const state of ['open', 'closed']) {
        if (state === 'closed') original.close();
        const before = seen();
        const copy = openLedgerCopy(path);
        const fence = copy.acquire({ ...ME, pid: process.ppid }, T0 + HOUR);
        expect(copy.claim(fence, T0 + HOUR, 9)).toHaveLength(1);
        expect(copy.story('p1').journeys).toEqual([exampleJourney()]);
        expect(seen()).toEqual(before);
        copy.close();
        expect(seen()).toEqual(before);
      }
    });

    it('has the secret of the original', () => {
      const original = filled();
      const copy = openLedgerCopy(path);
      expect(copy.secret()).toEqual(original.secret());
      copy.close();
      original.close();
    });

    it('is empty, in memory and the same every time when there is none', () => {
      const [one, two] = [openLedgerCopy(path), openLedgerCopy(path)];
      expect(one.secret()).toHaveLength(32);
      expect(one.secret()).toEqual(two.secret());
      const fence = one.acquire(ME, T0);
      expect(one.beginTick(fence, T0, examplePlan(), {})).toMatchObject({ previous: null });
      one.close();
      two.close();
      expect(readdirSync(folder)).toEqual([]);
    });

    it('leaves nothing behind', () => {
      filled().close();
      const temporary = mkdtempSync(join(folder, 'temporary-'));
      for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
      utimesSync(temporary, 0, 0);
      openLedgerCopy(path).close();
      vi.unstubAllEnvs();
      expect(statSync(temporary).mtimeMs).toBeGreaterThan(0);
      expect(readdirSync(temporary)).toEqual([]);
    });
  });

  it('is read without being made', () => {
    expect(() => readLedger(path)).toThrowError(
      expect.objectContaining({ code: 'LC906', message: `no ledger at ${path} yet: nothing has run with --send` }),
    );
    expect(readdirSync(folder)).toEqual([]);
    filled().close();
    const ledger = readLedger(path);
    expect(ledger.summary().campaigns).toMatchObject([{ campaign: 'welcome', entered: 1 }]);
    ledger.close();
  });
});
