import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Delivery, deliver, type Prepared } from '../../src/deliver/deliver.js';
import { NOTHING_DELIVERED } from '../../src/deliver/tally.js';
import { openThrottle } from '../../src/deliver/throttle.js';
import type { Answer, Way } from '../../src/deliver/way.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { Decision } from '../../src/model/decision.js';
import type { LedgerMessage } from '../../src/model/message.js';
import type { Instant } from '../../src/model/value.js';
import { examplePlan, HOUR, MINUTE, planned, T0, withheld } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

let folder: string;
let ledger: Ledger;
let fence: Fence;
let now: Instant;
let handed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine);
  fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, T0);
  now = T0;
  handed = [];
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

/** Messages by their ids, each for a person of its own: those that begin with `h` of somebody held out. */
function plan(...ids: readonly string[]): void {
  const decisions = ids.map((id): Decision => {
    const change = { id, profileId: id, step: id };
    return id.startsWith('h') ? withheld(change) : planned(change);
  });
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), decisions);
}

function wayThat(answer: Answer): Way {
  return {
    hand: async ({ id }, handingOver) => {
      handed.push(id);
      if (answer.kind === 'accepted') await handingOver();
      return answer;
    },
    close: async () => {},
  };
}

const parcel = ({ id }: LedgerMessage): Prepared => ({
  kind: 'parcel',
  address: `${id}@x.test`,
  build: () => exampleParcel(id),
});
const rightly = (message: LedgerMessage): Prepared =>
  message.withheldBy === null ? parcel(message) : { kind: 'held', address: `${message.id}@x.test` };

function run(change: Partial<Delivery> = {}, prepare = rightly): Promise<unknown> {
  return deliver({
    ledger,
    fence,
    way: wayThat({ kind: 'accepted', reply: '250 ok' }),
    machine: thisMachine,
    clock: () => now,
    prepare: async (messages) => new Map(messages.map((message) => [message.id, prepare(message)])),
    parallel: 1,
    signal: new AbortController().signal,
    ...change,
  });
}

const exposed = (): readonly string[] =>
  [...ledger.exposures()].map(({ messageId, arm, at }) => `${messageId} ${arm} +${at - T0}`).sort();
const stateOf = (id: string): string | undefined => ledger.story(id).messages[0]?.status;

it('ends in the moment in which the others begin their first attempt, and nothing of it leaves', async () => {
  plan('a', 'h', 'b');
  expect(await run()).toEqual({ ...NOTHING_DELIVERED, sent: 2, sentBy: { email: 2 } });
  expect(handed).toEqual(['a', 'b']);
  expect(exposed()).toEqual(['a sent +0', 'b sent +0', 'h held +0']);
  expect(stateOf('h')).toBe('withheld');
  expect(await run()).toEqual(NOTHING_DELIVERED);
  expect(exposed()).toHaveLength(3);
});

it('ends also where nobody else is sent to', async () => {
  plan('h');
  expect(await run()).toEqual(NOTHING_DELIVERED);
  expect(exposed()).toEqual(['h held +0']);
});

it('is put off and dropped like any other', async () => {
  plan('h-late', 'h-night');
  const next = ({ id }: LedgerMessage): Prepared =>
    id === 'h-late' ? { kind: 'drop', reason: 'late' } : { kind: 'wait', until: T0 + HOUR, reason: 'quiet-hours' };
  await run({}, next);
  expect([stateOf('h-late'), stateOf('h-night'), exposed()]).toEqual(['dropped', 'planned', []]);
  now = T0 + HOUR;
  await run();
  expect(exposed()).toEqual([`h-night held +${HOUR}`]);
});

it('is not handed over even when it was made to be: deliver refuses it before anything is written', async () => {
  plan('h', 'a');
  await expect(run({}, parcel)).rejects.toThrowError(/message h is of somebody who is held out, and goes nowhere/);
  expect([handed, exposed(), stateOf('h'), stateOf('a')]).toEqual([[], [], 'planned', 'planned']);
});

it('waits with the others when a channel takes nothing', async () => {
  plan('a', 'h');
  const way = wayThat({ kind: 'stop', reply: '535 bad password' });
  await expect(run({ way, batch: 1 })).rejects.toMatchObject({ code: 'LC903' });
  expect([stateOf('a'), stateOf('h'), exposed()]).toEqual(['planned', 'planned', ['a sent +0']]);
});

it('waits also where the channel was found closed a moment ago, as a second message to the same person does', async () => {
  const one = { profileId: 'p' };
  ledger.commit(fence, ledger.beginTick(fence, T0, examplePlan(), {}), [
    planned({ ...one, id: 'a', step: 'a' }),
    withheld({ ...one, id: 'h', step: 'h' }),
    planned({ ...one, id: 'z', step: 'z' }),
  ]);
  const way = wayThat({ kind: 'stop', reply: '535 bad password' });
  await expect(run({ way })).rejects.toMatchObject({ code: 'LC903' });
  expect([handed, exposed(), ledger.messages('planned', 9)]).toMatchObject([['a'], ['a sent +0'], [{}, {}, {}]]);
});

it('waits with the others when its campaign is halted', async () => {
  plan('a', 'h');
  ledger.halt({ campaign: 'welcome', step: null, since: T0, reason: 'a slip' });
  await run();
  expect([stateOf('a'), stateOf('h'), exposed()]).toEqual(['planned', 'planned', []]);
});

it('is exposed only together with those beside it: what cannot be written for one is not for the other', async () => {
  plan('a', 'h');
  const broken = {
    ...ledger,
    beginAttempts: (): never => {
      throw new Error('the disk is full');
    },
  };
  await expect(run({ ledger: broken })).rejects.toThrowError('the disk is full');
  expect([stateOf('a'), stateOf('h'), exposed()]).toEqual(['planned', 'planned', []]);
});

it('waits its turn under a throttle, and takes nobody a place', async () => {
  plan('a', 'b', 'h1', 'h2');
  const rate = { count: 1, per: MINUTE, text: '1/m' };
  const slept: number[] = [];
  const sleep = async (wait: number): Promise<void> => {
    slept.push(wait);
    now += wait;
  };
  const throttle = openThrottle({ email: { rate, perDomain: {}, otherDomains: null } });
  await run({ throttle, machine: { ...thisMachine, sleep } });
  // `b` goes when the bucket is free again, as it would without them; they end behind it, and it costs nobody time.
  expect(exposed()).toEqual(['a sent +0', `b sent +${MINUTE}`, `h1 held +${2 * MINUTE}`, `h2 held +${2 * MINUTE}`]);
  expect(handed).toEqual(['a', 'b']);
});
