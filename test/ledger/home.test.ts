import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { adoptLedger } from '../../src/ledger/adopt-ledger.js';
import { compareWithJournal } from '../../src/ledger/compare-ledgers.js';
import type { HomeOptions } from '../../src/ledger/home.js';
import { findNetworkDisk } from '../../src/ledger/network-disk.js';
import { isSamePlace, type Place } from '../../src/ledger/place.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { examplePlan, HOUR, MINUTE, planned, T0 } from './examples.js';

const LEASE = { pid: process.pid, ttl: MINUTE } as const;

describe('where a ledger lives', () => {
  let folder: string;
  let path: string;
  let now: number;
  let sent: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    mkdirSync(join(folder, 'shop'));
    path = join(folder, 'shop', 'ledger.db');
    now = T0;
    sent = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const home = (host = 'here'): HomeOptions => ({ host, machine: 'm1', stateFolder: join(folder, 'state') });
  /** One run that decides on a message and hands over what waits. */
  const run = (id: string, at = path, host = 'here', file = home(host)): void => {
    now += HOUR;
    const ledger = openSqliteLedger(at, thisMachine, { home: file });
    try {
      const fence = ledger.acquire({ ...LEASE, host }, now);
      const tick = ledger.beginTick(fence, now, examplePlan(), {});
      ledger.commit(fence, tick, [planned({ id, step: id, dueAt: now, sendAt: now })]);
      for (const message of ledger.claim(fence, now, 99)) {
        ledger.beginAttempts(fence, [message.id], now);
        ledger.handingOver(fence, message.id, now);
        ledger.settle(fence, message.id, now, { status: 'sent', reply: '250' });
        sent.push(message.id);
      }
      ledger.endTick(fence, tick, {}, {}, 1);
    } finally {
      ledger.close();
    }
  };
  const adopt = (how: 'moved' | 'restored', at = path) =>
    adoptLedger(at, { ...thisMachine, now: () => now }, home(), how);
  const code = (expected: string) => expect.objectContaining({ code: expected });

  it('raises no alarm run after run, whatever the machine is called, and after a move', () => {
    run('a');
    run('b');
    run('c', path, 'renamed');
    renameSync(join(folder, 'shop'), join(folder, 'boutique'));
    path = join(folder, 'boutique', 'ledger.db');
    run('d', path, 'renamed again');
    // A restarted container has lost all but the volume.
    rmSync(join(folder, 'state'), { recursive: true });
    run('e', path, 'f3a1c0ffee00');
    rmSync(`${path}-seen`);
    run('f');
    writeFileSync(`${path}-seen`, 'half a l');
    run('g');
    expect(sent).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(compareWithJournal(path)).toEqual([]);
  });

  it('asks the store nothing after a commit: one that fails for good from then on takes back nothing of it', () => {
    const ledger = openSqliteLedger(path, thisMachine, { home: home() });
    const fence = ledger.acquire({ ...LEASE, host: 'here' }, now);
    const tick = ledger.beginTick(fence, now, examplePlan(), {});
    const calls: string[] = [];
    const { exec } = Libsql.prototype;
    const statement = Object.getPrototypeOf(new Libsql(':memory:').prepare('SELECT 1'));
    const { get, all, run: act } = statement;
    const watched = (original: (...params: unknown[]) => unknown) =>
      function (this: unknown, ...params: unknown[]) {
        calls.push('asks');
        return original.apply(this, params);
      };
    Libsql.prototype.exec = function (sql: string) {
      calls.push(sql);
      return exec.call(this, sql);
    };
    Object.assign(statement, { get: watched(get), all: watched(all), run: watched(act) });
    const last = (): string | undefined => calls.splice(0).at(-1);
    try {
      ledger.commit(fence, tick, [planned({ id: 'a', step: 'a', dueAt: now, sendAt: now })]);
      expect(last()).toBe('COMMIT');
      ledger.together([() => ledger.claim(fence, now, 1), () => ledger.beginAttempts(fence, ['a'], now)]);
      expect(last()).toBe('COMMIT');
      ledger.handingOver(fence, 'a', now);
      expect(last()).toBe('COMMIT');
    } finally {
      Libsql.prototype.exec = exec;
      Object.assign(statement, { get, all, run: act });
      ledger.close();
    }
    expect(JSON.parse(readFileSync(`${path}-seen`, 'utf8')).seq).toBeGreaterThan(3);
  });

  it('raises no alarm when the newest file is put back where it was', () => {
    run('a');
    const backup = join(folder, 'backup');
    cpSync(join(folder, 'shop'), backup, { recursive: true });
    rmSync(join(folder, 'shop'), { recursive: true });
    cpSync(backup, join(folder, 'shop'), { recursive: true });
    run('b');
    expect(sent).toEqual(['a', 'b']);
  });

  it('is found out when an older copy is put in its place, also a run that was killed half way', () => {
    run('a');
    cpSync(path, `${path}.backup`);
    const killed = openSqliteLedger(path, thisMachine, { home: home() });
    const fence = killed.acquire({ ...LEASE, host: 'here' }, now + 1);
    const tick = killed.beginTick(fence, now + 1, examplePlan(), {});
    killed.commit(fence, tick, [planned({ id: 'b', step: 'b', sendAt: now })]);
    killed.claim(fence, now + 1, 1);
    killed.beginAttempts(fence, ['b'], now + 1);
    // The last thing it did; nobody closed anything.
    killed.handingOver(fence, 'b', now + 1);
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    cpSync(`${path}.backup`, path);
    expect(() => run('c')).toThrowError(code('LC920'));
    // Either witness is enough.
    rmSync(`${path}-seen`);
    expect(() => run('c')).toThrowError(code('LC920'));
    expect(() => adopt('moved')).toThrowError(code('LC920'));
    expect(sent).toEqual(['a']);
    killed.close();
  });

  it('says how far an older copy is behind', () => {
    run('a');
    cpSync(path, `${path}.backup`);
    run('b');
    cpSync(`${path}.backup`, path);
    // Who writes into it without being asked where it comes from wipes out no evidence.
    const suppressing = openSqliteLedger(path, thisMachine, { home: home() });
    suppressing.suppress({ profileId: 'p1', address: null, topic: null, since: now, reason: 'asked' });
    suppressing.close();
    expect(() => run('c')).toThrowError(
      /^the ledger .*ledger\.db is not the newest: it ends at 2026-03-01T11:00:00\.000Z with entry \d+, and the one that was here before had come to entry \d+, at 2026-03-01T11:00:00\.000Z$/,
    );
  });

  it('is found out when it was lost and an empty one made, or that of another shop put there', () => {
    run('a');
    const other = join(folder, 'other', 'ledger.db');
    mkdirSync(join(folder, 'other'));
    run('z', other);
    rmSync(path);
    expect(() => run('b')).toThrowError(/is not the newest: it is empty/);
    cpSync(other, path);
    expect(() => run('b')).toThrowError(code('LC920'));
    expect(sent).toEqual(['a', 'z']);
  });

  it('is found out when it is a copy, while the first one goes on', () => {
    run('a');
    cpSync(join(folder, 'shop'), join(folder, 'clone'), { recursive: true });
    const clone = join(folder, 'clone', 'ledger.db');
    run('b');
    // The second witness knows already that this one is behind; without it, the place tells.
    expect(() => run('b', clone)).toThrowError(code('LC920'));
    expect(() => run('b', clone, 'there', { host: 'there', machine: null, stateFolder: null })).toThrowError(
      code('LC922'),
    );
    expect(() => run('b', clone, 'here', { ...home(), stateFolder: null })).toThrowError(
      expect.objectContaining({
        message: `the ledger ${clone} was moved or copied here from ${path} on here`,
      }),
    );
    expect(sent).toEqual(['a', 'b']);
    run('c');
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('is changed by an adoption that says it was moved; the file it was copied from knows nothing of that', () => {
    run('a');
    cpSync(path, join(folder, 'moved.db'));
    const moved = join(folder, 'moved.db');
    expect(adopt('moved', moved)).toEqual({
      refusal: `the ledger ${moved} was moved or copied here from ${path} on here`,
      dropped: 0,
    });
    run('b', moved);
    expect(adopt('moved', moved)).toEqual({ refusal: null, dropped: 0 });
    expect(sent).toEqual(['a', 'b']);
    expect(compareWithJournal(moved)).toEqual([]);
    cpSync(moved, path);
    expect(() => run('c')).toThrowError(code('LC922'));
  });

  it('does not send what may have gone already, once it was adopted as restored, and goes on from there', () => {
    run('a');
    const early = openSqliteLedger(path, thisMachine, { home: home() });
    const fence = early.acquire({ ...LEASE, host: 'here' }, now);
    const tick = early.beginTick(fence, now, examplePlan(), {});
    early.commit(fence, tick, [
      planned({ id: 'waiting', step: 'w' }),
      planned({ id: 'later', step: 'l', sendAt: T0 + 100 * HOUR }),
    ]);
    early.close();
    cpSync(path, `${path}.backup`);
    run('b');
    expect(sent.sort()).toEqual(['a', 'b', 'waiting']);
    now += HOUR;
    cpSync(`${path}.backup`, path);
    expect(adopt('restored')).toEqual({ refusal: expect.stringContaining('is not the newest'), dropped: 1 });
    const until = now;
    const ledger = openSqliteLedger(path, thisMachine, { home: home() });
    const again = ledger.acquire({ ...LEASE, host: 'here' }, now);
    for (let unfinished = ledger.beginTick(again, now, examplePlan(), {}); ; ) {
      ledger.commit(again, unfinished, [
        planned({ id: 'b', step: 'b', dueAt: until }),
        planned({ id: 'n', step: 'n', dueAt: until + 1 }),
      ]);
      ledger.endTick(again, unfinished, {}, {}, 1);
      if (unfinished.now === now) break;
      unfinished = ledger.beginTick(again, now, examplePlan(), {});
    }
    expect(ledger.story('p1').messages.map(({ id, status, outcome }) => [id, status, outcome])).toEqual([
      ['b', 'dropped', 'restored'],
      ['n', 'planned', null],
      ['waiting', 'dropped', 'restored'],
      ['a', 'sent', '250'],
      ['later', 'planned', null],
    ]);
    ledger.close();
    expect(compareWithJournal(path)).toEqual([]);
  });

  it('is not adopted while a run holds it, nor made by an adoption', () => {
    const ledger = openSqliteLedger(path, thisMachine, { home: home() });
    ledger.acquire({ ...LEASE, host: thisMachine.host, pid: process.ppid }, T0);
    expect(() => adopt('restored')).toThrowError(code('LC902'));
    ledger.close();
    expect(() => adopt('moved', join(folder, 'none.db'))).toThrowError(code('LC906'));
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
  });

  it('leaves a witness that names nobody', () => {
    run('a');
    expect(JSON.parse(readFileSync(`${path}-seen`, 'utf8'))).toEqual({
      home: expect.stringMatching(/^[0-9a-f]{24}$/),
      seq: expect.any(Number),
      at: T0 + HOUR,
    });
  });
});

describe('the same place', () => {
  const place: Place = { host: 'a', machine: 'm1', path: '/data/l.db', file: '1:5' };
  it.each<[string, Partial<Place>, Partial<Place>, boolean]>([
    ['the same in all', {}, {}, true],
    ['a container that was started again with its volume', { machine: null }, { machine: null, host: 'b' }, true],
    ['the volume mounted elsewhere', { machine: null }, { machine: null, host: 'b', path: '/mnt/l.db' }, true],
    ['a machine that was renamed', {}, { host: 'b' }, true],
    ['a machine that was set up anew under its name', {}, { machine: 'm2' }, true],
    ['a disk that was put, or copied whole, into another machine', {}, { machine: 'm2', host: 'b' }, false],
    ['a file that was put back', {}, { file: '2:9' }, true],
    ['a copy in another folder', {}, { file: '2:9', path: '/copy/l.db' }, false],
    ['a copy on another machine', {}, { file: '2:9', machine: 'm2', host: 'b' }, false],
    ['a copy in another container', { machine: null }, { machine: null, file: '2:9', host: 'b' }, false],
    ['a copy in a container of the same name', { machine: null }, { machine: null, file: '2:9' }, false],
    ['no times of birth, the same path', { file: null }, { file: null }, true],
    ['no times of birth, another path', { file: null }, { file: null, path: '/copy/l.db' }, false],
  ])('%s', (_, there, here, same) => {
    expect(isSamePlace({ ...place, ...there }, { ...place, ...here })).toBe(same);
  });
});

describe('a network disk', () => {
  const mounts = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '30 22 0:40 / /mnt/team rw - fuse.sshfs me@host:/ rw',
    '31 22 0:41 / /mnt/my\\040cloud rw - fuse.rclone remote: rw',
    '32 22 0:42 / /mnt/team/local rw - ext4 /dev/sdb1 rw',
    '33 22 0:43 / /home/me rw - fuse.mergerfs a:b rw',
    '34 22 0:44 / /mnt/host rw - virtiofs host rw',
    '35 22 0:45 / /mnt/nas rw - nfs4 nas:/ rw',
    '',
  ].join('\n');
  it.each([
    [0x6969, '/srv', 'NFS'],
    [0x517b, '/srv', 'SMB'],
    [0xff534d42, '/srv', 'CIFS'],
    [0xff534d42 | 0, '/srv', 'CIFS'],
    [0xfe534d42, '/srv', 'SMB'],
    [0x65735546, '/mnt/team', 'sshfs'],
    [0x65735546, '/mnt/team/shop', 'sshfs'],
    [0x65735546, '/mnt/my cloud/shop', 'rclone'],
    [0, '/mnt/nas/shop', 'nfs4'],
    [0xef53, '/mnt/teammates', null],
    [0xef53, '/mnt/team/local/shop', null],
    [0x65735546, '/home/me/shop', null],
    [0x65735546, '/mnt/host', null],
    [0xef53, '/srv', null],
    [0x9123683e, '/srv', null],
    [0x01021994, '/srv', null],
    [0x794c7630, '/srv', null],
  ])('by number %i, %s: %s', (magic, path, expected) => {
    expect(findNetworkDisk(magic, mounts, path)).toBe(expected);
  });
  it('is not taken for one where nothing can be told', () => {
    expect(findNetworkDisk(26, '', '/Users/me')).toBe(null);
  });
});
