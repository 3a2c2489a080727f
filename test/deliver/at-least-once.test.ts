import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { deliver, type Prepared } from '../../src/deliver/deliver.js';
import { repeatEmail } from '../../src/deliver/kept-email.js';
import type { DeliverySummary } from '../../src/deliver/tally.js';
import type { Answer, Way } from '../../src/deliver/way.js';
import { type Database, openDatabase } from '../../src/ledger/database.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import type { LedgerMessage } from '../../src/model/message.js';
import type { Instant } from '../../src/model/value.js';
import { examplePlan, GONE, HOUR, planned, T0 } from '../ledger/examples.js';
import { exampleCall, exampleParcel } from './parcels.js';

let db: Database;
let ledger: Ledger;
let fence: Fence;
let now: Instant;
let lives: number;

beforeEach(begin);
afterEach(() => ledger.close());

function begin(): void {
  db = openDatabase(':memory:', 0);
  ledger = ledgerOver(db, 'memory', thisMachine, () => {});
  fence = ledger.acquire(GONE, T0);
  now = T0;
  lives = 0;
}

/** Another process takes over from one that died. */
function takeOver(): void {
  lives += 1;
  fence = ledger.acquire({ ...GONE, pid: GONE.pid + lives }, now);
}

const SERVICE = { topic: 'service', transactional: true, validUntil: T0 + 9 * HOUR } as const;

function plan(...changes: readonly Parameters<typeof planned>[0][]): void {
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  ledger.commit(
    fence,
    tick,
    changes.map((change, i) => planned({ id: `m${i + 1}`, profileId: `p${i + 1}`, ...SERVICE, ...change })),
  );
}

let address = 'Anna@x.test';

/** What is made of a message differs each time, unless an earlier one was kept. */
async function prepare(messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> {
  return new Map(
    messages.map((message) => {
      const { id, channel, body } = message;
      const call = exampleCall(id, 50 + (now - T0) / HOUR, body === null ? {} : { bytes: Buffer.from(body) });
      if (channel !== 'email') return [id, { kind: 'parcel', build: () => call }];
      const email = exampleParcel(id, 300 + 60 * ((now - T0) / HOUR), { to: address.toLowerCase() });
      return [id, repeatEmail(message, { kind: 'parcel', address, build: () => email })];
    }),
  );
}

function run(way: Way, topics: readonly string[] = ['service']): Promise<DeliverySummary> {
  return deliver({
    ...{ ledger, fence, way, machine: thisMachine, clock: () => now, prepare, parallel: 2 },
    ...{ atLeastOnce: new Set(topics), signal: new AbortController().signal },
  });
}

/** Takes every last byte and answers as told. */
function receiver(answers: (id: string) => Answer): { readonly way: Way; readonly copies: Map<string, string[]> } {
  const copies = new Map<string, string[]>();
  const way: Way = {
    async hand(parcel, handingOver) {
      await handingOver();
      const envelope = parcel.channel === 'email' ? `${parcel.from} ${parcel.to} ` : '';
      const copy = envelope + Buffer.from(parcel.bytes).toString('latin1');
      copies.set(parcel.id, [...(copies.get(parcel.id) ?? []), copy]);
      return answers(parcel.id);
    },
    close: async () => {},
  };
  return { way, copies };
}

const LOST: Answer = { kind: 'unknown', reply: 'the server hung up' };
const TAKEN: Answer = { kind: 'accepted', reply: '250 ok' };
const statuses = (): unknown =>
  Object.fromEntries(ledger.named('m', 99).map(({ id, status, lostAnswers }) => [id, [status, lostAnswers]]));

it('sends again what nobody answered, as it was, and only on its topics', async () => {
  plan({}, { channel: 'sms' }, { topic: 'receipts' }, { topic: 'service', transactional: false });
  const { way, copies } = receiver(() => (now === T0 ? LOST : TAKEN));
  expect(await run(way)).toMatchObject({ sent: 0, deferred: 2, unknown: 2 });
  now += HOUR;
  expect(await run(way)).toMatchObject({ sent: 2, unknown: 0 });
  expect(statuses()).toEqual({ m1: ['sent', 1], m2: ['sent', 1], m3: ['unknown', 1], m4: ['unknown', 1] });
  for (const id of ['m1', 'm2']) expect(copies.get(id)).toEqual(Array(2).fill(copies.get(id)?.[0]));
  expect(ledger.messages('sent', 9).map(({ body }) => body)).toEqual([null, null]);
});

it('sends again what a process that died had in mid-air', async () => {
  plan({}, {});
  const { way, copies } = receiver(() => TAKEN);
  const dying: Way = {
    async hand(parcel, handingOver) {
      await way.hand(parcel, handingOver);
      throw new Error('killed');
    },
    close: async () => {},
  };
  await expect(run(dying)).rejects.toThrow('killed');
  now += HOUR;
  takeOver();
  expect(ledger.unknown()).toHaveLength(2);
  expect(await run(way)).toMatchObject({ sent: 0, unknown: 0 });
  now += HOUR;
  expect(await run(way)).toMatchObject({ sent: 2 });
  for (const sent of copies.values()) expect(sent).toEqual([sent[0], sent[0]]);
});

it('is not sent again when it is too late, nor to another address; then it stays unknown', async () => {
  plan({ validUntil: T0 }, {}, {});
  const { way, copies } = receiver((id) =>
    now === T0 ? LOST : id === 'm3' ? { kind: 'refused', reply: '550' } : TAKEN,
  );
  expect(await run(way)).toMatchObject({ unknown: 1, deferred: 2 });
  now += HOUR;
  address = 'other@x.test';
  expect(await run(way)).toMatchObject({ sent: 0, dropped: { 'address-changed': 2 } });
  address = 'Anna@x.test';
  now += HOUR;
  expect(await run(way)).toMatchObject({ sent: 0, deferred: 0, unknown: 0 });
  expect(statuses()).toEqual({ m1: ['unknown', 1], m2: ['unknown', 1], m3: ['unknown', 1] });
  expect([...copies.values()].map(({ length }) => length)).toEqual([1, 1, 1]);
});

it('makes an email anew that was only put off, for nobody can have it', async () => {
  plan({});
  const { way, copies } = receiver(() => (now === T0 ? { kind: 'deferred', reply: '451' } : TAKEN));
  await run(way);
  now += HOUR;
  await run(way);
  const [first, second] = copies.get('m1') ?? [];
  expect(second).not.toBe(first);
});

it('never has more copies than lost answers and one, all of them the same', async () => {
  const fates = fc.array(fc.array(fc.constantFrom('lost', 'taken', 'later', 'no', 'killed'), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(fates, async (plans) => {
      ledger.close();
      begin();
      plan(...plans.map((_, i) => (i % 2 === 0 ? {} : { channel: 'sms' as const })));
      const taken = new Map<string, string[]>();
      for (let round = 0; round < 6; round += 1) {
        const { way, copies } = receiver((id) => {
          const fate = plans[Number(id.slice(1)) - 1]?.[round] ?? 'taken';
          if (fate === 'killed') throw new Error('killed');
          if (fate === 'lost') return LOST;
          if (fate === 'taken') return TAKEN;
          return { kind: fate === 'later' ? 'deferred' : 'refused', reply: 'no' };
        });
        await run(way).catch(() => {});
        for (const [id, sent] of copies) {
          const fate = plans[Number(id.slice(1)) - 1]?.[round] ?? 'taken';
          // The receiver said that it did not take these.
          if (fate !== 'later' && fate !== 'no') taken.set(id, [...(taken.get(id) ?? []), ...sent]);
        }
        now += HOUR;
        takeOver();
      }
      for (const { id, status, lostAnswers } of ledger.named('m', 99)) {
        const sent = taken.get(id) ?? [];
        expect(new Set(sent).size).toBeLessThanOrEqual(1);
        expect(sent.length - 1).toBeLessThanOrEqual(lostAnswers);
        if (status === 'sent') expect(sent.length).toBeGreaterThan(0);
        if (status === 'failed' || status === 'dropped') expect(sent).toEqual([]);
        expect(['sent', 'failed', 'unknown']).toContain(status);
      }
    }),
    { numRuns: 60 },
  );
});
