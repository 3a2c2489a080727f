import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
  const counted: Pick<Ledger, 'together'> = {
    together: (acts) => {
      groups += 1;
      return ledger.together(acts);
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
