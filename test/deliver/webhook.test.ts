import { createHmac, timingSafeEqual } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWebhook, type WebhookOptions } from '../../src/deliver/channels/webhook.js';
import type { Answer, HttpParcel, Way } from '../../src/deliver/way.js';
import * as localhost from './certificates/localhost.js';
import { exampleCall } from './parcels.js';
import { answer, type Call, type Deed, type Receiver, startReceiver } from './receiver.js';

const KEY = Buffer.alloc(32, 7);
const OLD_KEY = Buffer.alloc(24, 9);
const SECRET = `whsec_${KEY.toString('base64')}`;
const NOW = Date.UTC(2026, 2, 2, 10, 0, 0, 999);

let receiver: Receiver;
let way: Way<HttpParcel>;
let handed: number;

beforeEach(async () => {
  receiver = await startReceiver();
  handed = 0;
});
afterEach(async () => {
  await way?.close();
  await receiver.close();
});

function open(options: Partial<WebhookOptions> = {}, url = receiver.url, secret = SECRET): void {
  way = openWebhook(url, secret, { clock: () => NOW, where: 'channels.sms', ...options });
}

function handOver(parcel = exampleCall()): Promise<Answer> {
  return way.hand(parcel, async () => {
    handed += 1;
  });
}

/** As a receiver would check it, from the text of the spec and from nothing of ours. */
function isGenuine({ headers, body }: Call, key: Buffer): boolean {
  const expected = createHmac('sha256', key)
    .update(Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`, 'utf8'))
    .digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((each) => {
    const [version, value = ''] = each.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

describe('a call', () => {
  it('carries its body, its id twice, and a signature that a receiver can check', async () => {
    open({}, receiver.url, `${SECRET} whsec_${OLD_KEY.toString('base64')}`);
    const parcel = exampleCall('ABC234');
    expect(await handOver(parcel)).toEqual({ kind: 'accepted', reply: '202 Accepted: ok' });
    expect(handed).toBe(1);
    const [call] = receiver.calls as [Call];
    expect(call.head).toBe('POST /messages?key=hidden HTTP/1.1');
    expect(call.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'ABC234',
      'webhook-id': 'ABC234',
      'webhook-timestamp': String(Math.floor(NOW / 1000)),
    });
    expect(Buffer.from(call.body)).toEqual(Buffer.from(parcel.bytes));
    expect(isGenuine(call, KEY)).toBe(true);
    expect(isGenuine(call, OLD_KEY)).toBe(true);
    expect(isGenuine(call, Buffer.alloc(32, 8))).toBe(false);
    expect(isGenuine({ ...call, body: `${call.body} ` }, KEY)).toBe(false);
  });

  it('keeps id, key and body when it is tried again, and is signed anew', async () => {
    let now = NOW;
    open({ clock: () => now });
    receiver.will(answer('503 Service Unavailable'));
    expect(await handOver()).toMatchObject({ kind: 'deferred' });
    now += 60_000;
    expect(await handOver()).toMatchObject({ kind: 'accepted' });
    const [first, second] = receiver.calls as [Call, Call];
    expect(second.body).toBe(first.body);
    for (const name of ['webhook-id', 'idempotency-key']) expect(second.headers[name]).toBe(first.headers[name]);
    expect(second.headers['webhook-timestamp']).not.toBe(first.headers['webhook-timestamp']);
    expect(isGenuine(second, KEY)).toBe(true);
  });

  it('signs the example of the spec as the spec does', async () => {
    open({ clock: () => 1_614_265_330_000 }, receiver.url, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    await handOver(exampleCall('msg_p5jXN8AQM9LWM0D4loKWxJek', 0, { bytes: Buffer.from('{"test": 2432232314}') }));
    expect(receiver.calls[0]?.headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

const PATIENCE = { connect: 300, answer: 300 };
const LARGE = 10_000_000;

/** What the receiver does, what that means, and whether the last byte had left by then (null: either, and then the meaning follows it). */
const FAULTS: readonly (readonly [string, Deed | string, Answer['kind'], 0 | 1 | null, number?])[] = [
  ['resets the connection at once', { at: 'connect', do: 'reset' }, 'deferred', null],
  ['resets in mid-body', { at: 'body', do: 'reset' }, 'deferred', 0, LARGE],
  ['hangs up in mid-body', { at: 'body', do: 'hang-up' }, 'deferred', 0, LARGE],
  ['answers 413 in mid-body', { at: 'body', write: answer('413 Too Large') }, 'refused', 0, LARGE],
  ['answers 200 in mid-body', { at: 'body', write: answer('200 OK') }, 'deferred', 0, LARGE],
  ['resets before the answer', { at: 'answer', do: 'reset' }, 'unknown', 1],
  ['hangs up before the answer', { at: 'answer', do: 'hang-up' }, 'unknown', 1],
  ['never answers', { at: 'answer', do: 'mute' }, 'unknown', 1],
  ['breaks off in the status line', { at: 'answer', write: 'HTTP/1.1 2' }, 'unknown', 1],
  ['breaks off in the headers', { at: 'answer', write: 'HTTP/1.1 200 OK\r\ndate' }, 'unknown', 1],
  ['stops in the headers', { at: 'answer', write: 'HTTP/1.1 200 OK\r\ndate', wait: true }, 'unknown', 1],
  ['answers nonsense', { at: 'answer', write: 'what a nice letter\r\n\r\n' }, 'unknown', 1],
  [
    'changes the protocol',
    { at: 'answer', write: 'HTTP/1.1 101 S\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n' },
    'unknown',
    1,
  ],
  [
    'answers 200 and breaks off in its body',
    { at: 'answer', write: 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok' },
    'accepted',
    1,
  ],
  [
    'answers 200 and never ends its body',
    { at: 'answer', write: 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok', wait: true },
    'accepted',
    1,
  ],
  ['answers 200 with a huge body', answer('200 OK', {}, 'x'.repeat(5_000_000)), 'accepted', 1],
  ['answers 204', answer('204 No Content'), 'accepted', 1],
  ['answers 500', answer('500 Oh No'), 'deferred', 1],
  ['answers 408', answer('408 Request Timeout'), 'deferred', 1],
  ['answers 425', answer('425 Too Early'), 'deferred', 1],
  ['answers 400', answer('400 Bad Request', {}, 'no such\nnumber'), 'refused', 1],
  ['answers 422', answer('422 No'), 'refused', 1],
  ['answers 401', answer('401 Who'), 'stop', 1],
  ['answers 404', answer('404 Where'), 'stop', 1],
  ['answers 410', answer('410 Gone'), 'stop', 1],
];

describe('is told apart when the receiver', () => {
  it.each(FAULTS.map(([name, deed, kind, left, bytes = 200]) => ({ name, deed, kind, left, bytes })))(
    '$name',
    async ({ deed, kind, left, bytes }) => {
      open({ patience: PATIENCE });
      receiver.will(deed);
      const said = await handOver(exampleCall('m1', 0, { bytes: Buffer.alloc(bytes, 'a') }));
      if (left === null) expect(said.kind).toBe(handed === 1 ? 'unknown' : kind);
      else expect([said.kind, handed]).toEqual([kind, left]);
      expect(receiver.calls).toHaveLength(left ?? handed);
      expect(said.reply).not.toContain('hidden');
      expect(said.reply.length).toBeLessThan(300);
    },
  );

  it('redirects: nobody else gets the message', async () => {
    const other = await startReceiver();
    try {
      open();
      receiver.will(answer('307 Elsewhere', { location: other.url }));
      expect(await handOver()).toMatchObject({ kind: 'stop', reply: expect.stringContaining('not followed') });
      expect(other.connections).toBe(0);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['after seconds', { 'retry-after': '120' }, 120_000],
    ['at a time', { date: 'Mon, 02 Mar 2026 10:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 10:05:00 GMT' }, 300_000],
    [
      'at a time that is past',
      { date: 'Mon, 02 Mar 2026 10:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 09:00:00 GMT' },
      undefined,
    ],
    ['in words', { 'retry-after': 'soon' }, undefined],
  ])('asks for another try %s', async (_, headers, retryAfter) => {
    open();
    receiver.will(answer('429 Slow Down', headers));
    const said = await handOver();
    expect(said).toEqual({
      kind: 'deferred',
      reply: '429 Slow Down',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  });

  it('is not there: surely unsent, and hopeless after three times in a row', async () => {
    await receiver.close();
    open();
    expect(await handOver()).toMatchObject({ kind: 'deferred', reply: expect.stringContaining('ECONNREFUSED') });
    expect(await handOver()).toMatchObject({ kind: 'deferred' });
    expect(await handOver()).toMatchObject({ kind: 'stop', reply: expect.stringContaining('(3 times in a row)') });
    expect(handed).toBe(0);
    receiver = await startReceiver();
  });

  it('has a name that no one knows', async () => {
    open({ patience: { connect: 5000 } }, 'https://receiver.invalid/');
    expect(await handOver()).toMatchObject({ kind: 'deferred' });
    expect(handed).toBe(0);
  });
});

it('keeps its last byte here when the ledger refuses', async () => {
  open();
  const refusal = new Error('the ledger is full');
  const attempt = way.hand(exampleCall(), async () => {
    throw refusal;
  });
  await expect(attempt).rejects.toBe(refusal);
  expect(await handOver()).toMatchObject({ kind: 'accepted' });
  expect(receiver.calls).toHaveLength(1);
});

describe('TLS', () => {
  let secure: Receiver;
  beforeEach(async () => {
    secure = await startReceiver(localhost);
  });
  afterEach(() => secure.close());

  it('is checked: an unknown certificate stops everything before a byte leaves', async () => {
    open({}, secure.url.replace('127.0.0.1', 'localhost'));
    expect(await handOver()).toMatchObject({
      kind: 'stop',
      reply: expect.stringMatching(/^localhost:\d+: .*certificate/),
    });
    expect([handed, secure.calls.length]).toEqual([0, 0]);
  });

  it('is spoken with a trusted receiver', async () => {
    open({ tls: { ca: localhost.cert } }, secure.url.replace('127.0.0.1', 'localhost'));
    expect(await handOver()).toMatchObject({ kind: 'accepted' });
    expect([handed, secure.calls.length]).toEqual([1, 1]);
  });

  it('is not there: a receiver that speaks something else gets nothing', async () => {
    open({ patience: PATIENCE }, receiver.url.replace('http:', 'https:'));
    expect((await handOver()).kind).toMatch(/stop|deferred/);
    expect([handed, receiver.calls.length]).toEqual([0, 0]);
  });
});

describe('settings', () => {
  it.each([
    ['http://sms.example/send', SECRET, '`channels.sms.url` is not usable: it is not https'],
    ['ftp://sms.example/send', SECRET, '"ftp:" cannot be called'],
    ['sms.example', SECRET, 'it is not a URL'],
    ['https://sms.example', 'secret', '`channels.sms.secret` is not "whsec_" and base64'],
    ['https://sms.example', 'whsec_c2hvcnQ=', '`channels.sms.secret` stands for 5 bytes'],
  ])('%s with %s are refused, and told without the key', (url, secret, words) => {
    expect(() => open({}, url, secret)).toThrowError(
      expect.objectContaining({ code: 'LC904', message: expect.stringContaining(words) }),
    );
  });
});
