import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { examplePlan, MINUTE, planned, T0 } from './examples.js';

const ME = { host: 'here', pid: process.pid, ttl: MINUTE } as const;
const IDS = ['a', 'b', 'c'];

let folder: string;
let path: string;
/** What the store and the disk were asked, in order. */
let asked: string[];
/** Disks that have not answered yet, and what they will say. */
let disk: ((error: NodeJS.ErrnoException | null) => void)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beside-'));
  path = join(folder, 'ledger.db');
  asked = [];
  disk = [];
  const { exec } = Libsql.prototype;
  vi.spyOn(Libsql.prototype, 'exec').mockImplementation(function (this: Libsql.Database, sql: string) {
    asked.push(sql);
    return exec.call(this, sql);
  });
  vi.spyOn(fs, 'fdatasync').mockImplementation((file, done) => {
    const logs = ['ledger.db-wal', 'volume/ledger.db-wal'];
    const { ino } = fs.fstatSync(file);
    asked.push(`sync ${logs.find((log) => fs.statSync(join(folder, log), { throwIfNoEntry: false })?.ino === ino)}`);
    disk.push(done);
  });
  syncBuiltinESMExports();
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

function open() {
  const home = { host: 'here', machine: 'm', stateFolder: null };
  const ledger = openSqliteLedger(path, thisMachine, { home });
  const fence = ledger.acquire(ME, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  const decisions = IDS.map((id) => planned({ id, profileId: id, step: id }));
  ledger.commit(fence, tick, decisions);
  ledger.claim(fence, T0, 9);
  const begin = (id: string) => (): unknown => ledger.beginAttempts(fence, [id], T0);
  const told = (): number => JSON.parse(readFileSync(`${path}-seen`, 'utf8')).seq;
  return { ledger, fence, begin, told };
}

it('what waits beside is seen at once, and durable when the log is; all else waits in the call', async () => {
  const { ledger, fence, begin, told } = open();
  expect(asked.filter((sql) => sql.startsWith('PRAGMA sync') || sql.startsWith('sync'))).toEqual([
    'PRAGMA synchronous = NORMAL',
  ]);
  const before = told();
  asked = [];
  ledger.together([begin('a')], 'beside');
  const durable = ledger.durable();
  expect(asked.at(-2)).toBe('COMMIT');
  expect(asked.at(-1)).toBe('sync ledger.db-wal');
  expect(ledger.named('a', 1)[0]?.firstAttemptAt).toBe(T0);
  let isDurable = false;
  void durable.then(() => {
    isDurable = true;
  });
  await new Promise(setImmediate);
  // A witness that knew of what a power cut may undo would refuse the ledger.
  expect([isDurable, told()]).toEqual([false, before]);
  disk.pop()?.(null);
  await durable;
  expect(told()).toBe(before + 1);
  asked = [];
  ledger.beginAttempts(fence, ['b'], T0);
  expect(asked).toEqual(['PRAGMA synchronous = FULL', 'BEGIN IMMEDIATE', 'COMMIT']);
  expect(told()).toBe(before + 2);
  ledger.close();
});

it('tells the witnesses of what was committed meanwhile when that is durable, too', async () => {
  const { ledger, fence, begin, told } = open();
  const before = told();
  ledger.together([begin('a')], 'beside');
  const durable = ledger.durable();
  ledger.renew(fence, T0 + 1);
  ledger.beginAttempts(fence, ['b'], T0);
  expect(told()).toBe(before);
  disk.shift()?.(null);
  await vi.waitFor(() => expect(disk).toHaveLength(1));
  expect(told()).toBe(before + 1);
  disk.shift()?.(null);
  await durable;
  expect(told()).toBe(before + 2);
  ledger.close();
});

it('writes nothing together any more once the disk did not take what was written, though it may say later that it has', async () => {
  const { ledger, begin, told } = open();
  const before = told();
  ledger.together([begin('a')], 'beside');
  const durable = ledger.durable();
  disk.pop()?.(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  await expect(durable).rejects.toMatchObject({
    code: 'LC908',
    message: `the ledger ${path} cannot be read or written`,
  });
  for (const wait of ['here', 'beside'] as const)
    expect(() => ledger.together([begin('b')], wait)).toThrowError(expect.objectContaining({ code: 'LC908' }));
  await expect(ledger.durable()).rejects.toMatchObject({ code: 'LC908' });
  expect(disk).toEqual([]);
  expect(told()).toBe(before);
  ledger.close();
});

it('an expendable ledger waits for no disk', async () => {
  const ledger = openSqliteLedger(path, thisMachine, { expendable: true });
  await ledger.durable();
  expect(asked.filter((each) => each.startsWith('sync'))).toEqual([]);
  ledger.close();
});

it('finds the log of a ledger that is named by a link, and waits in the call where there is no log', async () => {
  mkdirSync(join(folder, 'volume'));
  symlinkSync(join(folder, 'volume', 'ledger.db'), path);
  for (const name of [path, ':memory:']) {
    asked = [];
    const ledger = openSqliteLedger(name, thisMachine);
    const fence = ledger.acquire(ME, T0);
    ledger.together([() => ledger.renew(fence, T0 + 1)], 'beside');
    const durable = ledger.durable();
    if (name === path) {
      expect(asked.at(-1)).toBe('sync volume/ledger.db-wal');
      disk.pop()?.(null);
    } else expect(asked.filter((each) => /sync/.test(each) && !/FULL/.test(each))).toEqual([]);
    await durable;
    ledger.close();
  }
});
