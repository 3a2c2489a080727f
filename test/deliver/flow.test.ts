import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Delivery, deliver } from '../../src/deliver/deliver.js';
import type { Answer } from '../../src/deliver/way.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import { examplePlan, MINUTE, planned, T0 } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

let ledger: Ledger;
let fence: Fence;
beforeEach(() => {
  ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
});
afterEach(() => ledger.close());

const TAKEN: Answer = { kind: 'accepted', reply: '250 ok' };
/** Time for what may still begin: hand-overs are gathered for a millisecond or so. */
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

/** Delivers messages of these ids, each to a person of its own unless told otherwise, two at a time in batches of two. Tells what begins its first attempt, and what is on the wire. */
function begin(
  ids: readonly string[],
  hand: (id: string) => Promise<Answer>,
  changes: Partial<Delivery> & { readonly personOf?: (id: string) => string } = {},
) {
  const { personOf = (id: string) => id, ...others } = changes;
  const decisions = ids.map((id) => planned({ id, profileId: personOf(id), step: id }));
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
  const begun: string[] = [];
  const handed: string[] = [];
  const done = deliver({
    ledger: {
      ...ledger,
      beginAttempts(by, going, ...rest) {
        begun.push(...going);
        return ledger.beginAttempts(by, going, ...rest);
      },
    },
    ...{ fence, machine: thisMachine, clock: () => T0, parallel: 2, batch: 2 },
    way: {
      async hand({ id }, handingOver) {
        handed.push(id);
        await handingOver();
        return hand(id);
      },
      close: async () => {},
    },
    prepare: async (asked) =>
      new Map(asked.map(({ id }) => [id, { kind: 'parcel', build: () => exampleParcel(id) } as const])),
    signal: new AbortController().signal,
    ...others,
  });
  // What it comes to is for each test to say.
  done.catch(() => {});
  return { begun, handed, done };
}

/** Answers that are given when they are told to be. */
function answers() {
  const given = new Map<string, (answer: Answer) => void>();
  const hand = (id: string): Promise<Answer> => new Promise((resolve) => given.set(id, resolve));
  const take = async (...ids: readonly string[]): Promise<void> => {
    await vi.waitFor(() => expect([...given.keys()]).toEqual(expect.arrayContaining([...ids])));
    for (const id of ids) given.get(id)!(TAKEN);
    await turns();
  };
  return { given, hand, take };
}

it('a connection that is free takes from the next batch, while others are busy with the one before', async () => {
  const { hand, take } = answers();
  const { handed, done } = begin(['a', 'b', 'c', 'd'], hand);
  await turns();
  await vi.waitFor(() => expect(handed).toEqual(['a', 'b']));
  await take('b');
  await vi.waitFor(() => expect(handed).toEqual(['a', 'b', 'c']));
  await take('c');
  await vi.waitFor(() => expect(handed).toEqual(['a', 'b', 'c', 'd']));
  await take('a', 'd');
  expect((await done).sent).toBe(4);
});

it('where each batch waits for the one before, none does', async () => {
  const { hand, take } = answers();
  const { handed, done } = begin(['a', 'b', 'c', 'd'], hand, { ahead: false });
  await turns();
  await take('b');
  await vi.waitFor(() => expect(handed).toEqual(['a', 'b']));
  await take('a');
  await vi.waitFor(() => expect(handed).toEqual(['a', 'b', 'c', 'd']));
  await take('c', 'd');
  expect((await done).sent).toBe(4);
});

it('no more than two batches are on their way', async () => {
  const { hand, take } = answers();
  const { begun, done } = begin(['a', 'b', 'c', 'd', 'e', 'f'], hand);
  await turns();
  await take('b');
  await take('c');
  await take('d');
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c', 'd']));
  await take('a');
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'f']));
  await take('e', 'f');
  expect((await done).sent).toBe(6);
});

it.each(['a', 'b'])(
  'a batch with another message for whoever has %s in hand begins after the batch of that',
  async (whose) => {
    const { hand, take } = answers();
    const personOf = (id: string) => (id === 'd' ? whose : id);
    const { begun, done } = begin(['a', 'b', 'c', 'd'], hand, { personOf });
    await turns();
    await take(whose === 'a' ? 'b' : 'a');
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b']));
    await take(whose);
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c', 'd']));
    await take('c', 'd');
    expect((await done).sent).toBe(4);
  },
);

it('nothing is found out ahead of whom a message of two batches before may still concern', async () => {
  const { hand, take } = answers();
  const asked: string[] = [];
  const { done } = begin(['a', 'b', 'c', 'd', 'e', 'f'], hand, {
    personOf: (id) => (id === 'e' ? 'a' : id),
    prepare: async (messages) => {
      asked.push(...messages.map(({ id }) => id));
      return new Map(messages.map(({ id }) => [id, { kind: 'parcel', build: () => exampleParcel(id) }]));
    },
  });
  await take('b');
  await take('c');
  await take('d');
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'f']);
  await take('a');
  await take('e', 'f');
  expect((await done).sent).toBe(6);
  expect(asked.slice(0, 6)).toEqual(['a', 'b', 'c', 'd', 'f', 'e']);
});

it('what was left of a batch goes before what was claimed meanwhile', async () => {
  let now = T0;
  const { handed, done } = begin(
    ['a', 'b', 'c', 'd'],
    async (id) => {
      // By then what the last checks said of b is too old, and c and d are claimed.
      if (id === 'a') {
        await turns();
        now += 61_000;
      }
      return TAKEN;
    },
    { parallel: 1, clock: () => now, personOf: (id) => (id === 'c' ? 'b' : id) },
  );
  expect((await done).sent).toBe(4);
  expect(handed).toEqual(['a', 'b', 'c', 'd']);
});

it('ends only once what is on the wire has ended, also when the next batch cannot begin', async () => {
  const { hand, take } = answers();
  const fails: Ledger = {
    ...ledger,
    beginAttempts(by, ids, ...rest) {
      if (ids.includes('c')) throw new Error('the disk is full');
      return ledger.beginAttempts(by, ids, ...rest);
    },
  };
  const { done } = begin(['a', 'b', 'c', 'd'], hand, { ledger: fails });
  let hasEnded = false;
  void done.catch(() => {
    hasEnded = true;
  });
  await take('b');
  expect(hasEnded).toBe(false);
  await take('a');
  await expect(done).rejects.toThrow('the disk is full');
  expect(ledger.messages('sent', 9).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(ledger.messages('planned', 9).map(({ id }) => id)).toEqual(['c', 'd']);
});

it('what is on the wire of two batches is settled, and the rest put back, when one hand-over fails', async () => {
  const { given, hand, take } = answers();
  const { done } = begin(['a', 'b', 'c', 'd', 'e', 'f'], hand, {
    way: {
      async hand({ id }, handingOver) {
        if (id === 'd') throw new Error('the program is wrong');
        await handingOver();
        return hand(id);
      },
      close: async () => {},
    },
  });
  await turns();
  await take('b');
  await take('c');
  await vi.waitFor(() => expect([...given.keys()]).toEqual(['a', 'b', 'c']));
  await take('a');
  await expect(done).rejects.toThrow('the program is wrong');
  expect(ledger.messages('sent', 9).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(ledger.messages('planned', 9).map(({ id }) => id)).toEqual(['d', 'e', 'f']);
  for (const status of ['claimed', 'handing_over', 'unknown'] as const) expect(ledger.messages(status, 9)).toEqual([]);
});
