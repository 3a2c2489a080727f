import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { backOff } from '../../src/deliver/back-off.js';
import { type Delivery, deliver, type Prepared } from '../../src/deliver/deliver.js';
import { type DeliverySummary, NOTHING_DELIVERED } from '../../src/deliver/tally.js';
import { openThrottle } from '../../src/deliver/throttle.js';
import type { Answer, Parcel, Way } from '../../src/deliver/way.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { LedgerMessage, MessageStatus, PlannedMessage } from '../../src/model/message.js';
import type { Instant } from '../../src/model/value.js';
import { examplePlan, HOUR, MINUTE, planned, T0 } from '../ledger/examples.js';
import { exampleCall, exampleParcel } from './parcels.js';

const ME = { host: 'here', pid: process.pid, ttl: MINUTE } as const;

let folder: string;
let ledger: Ledger;
let fence: Fence;
let now: Instant;
let log: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine);
  fence = ledger.acquire(ME, T0);
  now = T0;
  log = [];
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

/** Plans messages `m1`, `m2`…, each for a person of its own unless told otherwise. */
function plan(...changes: readonly Partial<PlannedMessage>[]): void {
  const tick = ledger.beginTick(fence, T0, examplePlan(), {});
  const decisions = changes.map((change, i) => planned({ id: `m${i + 1}`, profileId: `p${i + 1}`, ...change }));
  ledger.commit(fence, tick, decisions);
}

/** A channel in this process that answers as told, at each of the real points of the protocol. */
function wayThat(answer: (parcel: Parcel, handingOver: () => Promise<void>) => Answer | Promise<Answer>): Way {
  return {
    hand: async (parcel, handingOver) => {
      log.push(`hand ${parcel.id}`);
      return answer(parcel, handingOver);
    },
    close: async () => {},
  };
}

const accepting = wayThat(async (_, handingOver) => {
  await handingOver();
  return { kind: 'accepted', reply: '250 ok' };
});

const everything = async (messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> => {
  log.push(`prepare ${messages.map(({ id }) => id).join(' ')}`);
  return new Map(messages.map(({ id }) => [id, { kind: 'parcel', build: () => exampleParcel(id) }]));
};

function run(change: Partial<Delivery> = {}): Promise<DeliverySummary> {
  return deliver({
    ledger,
    fence,
    way: accepting,
    machine: thisMachine,
    clock: () => now,
    prepare: everything,
    parallel: 1,
    signal: new AbortController().signal,
    ...change,
  });
}

function states(): Readonly<Record<string, MessageStatus>> {
  const all: readonly MessageStatus[] = ['planned', 'claimed', 'handing_over', 'sent', 'failed', 'unknown', 'dropped'];
  const messages = all.flatMap((status) => ledger.messages(status, 1000));
  return Object.fromEntries(messages.map(({ id, status }) => [id, status]).sort());
}

it('sends everything that may go, and nothing twice', async () => {
  plan({}, {}, { sendAt: T0 + 1 });
  expect(await run()).toEqual({ ...NOTHING_DELIVERED, sent: 2, sentBy: { email: 2 } });
  expect(states()).toEqual({ m1: 'sent', m2: 'sent', m3: 'planned' });
  expect(await run()).toEqual(NOTHING_DELIVERED);
  expect(log.filter((line) => line.startsWith('hand'))).toEqual(['hand m1', 'hand m2']);
  expect(ledger.messages('sent', 1)).toMatchObject([{ outcome: '250 ok', attempts: 1, endedAt: T0 }]);
});

it('asks again before the second message to one person', async () => {
  plan({ profileId: 'p' }, { profileId: 'p', step: 'b' }, {});
  let seen = 0;
  await run({
    prepare: (messages) => {
      for (const { id } of messages) if (id === 'm2') seen = ledger.handedOver('p', 0).length;
      return everything(messages);
    },
  });
  expect(seen).toBe(1);
  expect(log).toEqual(['prepare m1 m3', 'hand m1', 'hand m3', 'prepare m2', 'hand m2']);
});

it('checks anew what a slow server kept waiting for more than a minute', async () => {
  plan({}, {}, {});
  const slow = wayThat(async (_, handingOver) => {
    await handingOver();
    now += 61_000;
    return { kind: 'accepted', reply: '250 ok' };
  });
  expect(await run({ way: slow })).toEqual({ ...NOTHING_DELIVERED, sent: 3, sentBy: { email: 3 } });
  expect(log).toEqual(['prepare m1 m2 m3', 'hand m1', 'prepare m2 m3', 'hand m2', 'prepare m3', 'hand m3']);
});

it.each<[what: string, later: Prepared, state: MessageStatus, counts: Partial<DeliverySummary>]>([
  [
    'goes all the same',
    { kind: 'parcel', build: () => exampleParcel('m1') },
    'sent',
    { sent: 1, sentBy: { email: 1 } },
  ],
  [
    'waits',
    { kind: 'wait', until: T0 + 9_000_000, reason: 'quiet-hours' },
    'planned',
    { putOff: { 'quiet-hours': 1 } },
  ],
  ['is dropped', { kind: 'drop', reason: 'unsubscribed' }, 'dropped', { dropped: { unsubscribed: 1 } }],
])(
  'looks again before the last byte when a receiver was long in getting ready: the message %s',
  async (_, later, state, counts) => {
    plan({});
    const slow = wayThat(async (_, handingOver) => {
      now += 61_000;
      await handingOver();
      return { kind: 'accepted', reply: '250 ok' };
    });
    const prepare = async (messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> =>
      now === T0 ? everything(messages) : new Map([['m1', later]]);
    expect(await run({ way: slow, prepare })).toEqual({ ...NOTHING_DELIVERED, ...counts });
    expect(states()).toEqual({ m1: state });
  },
);

it('builds each message with the date of its first attempt', async () => {
  plan({});
  const dates: Instant[] = [];
  const prepare = async (messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> =>
    new Map(
      messages.map(({ id }) => [
        id,
        {
          kind: 'parcel',
          build: (date) => {
            dates.push(date);
            return exampleParcel(id);
          },
        },
      ]),
    );
  await run({ prepare, way: wayThat(() => ({ kind: 'deferred', reply: '451' })) });
  now = T0 + HOUR;
  await run({ prepare });
  expect(dates).toEqual([T0, T0]);
  expect(states()).toEqual({ m1: 'sent' });
});

it('puts off and drops as the last checks say, and ends', async () => {
  plan({}, {}, {});
  const prepare = async (): Promise<ReadonlyMap<string, Prepared>> =>
    new Map<string, Prepared>([
      ['m1', { kind: 'wait', until: T0 + HOUR, reason: 'quiet-hours' }],
      // A wait that is over already must not be claimed again and again.
      ['m2', { kind: 'wait', until: T0 - HOUR, reason: 'frequency-cap' }],
      ['m3', { kind: 'drop', reason: 'late' }],
    ]);
  expect(await run({ prepare })).toEqual({
    ...NOTHING_DELIVERED,
    dropped: { late: 1 },
    putOff: { 'quiet-hours': 1, 'frequency-cap': 1 },
  });
  expect(states()).toEqual({ m1: 'planned', m2: 'planned', m3: 'dropped' });
});

it('records what the server answered', async () => {
  plan({}, {}, {}, {});
  const answers: Readonly<Record<string, Answer>> = {
    m1: { kind: 'refused', reply: '550 nobody' },
    m2: { kind: 'unknown', reply: 'the server hung up' },
    m3: { kind: 'deferred', reply: '451 later' },
    m4: { kind: 'accepted', reply: '250 ok' },
  };
  const way = wayThat(async (parcel, handingOver) => {
    await handingOver();
    return answers[parcel.id]!;
  });
  const progress: DeliverySummary[] = [];
  const summary = await run({ way, onProgress: (sofar) => progress.push(sofar) });
  expect(summary).toEqual({ ...NOTHING_DELIVERED, sent: 1, sentBy: { email: 1 }, deferred: 1, failed: 1, unknown: 1 });
  expect(progress).toHaveLength(4);
  expect(states()).toEqual({ m1: 'failed', m2: 'unknown', m3: 'planned', m4: 'sent' });
  now = T0 + 10 * HOUR;
  await run();
  expect(states()).toEqual({ m1: 'failed', m2: 'unknown', m3: 'sent', m4: 'sent' });
});

it('backs off further and further, until it is too late', async () => {
  plan({ validUntil: T0 + 2 * HOUR });
  const way = wayThat(() => ({ kind: 'deferred', reply: '451 later' }));
  const waits: number[] = [];
  let summary = await run({ way });
  while (summary.deferred === 1) {
    const { notBefore } = ledger.messages('planned', 1)[0]!;
    waits.push((notBefore - now) / MINUTE);
    now = notBefore - 1;
    expect(await run({ way })).toEqual(NOTHING_DELIVERED);
    now = notBefore;
    summary = await run({ way });
  }
  expect(waits).toEqual([1, 5, 15, 60]);
  expect(summary).toEqual({ ...NOTHING_DELIVERED, dropped: { late: 1 } });
  expect(backOff(99)).toBe(HOUR);
});

it('suppresses an address at which nobody is, and writes to it no more', async () => {
  plan({}, { profileId: 'p1', step: 'b' }, { step: 'c' });
  const prepare = async (messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> =>
    new Map(
      messages.map(({ id, step }) => [
        id,
        { kind: 'parcel', address: step === 'c' ? 'Bob@x.test' : 'Anna@x.test', build: () => exampleParcel(id) },
      ]),
    );
  const way = wayThat(({ id }, handingOver) =>
    id === 'm1'
      ? { kind: 'refused', reply: '550 5.1.1 nobody', isBadAddress: true }
      : handingOver().then(() => ({ kind: 'accepted', reply: '250' })),
  );
  expect(await run({ way, prepare })).toMatchObject({ sent: 1, failed: 1, dropped: { suppressed: 1 } });
  expect(states()).toEqual({ m1: 'failed', m2: 'dropped', m3: 'sent' });
  expect(ledger.suppressed()).toEqual([
    { profileId: null, address: 'anna@x.test', topic: null, since: T0, reason: 'bounced' },
  ]);
});

it('keeps back what else is for a domain that asked for fewer, and goes on with the others', async () => {
  const domains = ['a.test', 'b.test', 'a.test', 'b.test', 'a.test', 'A.TEST'];
  plan(...domains.map(() => ({})));
  const prepare = async (messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> =>
    new Map(
      messages.map(({ id }) => {
        const address = `${id}@${domains[Number(id.slice(1)) - 1]}`;
        return [id, { kind: 'parcel', address, build: () => exampleParcel(id, 500, { to: address }) }];
      }),
    );
  const way = wayThat(async ({ id }, handingOver) => {
    if (now === T0 && id === 'm1') return { kind: 'deferred', reply: '450 4.7.28 slow down', slowDown: true };
    await handingOver();
    return { kind: 'accepted', reply: '250' };
  });
  const stop = new AbortController();
  const machine = {
    ...thisMachine,
    sleep: async (ms: number): Promise<void> => {
      now += ms;
      log.push(`sleep ${ms}`);
      if (log.length > 50) stop.abort();
    },
  };
  const throttle = openThrottle({});
  expect(await run({ way, prepare, machine, throttle, signal: stop.signal, batch: 2 })).toMatchObject({ sent: 6 });
  expect(log.filter((line) => /^(hand|sleep)/.test(line))).toEqual([
    'hand m1',
    'hand m2',
    'hand m4',
    `sleep ${MINUTE}`,
    'hand m1',
    'hand m3',
    'hand m5',
    'hand m6',
  ]);
});

describe('it stops', () => {
  it('when the channel takes nothing, and keeps everything planned', async () => {
    plan({}, {}, {});
    const way = wayThat(() => ({ kind: 'stop', reply: '535 wrong password' }));
    await expect(run({ way })).rejects.toMatchObject({
      code: 'LC903',
      message: 'the mail server takes nothing: 535 wrong password',
      exitCode: 3,
    });
    expect(log.filter((line) => line.startsWith('hand'))).toHaveLength(1);
    expect(states()).toEqual({ m1: 'planned', m2: 'planned', m3: 'planned' });
    expect(await run()).toEqual({ ...NOTHING_DELIVERED, sent: 3, sentBy: { email: 3 } });
  });

  it('when another run took the ledger over: the last byte stays here', async () => {
    plan({}, {});
    let left = 0;
    const way = wayThat(async (_, handingOver) => {
      ledger.release(fence);
      ledger.acquire(ME, T0);
      await handingOver();
      left += 1;
      return { kind: 'accepted', reply: '250' };
    });
    await expect(run({ way })).rejects.toMatchObject({ code: 'LC902' });
    expect(left).toBe(0);
    expect(states()).toEqual({ m1: 'planned', m2: 'planned' });
  });

  it('when it is told to, after the messages in hand', async () => {
    plan({}, {}, {}, {});
    const stop = new AbortController();
    const way = wayThat(async (_, handingOver) => {
      stop.abort();
      await handingOver();
      return { kind: 'accepted', reply: '250' };
    });
    expect(await run({ way, signal: stop.signal })).toEqual({
      ...NOTHING_DELIVERED,
      sent: 1,
      sentBy: { email: 1 },
      interrupted: true,
    });
    expect(states()).toEqual({ m1: 'sent', m2: 'planned', m3: 'planned', m4: 'planned' });
  });

  it('when the outcome cannot be written, and calls that message unknown the next time', async () => {
    plan({}, {});
    const full = new Error('disk full');
    const failing: Ledger = {
      ...ledger,
      settle: () => {
        throw full;
      },
    };
    await expect(run({ ledger: failing })).rejects.toBe(full);
    ledger.release(fence);
    fence = ledger.acquire(ME, T0);
    expect(states()).toEqual({ m1: 'unknown', m2: 'planned' });
  });
});

it('hands over several at once, never two of one person', async () => {
  plan(...Array.from({ length: 30 }, (_, i) => ({ profileId: `p${i % 7}`, step: `s${i}` })));
  const inHand = new Set<string>();
  let most = 0;
  const owner = (id: string): string => `p${(Number(id.slice(1)) - 1) % 7}`;
  const way = wayThat(async (parcel, handingOver) => {
    expect(inHand.has(owner(parcel.id))).toBe(false);
    inHand.add(owner(parcel.id));
    most = Math.max(most, inHand.size);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await handingOver();
    inHand.delete(owner(parcel.id));
    return { kind: 'accepted', reply: '250' };
  });
  expect(await run({ way, parallel: 4, batch: 20 })).toEqual({ ...NOTHING_DELIVERED, sent: 30, sentBy: { email: 30 } });
  expect(most).toBe(4);
});

describe('several channels', () => {
  const byChannel = async (messages: readonly LedgerMessage[]): Promise<ReadonlyMap<string, Prepared>> =>
    new Map(
      messages.map(({ id, channel, body }) => {
        const call = exampleCall(id, 50 + (now - T0) / MINUTE, body === null ? {} : { bytes: Buffer.from(body) });
        return [id, { kind: 'parcel', build: () => (channel === 'email' ? exampleParcel(id) : call) }];
      }),
    );
  const SMS = { channel: 'sms' } as const;

  it('go on when one takes nothing, and its messages wait', async () => {
    plan(SMS, SMS, {}, SMS, {}, {});
    const way = wayThat(async (parcel, handingOver) => {
      await handingOver();
      return parcel.channel === 'sms'
        ? { kind: 'stop', reply: '401 Unauthorized' }
        : { kind: 'accepted', reply: '250 ok' };
    });
    await expect(run({ way, prepare: byChannel, parallel: 1, batch: 2 })).rejects.toMatchObject({
      code: 'LC903',
      message: 'the receiver of sms messages takes nothing: 401 Unauthorized',
      help: [expect.stringContaining('Mend `channels.sms`')],
    });
    expect(states()).toEqual({
      m1: 'planned',
      m2: 'planned',
      m3: 'sent',
      m4: 'planned',
      m5: 'sent',
      m6: 'sent',
    });
    expect(log.filter((line) => line.startsWith('hand'))).toEqual(['hand m1', 'hand m3', 'hand m5', 'hand m6']);
    expect(await run({ prepare: byChannel })).toEqual({ ...NOTHING_DELIVERED, sent: 3, sentBy: { sms: 3 } });
  });

  it('wait as long as the receiver asks', async () => {
    plan({ ...SMS, validUntil: T0 + 9 * HOUR });
    const way = wayThat(() => ({ kind: 'deferred', reply: '429', retryAfter: 2 * HOUR }));
    await run({ way, prepare: byChannel });
    expect(ledger.messages('planned', 1)).toMatchObject([{ notBefore: T0 + 2 * HOUR }]);
  });

  it('send the same body again once it may have left, whatever is known by then; nothing is kept of it afterwards', async () => {
    plan({ ...SMS, validUntil: T0 + 9 * HOUR });
    const bodies: string[] = [];
    let answer: Answer = { kind: 'deferred', reply: '503' };
    const way = wayThat(async (parcel, handingOver) => {
      await handingOver();
      bodies.push(Buffer.from(parcel.bytes).toString());
      return answer;
    });
    await run({ way, prepare: byChannel });
    const [first] = bodies;
    expect(ledger.messages('planned', 1)).toMatchObject([{ body: first }]);
    now += HOUR;
    answer = { kind: 'accepted', reply: '202' };
    await run({ way, prepare: byChannel });
    expect(bodies).toEqual([first, first]);
    expect(ledger.messages('sent', 1)).toMatchObject([{ body: null }]);
  });
});
