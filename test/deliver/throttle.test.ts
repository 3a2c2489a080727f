import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { Bucket } from '../../src/deliver/bucket.js';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import { type Delivery, deliver, type Prepared } from '../../src/deliver/deliver.js';
import { openThrottle, type Throttle } from '../../src/deliver/throttle.js';
import type { Fence, Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { LedgerMessage } from '../../src/model/message.js';
import { parseRate, type Rate } from '../../src/model/rate.js';
import { examplePlan, HOUR, MINUTE, planned } from '../ledger/examples.js';
import { exampleParcel } from './parcels.js';

const rate = (text: string): Rate => parseRate(text) as Rate;

describe('a bucket', () => {
  it('lets nobody take more than its rate and burst in any stretch of time, and keeps nobody longer than it must', () => {
    const text = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('s', 'm', 'h'));
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 200 }), ([count, unit], gaps) => {
        const bucket = new Bucket(rate(`${count}/${unit}`));
        const taken: number[] = [];
        let now = 1_772_000_000_000;
        for (const gap of gaps) {
          now += gap;
          const free = bucket.freeAt(now);
          expect(free).toBeGreaterThanOrEqual(now);
          // Every third waits for its turn, the others only look.
          if (free > now && taken.length % 3 !== 0) continue;
          now = free;
          expect(bucket.freeAt(now)).toBe(now);
          bucket.take(now);
          taken.push(now);
        }
        for (let i = 0; i < taken.length; i++)
          for (let j = i; j < taken.length; j++) {
            const length = (taken[j] as number) - (taken[i] as number);
            expect(j - i + 1).toBeLessThanOrEqual(length / bucket.interval + bucket.burst + 1e-6);
          }
      }),
      { numRuns: 200 },
    );
  });

  it('may be used up to its rate', () => {
    const bucket = new Bucket(rate('500/m'));
    let now = 0;
    let taken = 0;
    while (now <= MINUTE) {
      now = bucket.freeAt(now);
      if (now > MINUTE) break;
      bucket.take(now);
      taken += 1;
    }
    expect(taken).toBeGreaterThanOrEqual(500);
    expect(taken).toBeLessThanOrEqual(500 + bucket.burst);
  });
});

describe('a throttle', () => {
  const mail = (n: number) => ({ id: `m${n}`, channel: 'email' as const });
  const limits = (more: Partial<Parameters<typeof openThrottle>[0]['email']> = {}) => ({
    email: { rate: null, perDomain: {}, otherDomains: null, ...more },
  });

  it('gives those that wait places one after the other', () => {
    const throttle = openThrottle(limits({ rate: rate('60/m') }));
    expect([1, 2, 3].map((n) => throttle.admit(mail(n), null, 0))).toEqual([0, 1000, 2000]);
    expect(throttle.waiting).toBe(2);
    expect(throttle.next(500, new Set())).toBe(1000);
    expect(throttle.next(500, new Set(['email']))).toBeNull();
    expect(throttle.admit(mail(2), null, 1000)).toBe(1000);
    // Two that come late, when one more has gone before: they get places of their own.
    expect(throttle.admit(mail(9), null, 2000)).toBe(2000);
    expect(throttle.admit(mail(3), null, 2000)).toBe(3000);
    throttle.forget('m3');
    expect(throttle.next(2000, new Set())).toBeNull();
  });

  it('keeps domains apart, named ones by name and each other one by itself', () => {
    const throttle = openThrottle(limits({ perDomain: { 'gmail.com': rate('30/m') }, otherDomains: rate('60/m') }));
    const ask = (n: number, address: string): number => throttle.admit(mail(n), address, 0);
    expect([
      ask(1, 'a@gmail.com'),
      ask(2, 'b@GMAIL.com'),
      ask(3, 'a@x.test'),
      ask(4, 'b@x.test'),
      ask(5, 'a@y.test'),
    ]).toEqual([0, 2000, 0, 1000, 0]);
    expect(throttle.admit({ id: 's1', channel: 'sms' }, null, 0)).toBe(0);
  });

  it('counts a message against the whole channel only when its domain lets it go', () => {
    const throttle = openThrottle(limits({ rate: rate('60/m'), perDomain: { 'gmail.com': rate('1/h') } }));
    expect(throttle.admit(mail(1), 'a@gmail.com', 0)).toBe(0);
    expect(throttle.admit(mail(2), 'b@gmail.com', 1000)).toBe(HOUR);
    expect(throttle.admit(mail(3), 'a@x.test', 1000)).toBe(1000);
  });
});

describe('a delivery with a throttle', () => {
  let folder: string;
  let ledger: Ledger;
  let fence: Fence;
  const cleanups: (() => Promise<void>)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine);
    fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: MINUTE }, Date.now());
  });
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
    ledger.close();
    rmSync(folder, { recursive: true });
  });

  function plan(count: number): void {
    const now = Date.now();
    const tick = ledger.beginTick(fence, now, examplePlan(), {});
    const messages = Array.from({ length: count }, (_, i) =>
      planned({ id: `m${i + 1}`, profileId: `p${i + 1}`, sendAt: now, validUntil: now + HOUR }),
    );
    ledger.commit(fence, tick, messages);
  }

  /** A mail server on this machine, and when each mail came in. */
  async function startInbox(): Promise<{ readonly url: string; readonly times: number[] }> {
    const times: number[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => {
          times.push(Date.now());
          done(null);
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
    return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, times };
  }

  function start(
    url: string,
    throttle: Throttle,
    signal: AbortSignal,
    prepared: string[] = [],
    time: Partial<Pick<Delivery, 'ledger' | 'machine' | 'clock' | 'ahead'>> = {},
  ): ReturnType<typeof deliver> {
    const way = openSmtp(url);
    cleanups.push(() => way.close());
    const prepare: Delivery['prepare'] = async (messages: readonly LedgerMessage[]) => {
      prepared.push(...messages.map(({ id }) => id));
      return new Map<string, Prepared>(
        messages.map(({ id }) => [id, { kind: 'parcel', address: 'anna@x.test', build: () => exampleParcel(id) }]),
      );
    };
    return deliver({
      ledger,
      fence,
      way,
      machine: thisMachine,
      clock: () => Date.now(),
      prepare,
      parallel: 3,
      signal,
      throttle,
      ...time,
    });
  }

  it('hands over no faster than the rate, and everything, each made anew when its turn comes', async () => {
    plan(9);
    const inbox = await startInbox();
    const began = Date.now();
    const prepared: string[] = [];
    const limits = { email: { rate: null, perDomain: { 'x.test': rate('300/m') }, otherDomains: null } };
    const summary = await start(inbox.url, openThrottle(limits), new AbortController().signal, prepared);
    expect(summary).toMatchObject({ sent: 9, putOff: {}, interrupted: false });
    expect(inbox.times).toHaveLength(9);
    // Five at once, then one every 200 ms: the n-th cannot have come sooner.
    for (const [n, time] of inbox.times.sort((a, b) => a - b).entries())
      expect(time - began).toBeGreaterThanOrEqual((n - 4) * 200 - 1);
    expect(prepared.filter((id) => id === 'm9').length).toBeGreaterThan(1);
  });

  it('ends when it is told to, and leaves planned what still waits', async () => {
    plan(4);
    const inbox = await startInbox();
    const stop = new AbortController();
    const limits = { email: { rate: rate('2/h'), perDomain: {}, otherDomains: null } };
    const delivery = start(inbox.url, openThrottle(limits), stop.signal);
    while (inbox.times.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    setTimeout(() => stop.abort(), 50);
    expect(await delivery).toMatchObject({ sent: 1, putOff: { throttle: 3 }, interrupted: true });
    expect(ledger.messages('planned', 10)).toHaveLength(3);
  });

  it('goes on with those that an earlier run had no time for', async () => {
    plan(3);
    const inbox = await startInbox();
    const stop = new AbortController();
    const limits = { email: { rate: rate('180/m'), perDomain: {}, otherDomains: null } };
    const first = start(inbox.url, openThrottle({ email: { ...limits.email, rate: rate('60/m') } }), stop.signal);
    while (inbox.times.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort();
    expect(await first).toMatchObject({ sent: 1, putOff: { throttle: 2 } });
    const second = await start(inbox.url, openThrottle(limits), new AbortController().signal);
    expect(second).toMatchObject({ sent: 2, putOff: {} });
  });

  it('does not wait for more than an hour, on data that grows old', async () => {
    plan(3);
    const inbox = await startInbox();
    const limits = { email: { rate: rate('1/d'), perDomain: {}, otherDomains: null } };
    const summary = await start(inbox.url, openThrottle(limits), new AbortController().signal);
    expect(summary).toMatchObject({ sent: 1, putOff: { throttle: 2 }, interrupted: false });
    expect(ledger.messages('planned', 10).every(({ notBefore }) => notBefore > Date.now() + HOUR)).toBe(true);
  });

  it('waits for whoever came to be next while the ledger was asked', async () => {
    plan(2);
    const inbox = await startInbox();
    let now = Date.now();
    let claims = 0;
    const slow: Ledger = {
      ...ledger,
      claim(...args) {
        const found = ledger.claim(...args);
        claims += 1;
        // As on a machine that does something else for two seconds.
        if (found.length === 0) now += 2000;
        return found;
      },
    };
    const sleep = async (ms: number): Promise<void> => {
      now += ms;
    };
    const limits = { email: { rate: rate('60/m'), perDomain: {}, otherDomains: null } };
    const time = { ledger: slow, machine: { ...thisMachine, sleep }, clock: () => now, ahead: false };
    const summary = await start(inbox.url, openThrottle(limits), new AbortController().signal, [], time);
    expect(summary).toMatchObject({ sent: 2, putOff: {} });
    expect(claims).toBeGreaterThan(2);
  });

  it.each([
    ['stands still', () => 0],
    ['is set back by a day', (slept: number) => (slept > 0 ? -24 * HOUR : 0)],
  ])('does not wait for longer either by a clock that %s', async (_, moved) => {
    plan(4);
    const inbox = await startInbox();
    const began = Date.now();
    let slept = 0;
    const sleep = async (ms: number): Promise<void> => {
      slept += ms;
      expect(slept).toBeLessThanOrEqual(HOUR);
    };
    const limits = { email: { rate: rate('2/m'), perDomain: {}, otherDomains: null } };
    const time = { machine: { ...thisMachine, sleep }, clock: () => began + moved(slept) };
    const summary = await start(inbox.url, openThrottle(limits), new AbortController().signal, [], time);
    expect(summary.sent).toBeLessThan(4);
    expect(ledger.messages('planned', 10)).toHaveLength(4 - summary.sent);
  });
});
