import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Delivery, deliver, type Prepared } from '../../src/deliver/deliver.js';
import type { Answer, Way } from '../../src/deliver/way.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { examplePlan, HOUR, planned, T0, withheld } from '../ledger/examples.js';
import { tablesOf } from '../ledger/tables-of.js';
import { exampleParcel } from './parcels.js';

/** LIFECYCLE_COURSES=2000 is the long form. */
const COURSES = Number(process.env.LIFECYCLE_COURSES ?? 20);
const SHM = fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const FATES = ['taken', 'taken', 'taken', 'refused', 'bounced', 'later', 'silence', 'suppressed', 'late'] as const;
const EIO = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(SHM, 'beside-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

function watchDisk(answer: (done: (error: NodeJS.ErrnoException | null) => void) => void): void {
  vi.spyOn(fs, 'fdatasync').mockImplementation((_, done) => answer(done));
  syncBuiltinESMExports();
}

interface World {
  readonly ledger: Ledger;
  readonly fence: Fence;
  readonly path: string;
}

function worldOf(name: string, count: number, heldOut: ReadonlySet<number> = new Set()): World {
  const path = join(folder, name);
  const machine = { ...thisMachine, session: 'one', secretBytes: (bytes: number) => new Uint8Array(bytes) };
  const ledger = openSqliteLedger(path, machine);
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: HOUR }, T0);
  const decisions = Array.from({ length: count }, (_, i) => {
    const change = { id: `m${i}`, profileId: `p${i % 7}`, step: `s${i}`, sendAt: T0 + i, validUntil: T0 + HOUR };
    return heldOut.has(i) ? withheld(change) : planned(change);
  });
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
  return { ledger, fence, path };
}

function run({ ledger, fence }: World, hand: Way['hand'], change: Partial<Delivery> = {}) {
  return deliver({
    ledger,
    fence,
    way: { hand, close: async () => {} },
    machine: thisMachine,
    clock: () => T0 + HOUR / 2,
    prepare: async (messages) => new Map(messages.map((message) => [message.id, preparedOf(message)])),
    parallel: 3,
    signal: new AbortController().signal,
    ...change,
  });
}

function preparedOf({ id, withheldBy }: { readonly id: string; readonly withheldBy: string | null }): Prepared {
  const address = `${id}@x.test`;
  if (withheldBy !== null) return { kind: 'held', address };
  return { kind: 'parcel', address, build: () => exampleParcel(id, 60) };
}

it('nothing leaves before the disk has its hand-over', async () => {
  const world = worldOf('ledger.db', 20);
  let commits = 0;
  let durable = 0;
  // It takes its time, and answers for what it had when it was asked.
  watchDisk((done) => {
    const asked = commits;
    setTimeout(() => {
      durable = Math.max(durable, asked);
      done(null);
    }, 2);
  });
  const begunAt = new Map<string, number>();
  const watched: Ledger = {
    ...world.ledger,
    together(...args) {
      const done = world.ledger.together(...args);
      commits += 1;
      return done;
    },
    handingOver(...args) {
      begunAt.set(args[1], commits + 1);
      return world.ledger.handingOver(...args);
    },
  };
  const hand: Way['hand'] = async ({ id }, handingOver) => {
    await handingOver();
    expect(durable).toBeGreaterThanOrEqual(begunAt.get(id) ?? Infinity);
    return { kind: 'accepted', reply: '250' };
  };
  expect((await run({ ...world, ledger: watched }, hand)).sent).toBe(20);
  world.ledger.close();
});

it('once the disk did not take what was written nothing is handed over any more, and the next run sends each once', async () => {
  for (const nth of [1, 2, 3, 5, 8]) {
    const world = worldOf(`${nth}.db`, 20);
    let asked = 0;
    let broken = false;
    watchDisk((done) => {
      asked += 1;
      // Once: afterwards it says that all is well.
      const fails = asked === nth;
      setImmediate(() => {
        broken ||= fails;
        done(fails ? EIO : null);
      });
    });
    const left: string[] = [];
    const late: string[] = [];
    const hand: Way['hand'] = async ({ id }, handingOver) => {
      for (let turns = Number(id.slice(1)) % 3; turns > 0; turns -= 1) await new Promise(setImmediate);
      await handingOver();
      if (broken) late.push(id);
      left.push(id);
      await new Promise(setImmediate);
      return { kind: 'accepted', reply: '250' };
    };
    await expect(run(world, hand)).rejects.toMatchObject({ code: 'LC908' });
    expect(late).toEqual([]);
    expect(left.length).toBeLessThan(20);
    world.ledger.close();
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    const again = openSqliteLedger(world.path, thisMachine);
    const fence = again.acquire({ host: 'here', pid: process.pid, ttl: HOUR }, T0 + 1);
    const unknown = again.messages('unknown', 99).map(({ id }) => id);
    const taken: Way['hand'] = async ({ id }, handingOver) => {
      await handingOver();
      left.push(id);
      return { kind: 'accepted', reply: '250' };
    };
    await run({ ...world, ledger: again, fence }, taken);
    expect(new Set(left).size).toBe(left.length);
    expect(new Set([...left, ...unknown]).size).toBe(20);
    again.close();
  }
});

const course = fc.record({
  fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 24 }),
  heldOut: fc.uniqueArray(fc.nat(23), { maxLength: 4 }),
  parallel: fc.integer({ min: 1, max: 6 }),
  batch: fc.integer({ min: 1, max: 9 }),
  slow: fc.nat(3),
});

it('leaves the ledger, row for row, as it is when every commit waits in its call', async () => {
  let groups = 0;
  await fc.assert(
    fc.asyncProperty(course, async ({ fates, heldOut, parallel, batch, slow }) => {
      const live = async (name: string, beside: boolean): Promise<unknown> => {
        const world = worldOf(name, fates.length, new Set(heldOut));
        const { ledger } = world;
        const waits: Ledger = { ...ledger, together: (acts) => ledger.together(acts), durable: async () => {} };
        const hand: Way['hand'] = async ({ id }, handingOver) => {
          const fate = fates[Number(id.slice(1))]!;
          for (let turns = slow; turns > 0; turns -= 1) await new Promise(setImmediate);
          if (fate === 'suppressed')
            ledger.suppress({ profileId: null, address: `${id}@x.test`, topic: null, since: T0, reason: 'asked' });
          await handingOver();
          return answerTo(fate);
        };
        const summary = await run({ ...world, ledger: beside ? ledger : waits }, hand, { parallel, batch });
        ledger.close();
        const db = openDatabase(world.path, 0);
        const { journal = [], ...tables } = tablesOf(db);
        db.close();
        rmSync(world.path);
        // In which order several connections come to their ends is chance in either way.
        const entries = journal.map((row) => JSON.stringify({ ...(row as object), seq: 0 }));
        return { summary, tables, journal: parallel === 1 ? entries : entries.sort() };
      };
      const fast = await live('fast.db', true);
      groups += 1;
      expect(fast).toEqual(await live('slow.db', false));
    }),
    { numRuns: COURSES },
  );
  expect(groups).toBeGreaterThan(0);
}, 600_000);

function answerTo(fate: (typeof FATES)[number]): Answer {
  switch (fate) {
    case 'taken':
    case 'suppressed':
      return { kind: 'accepted', reply: '250' };
    case 'refused':
      return { kind: 'refused', reply: '550' };
    case 'bounced':
      return { kind: 'refused', reply: '550', isBadAddress: true };
    case 'later':
      return { kind: 'deferred', reply: '450' };
    case 'silence':
      return { kind: 'unknown', reply: 'hung up' };
    case 'late':
      return { kind: 'deferred', reply: '450', retryAfter: 3 * HOUR };
  }
}
