import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Delivery, deliver } from '../../src/deliver/deliver.js';
import type { Answer, Way } from '../../src/deliver/way.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import { examplePlan, HOUR, planned, T0 } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

/** A ledger with so many messages of as many people. */
function planOf(count: number): { readonly ledger: Ledger; readonly fence: Fence } {
  const ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: HOUR }, T0);
  const decisions = Array.from({ length: count }, (_, i) =>
    planned({ id: `m${i}`, profileId: `p${i}`, validUntil: T0 + 90 * HOUR }),
  );
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
  return { ledger, fence };
}

function run(fence: Fence, ledger: Ledger, way: Way['hand'], change: Partial<Delivery> = {}) {
  return deliver({
    ledger,
    fence,
    way: { hand: way, close: async () => {} },
    machine: thisMachine,
    clock: () => T0,
    prepare: async (messages) =>
      new Map(
        messages.map(({ id }) => [id, { kind: 'parcel', address: `${id}@x.test`, build: () => exampleParcel(id) }]),
      ),
    parallel: 1,
    signal: new AbortController().signal,
    ...change,
  });
}

const accepted: Answer = { kind: 'accepted', reply: '250' };
const ANSWERS: readonly Answer[] = [
  accepted,
  accepted,
  { kind: 'refused', reply: '550', isBadAddress: true },
  { kind: 'deferred', reply: '450' },
  { kind: 'unknown', reply: 'hung up' },
];
const ENDS = ['sent', 'failed', 'unknown', 'planned'] as const;

const course = fc.record({
  messages: fc.array(
    fc.record({ answer: fc.constantFrom(...ANSWERS), before: fc.nat(2), after: fc.nat(2), slow: fc.nat(30) }),
    { minLength: 1, maxLength: 20 },
  ),
  parallel: fc.integer({ min: 1, max: 4 }),
  batch: fc.constantFrom(3, 50),
  // One outcome cannot be written down, or one group not be committed.
  lost: fc.option(fc.record({ nth: fc.nat(8), whole: fc.boolean() })),
});

it('leaves after no commit more messages without an outcome than it has connections, and hands none over once an outcome is lost', async () => {
  const seen = { full: 0, lost: 0, whole: 0 };
  await fc.assert(
    fc.asyncProperty(course, async ({ messages, parallel, batch, lost }) => {
      const { ledger, fence } = planOf(messages.length);
      const turns = async (count: number): Promise<void> => {
        for (let i = 0; i < count; i += 1) await new Promise(setImmediate);
      };
      let settled = 0;
      let broken: Error | null = null;
      let left = 0;
      const lose = (): never => {
        broken = new Error('lost');
        throw broken;
      };
      const watched: Ledger = {
        ...ledger,
        settle(...args) {
          settled += 1;
          if (lost?.whole === false && settled === lost.nth) lose();
          ledger.settle(...args);
        },
        handingOver(...args) {
          expect(broken).toBeNull();
          return ledger.handingOver(...args);
        },
        together(...args) {
          const before = settled;
          const done = ledger.together(...args);
          const open = ledger.messages('handing_over', 99).length;
          expect(open).toBeLessThanOrEqual(parallel);
          if (open === parallel) seen.full += 1;
          if (lost?.whole === true && before < lost.nth && settled >= lost.nth && broken === null) {
            seen.whole += 1;
            // Told to all of the group, as when the disk is full; what it wrote here stands for what never came to be, and only makes the bound harder to hold.
            return lose();
          }
          return done;
        },
      };
      const way: Way['hand'] = async ({ id }, handingOver) => {
        const { answer, before, after, slow } = messages[Number(id.slice(1))]!;
        await turns(before);
        await handingOver();
        left += 1;
        await turns(after);
        if (slow === 0) await new Promise((resolve) => setTimeout(resolve, 8));
        return answer;
      };
      const told = await run(fence, watched, way, { parallel, batch }).then(
        ({ sent, failed, unknown, deferred }) => sent + failed + unknown + deferred,
        (error: unknown) => error,
      );
      if (broken === null) {
        expect(told).toBe(messages.length);
        expect(left).toBe(messages.length);
        expect(ENDS.flatMap((status) => ledger.messages(status, 99))).toHaveLength(messages.length);
      } else {
        expect(told).toBe(broken);
        seen.lost += 1;
      }
      ledger.close();
    }),
    { numRuns: Number(process.env.LIFECYCLE_COURSES ?? 50) },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
}, 600_000);

it('settles with the commit of the next hand-over, and waits for the last ones', async () => {
  const { ledger, fence } = planOf(20);
  let commits = 0;
  const counted: Ledger = {
    ...ledger,
    together(...args) {
      commits += 1;
      return ledger.together(...args);
    },
  };
  const way: Way['hand'] = async (_, handingOver) => {
    await handingOver();
    return accepted;
  };
  // No moment passes.
  const machine = { ...thisMachine, every: () => () => {} };
  expect((await run(fence, counted, way, { machine })).sent).toBe(20);
  // One begins the attempts, and the last outcome has nothing to go with.
  expect(commits).toBe(1 + 20 + 1);
  ledger.close();
});

it('waits only a moment when nothing else is written', async () => {
  const { ledger, fence } = planOf(2);
  const way: Way['hand'] = async ({ id }, handingOver) => {
    await handingOver();
    // The second is on the wire until the outcome of the first is written down.
    while (id === 'm1' && ledger.messages('sent', 9).length === 0) await new Promise((again) => setTimeout(again, 1));
    return accepted;
  };
  expect((await run(fence, ledger, way, { parallel: 2 })).sent).toBe(2);
  ledger.close();
});
