import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { openGroupCommit } from '../../src/deliver/group-commit.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { examplePlan, MINUTE, planned, T0 } from '../ledger/examples.js';

const ME = { host: 'here', pid: process.pid, ttl: MINUTE } as const;

let folder: string;
let ledger: Ledger;
let fence: Fence;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'group-'));
  ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine, { busyTimeout: 50 });
  fence = ledger.acquire(ME, T0);
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  ledger.commit(
    fence,
    tick,
    ['a', 'b', 'c', 'd'].map((id) => planned({ id, profileId: id })),
  );
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

it('commits in one transaction what is written in one turn, in order, and then tells everybody', async () => {
  let groups = 0;
  const counted: Ledger = {
    ...ledger,
    together: (...args) => {
      groups += 1;
      return ledger.together(...args);
    },
  };
  const group = openGroupCommit(counted, thisMachine);
  ledger.claim(fence, T0, 4);
  const told: string[] = [];
  const write = (id: string) => group.write(() => ledger.handingOver(fence, id, T0)).then(() => void told.push(id));
  await Promise.all(['c', 'a', 'd', 'b'].map(write));
  expect([groups, told]).toEqual([1, ['c', 'a', 'd', 'b']]);
  await group.write(() => ledger.settle(fence, 'a', T0, { status: 'sent', reply: '250' }));
  expect(groups).toBe(2);
  expect(ledger.messages('handing_over', 9).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
});

it('undoes a member that fails, whole, and keeps the others', async () => {
  const group = openGroupCommit(ledger, thisMachine);
  ledger.claim(fence, T0, 4);
  const results = await Promise.allSettled([
    group.write(() => ledger.handingOver(fence, 'a', T0)),
    group.write(() => {
      ledger.drop(fence, 'b', T0, 'late');
      throw new Error('on second thoughts');
    }),
    group.write(() => ledger.handingOver(fence - 1, 'c', T0)),
    group.write(() => {
      ledger.drop(fence, 'd', T0, 'late');
      return 7;
    }),
  ]);
  expect(results).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { message: 'on second thoughts' } },
    { status: 'rejected', reason: { code: 'LC902' } },
    { status: 'fulfilled', value: 7 },
  ]);
  const states = ['handing_over', 'claimed', 'dropped'] as const;
  expect(states.map((state) => ledger.messages(state, 9).map(({ id }) => id))).toEqual([['a'], ['b', 'c'], ['d']]);
  const db = openDatabase(join(folder, 'ledger.db'), 0);
  const kinds = db.prepare<{ kind: string }>('SELECT kind FROM journal ORDER BY seq DESC LIMIT 2').all();
  expect(kinds.map(({ kind }) => kind)).toEqual(['dropped', 'handing-over']);
  db.close();
});

it('tells everybody when nothing can be committed, and works again afterwards', async () => {
  const group = openGroupCommit(ledger, thisMachine);
  ledger.claim(fence, T0, 4);
  const other = openDatabase(join(folder, 'ledger.db'), 0);
  other.execute('BEGIN IMMEDIATE');
  const write = (id: string) => group.write(() => ledger.handingOver(fence, id, T0));
  expect(await Promise.allSettled([write('a'), write('b')])).toMatchObject([
    { status: 'rejected', reason: { code: 'LC902' } },
    { status: 'rejected', reason: { code: 'LC902' } },
  ]);
  other.execute('ROLLBACK');
  other.close();
  expect(ledger.messages('claimed', 9)).toHaveLength(4);
  await Promise.all([write('a'), write('b')]);
  expect(ledger.messages('handing_over', 9)).toHaveLength(2);
});

it('gathers until all of a few in hand are there, or half of many; or some are put down, or a moment is over', async () => {
  const groups: number[] = [];
  const counted: Ledger = {
    ...ledger,
    together: (acts, wait) => {
      groups.push(acts.length);
      return ledger.together(acts, wait);
    },
  };
  const moments = new Set<() => void>();
  const machine = {
    ...thisMachine,
    every: (_: number, act: () => void) => {
      moments.add(act);
      return () => void moments.delete(act);
    },
  };
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) await new Promise(setImmediate);
  };
  const group = openGroupCommit(counted, machine);
  const told: number[] = [];
  const come = (...numbers: readonly number[]): void => {
    for (const number of numbers) void group.gather(() => number).then((own) => told.push(own));
  };
  const putDown = Array.from({ length: 4 }, () => group.takeInHand());
  come(1, 2, 3);
  await turns();
  expect(groups).toEqual([]);
  come(4);
  await vi.waitFor(() => expect(told).toEqual([1, 2, 3, 4]));
  expect(groups).toEqual([4]);

  // Seven of fourteen.
  for (let i = 0; i < 10; i += 1) putDown.push(group.takeInHand());
  come(5, 6, 7, 8, 9, 10);
  await turns();
  expect(groups).toEqual([4]);
  come(11);
  await vi.waitFor(() => expect(told).toHaveLength(11));
  expect(groups).toEqual([4, 7]);

  come(12);
  for (const gone of putDown.splice(0, 12)) gone();
  await turns();
  expect(groups).toEqual([4, 7]);
  putDown.pop()?.();
  await vi.waitFor(() => expect(told).toHaveLength(12));
  expect(groups).toEqual([4, 7, 1]);

  group.takeInHand();
  come(13);
  await turns();
  expect([groups, moments.size]).toEqual([[4, 7, 1], 1]);
  for (const act of moments) act();
  await vi.waitFor(() => expect(told).toHaveLength(13));
  expect([groups, moments.size]).toEqual([[4, 7, 1, 1], 0]);
});

it('commits nothing while the disk is waited for, and then all that came meanwhile at once', async () => {
  const disk: (() => void)[] = [];
  const groups: number[] = [];
  const slow: Ledger = {
    ...ledger,
    together: (acts, wait) => {
      groups.push(acts.length);
      return ledger.together(acts, wait);
    },
    durable: () => new Promise((resolve) => disk.push(resolve)),
  };
  const group = openGroupCommit(slow, thisMachine);
  ledger.claim(fence, T0, 4);
  const told: string[] = [];
  const write = (id: string) => group.write(() => ledger.handingOver(fence, id, T0)).then(() => void told.push(id));
  const all = [write('a')];
  await new Promise(setImmediate);
  all.push(write('b'), write('c'));
  await new Promise(setImmediate);
  all.push(write('d'));
  await new Promise(setImmediate);
  expect([groups, told, disk.length]).toEqual([[1], [], 1]);
  disk.pop()?.();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect([groups, told]).toEqual([[1, 3], ['a']]);
  disk.pop()?.();
  await Promise.all(all);
  expect(told).toEqual(['a', 'b', 'c', 'd']);
});
