import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { deliver, type Prepared } from '../../src/deliver/deliver.js';
import type { Answer, Way } from '../../src/deliver/way.js';
import { openDatabase } from '../../src/ledger/database.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import type { LedgerMessage, MessageStatus } from '../../src/model/message.js';
import { suppressedBy } from '../../src/model/suppression.js';
import { examplePlan, HOUR, MINUTE, planned, T0, withheld } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

const FATES = [
  'taken',
  'taken',
  'taken',
  'later',
  'refused',
  'bounced',
  'silence',
  'slow',
  'unwritten',
  'stop',
] as const;
const STATES: readonly MessageStatus[] = [
  ...(['planned', 'claimed', 'handing_over', 'sent', 'failed', 'unknown', 'dropped', 'withheld'] as const),
];
/** So many messages somebody may get in all. */
const CAP = 3;

interface Course {
  readonly messages: readonly {
    readonly person: number;
    readonly priority: number;
    readonly isHeld: boolean;
    readonly fate: (typeof FATES)[number];
    readonly night: boolean;
  }[];
  readonly batch: number;
  readonly parallel: number;
}

const course: fc.Arbitrary<Course> = fc.record({
  messages: fc.array(
    fc.record({
      person: fc.nat(5),
      priority: fc.nat(2),
      isHeld: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      fate: fc.constantFrom(...FATES),
      night: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 24 },
  ),
  batch: fc.integer({ min: 1, max: 6 }),
  parallel: fc.constantFrom(1, 1, 3),
});

const seen = new Map<string, number>();
const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

/** Lives through a course in a few runs; returns how every message ended, and who got what. */
async function live({ messages, batch, parallel }: Course, ahead: boolean): Promise<unknown> {
  const ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  let now = T0;
  let onWire = 0;
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 100 * HOUR }, T0);
  const fates = new Map(messages.map(({ fate }, i) => [`m${i}`, fate]));
  const nights = new Set(messages.flatMap(({ night }, i) => (night ? [`m${i}`] : [])));
  const decisions = messages.map(({ person, priority, isHeld }, i) => {
    const change = { id: `m${i}`, profileId: `p${person}`, step: `s${i}`, priority, validUntil: T0 + 90 * HOUR };
    return isHeld ? withheld(change) : planned(change);
  });
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);

  const got: string[] = [];
  const way: Way = {
    async hand({ id, profileId }, handingOver) {
      const fate = fates.get(id) ?? 'taken';
      onWire += 1;
      try {
        // Where several are on the wire, what one does must not depend on where the others are.
        const isAlone = parallel === 1;
        // Time goes by, and others are prepared.
        for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
        if (fate === 'stop' && isAlone && now < T0 + 2 * HOUR) return { kind: 'stop', reply: '535 no' };
        if (fate === 'slow' && isAlone) now += 61_000;
        await handingOver();
        return answerTo(fate, id, profileId);
      } finally {
        onWire -= 1;
      }
    },
    close: async () => {},
  };
  const answerTo = (fate: string, id: string, profileId: string): Answer => {
    if (fate === 'later' && now < T0 + 2 * HOUR)
      return { kind: 'deferred', reply: '451 later', retryAfter: 2.5 * HOUR };
    if (fate === 'refused') return { kind: 'refused', reply: '550 no' };
    if (fate === 'bounced') return { kind: 'refused', reply: '550 nobody', isBadAddress: true };
    if (fate === 'silence') return { kind: 'unknown', reply: 'silence' };
    got.push(`${profileId} ${id}`);
    return { kind: 'accepted', reply: '250 ok' };
  };
  const broken: Ledger = {
    ...ledger,
    beginAttempts(...args) {
      if (onWire > 0) count('begun behind others');
      return ledger.beginAttempts(...args);
    },
    settle(by, id, at, outcome) {
      if (fates.get(id) === 'unwritten' && parallel === 1) throw new Error('the disk is full');
      ledger.settle(by, id, at, outcome);
    },
  };
  const check = (message: LedgerMessage): Prepared => {
    const { id, profileId, topic, withheldBy } = message;
    const address = `${profileId}@x.test`;
    const reason = suppressedBy(ledger.suppressions(profileId, address), topic, false, now);
    if (reason !== null) return { kind: 'drop', reason };
    if (nights.has(id) && now < T0 + 2 * HOUR) return { kind: 'wait', until: T0 + 2 * HOUR, reason: 'quiet-hours' };
    if (ledger.handedOver(profileId, 0).length >= CAP) return { kind: 'drop', reason: 'frequency-cap' };
    if (withheldBy !== null) return { kind: 'held', address };
    return { kind: 'parcel', address, build: () => exampleParcel(id, 60, { profileId }) };
  };
  for (let run = 0; run < 8; run += 1) {
    now = Math.max(now, T0 + run * HOUR);
    let current = fence;
    if (run > 0) current = ledger.acquire({ host: 'here', pid: process.pid, ttl: 100 * HOUR }, now);
    await deliver({
      ...{ ledger: broken, fence: current, way, machine: thisMachine, clock: () => now, parallel, batch, ahead },
      prepare: async (asked) => {
        if (onWire > 0 && asked.length > 0) count('prepared ahead');
        return new Map(asked.map((message) => [message.id, check(message)]));
      },
      signal: new AbortController().signal,
    }).catch((error: unknown) => count(error instanceof Error ? error.message : 'unsaid'));
    ledger.release(current);
  }
  const ends = STATES.flatMap((state) => ledger.messages(state, 100));
  const tell = ({ id, status, outcome, lostAnswers }: LedgerMessage): string =>
    `${id} ${status} ${outcome} ${lostAnswers}`;
  for (const { status } of ends) count(status);
  const result = { ends: ends.map(tell).sort(), got: got.sort() };
  ledger.close();
  return result;
}

// LIFECYCLE_COURSES=20000 LIFECYCLE_SEED=1 is the long form.
const RUNS = Number(process.env.LIFECYCLE_COURSES ?? 120);
const SEED = Number(process.env.LIFECYCLE_SEED ?? 20_260_301);

it('ends as it would if each batch waited for the one before, whatever goes wrong', async () => {
  await fc.assert(
    fc.asyncProperty(course, async (one) => {
      expect(await live(one, true)).toEqual(await live(one, false));
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  for (const what of ['sent', 'failed', 'unknown', 'dropped', 'withheld', 'prepared ahead', 'the disk is full'])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(RUNS / 10);
  expect(seen.get('begun behind others')).toBeGreaterThan(RUNS / 10);
}, 120_000);

it('puts back what was claimed ahead when it is told to stop', async () => {
  const ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  const decisions = ['a', 'b', 'c', 'd'].map((id) => planned({ id, profileId: id, step: id }));
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
  const stop = new AbortController();
  const way: Way = {
    async hand(_, handingOver) {
      await handingOver();
      stop.abort();
      return { kind: 'accepted', reply: '250 ok' };
    },
    close: async () => {},
  };
  const prepared: string[] = [];
  await deliver({
    ...{ ledger, fence, way, machine: thisMachine, clock: () => T0, parallel: 1, batch: 2, signal: stop.signal },
    prepare: async (asked) => {
      prepared.push(asked.map(({ id }) => id).join(' '));
      return new Map(asked.map(({ id }) => [id, { kind: 'parcel', build: () => exampleParcel(id) }]));
    },
  });
  expect(prepared).toEqual(['a b', 'c d']);
  expect(ledger.messages('sent', 9).map(({ id }) => id)).toEqual(['a']);
  expect(ledger.messages('planned', 9).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  expect(ledger.messages('claimed', 9)).toEqual([]);
  ledger.close();
});
