import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { invariant } from '../../model/failure.js';
import type { Instant } from '../../model/value.js';
import type { Answer, HttpParcel, Way } from '../way.js';
import { guardedBody } from './guarded-body.js';
import { answerToNoCall, answerToStatus } from './webhook-answer.js';
import { type WebhookPatience, webhookSettings } from './webhook-settings.js';
import { signWebhook } from './webhook-signature.js';

/** What may be set beyond address and key; a test sets shorter waits and its own certificate. */
export interface WebhookOptions {
  /** The instant of an attempt, for its signature. */
  readonly clock: () => Instant;
  /** The channel's place in the configuration, for messages: `channels.sms`. */
  readonly where: string;
  readonly patience?: Partial<WebhookPatience>;
  /** More certificates to trust, for receivers of one's own. */
  readonly tls?: ConnectionOptions;
}

const HOPELESS_AFTER = 3;

/**
 * A way out by signed HTTP calls after the Standard Webhooks spec 1.0, each on a connection of its own, for a kept one may be closed by the other side just
 * when the message leaves, and then nobody knows. `stop` after an answer that speaks of the key or the address, and after three failed connections in a row.
 */
export function openWebhook(url: string, secret: string, options: WebhookOptions): Way<HttpParcel> {
  const settings = webhookSettings(url, secret, options.where, options.patience);
  const isSecure = settings.url.protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ ...options.tls, minVersion: 'TLSv1.2' }) : new HttpAgent();
  let open = true;
  let failuresInARow = 0;

  return {
    async hand(parcel, handingOver) {
      invariant(open, 'nothing is handed to a closed channel');
      const headers = {
        'content-type': 'application/json',
        'content-length': parcel.bytes.length,
        'user-agent': 'lifecycle',
        connection: 'close',
        'idempotency-key': parcel.id,
        ...signWebhook(settings.keys, parcel.id, options.clock(), parcel.bytes),
      };
      const call = (isSecure ? requestHttps : requestHttp)(settings.url, { method: 'POST', agent, headers });
      const { answer, connected } = await hand(call, parcel.bytes, handingOver, isSecure, settings);
      failuresInARow = connected ? 0 : failuresInARow + 1;
      const hopeless = answer.kind === 'deferred' && failuresInARow >= HOPELESS_AFTER;
      return hopeless ? { kind: 'stop', reply: `${answer.reply} (${failuresInARow} times in a row)` } : answer;
    },
    async close() {
      open = false;
      agent.destroy();
    },
  };
}

interface Outcome {
  readonly answer: Answer;
  readonly connected: boolean;
}

/** Rejects only with what `handingOver` threw, and then the last byte has not left. */
function hand(
  call: ClientRequest,
  bytes: Uint8Array,
  handingOver: () => Promise<void>,
  isSecure: boolean,
  { patience, place }: { readonly patience: WebhookPatience; readonly place: string },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let connected = false;
    let answered = false;
    let settled = false;
    const body = guardedBody(bytes, handingOver, () => call.socket?.writable === true);
    const settle = (answerTo: (left: boolean) => Answer): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      // In this very turn: once the message is decided its last byte must stay here.
      const end = body.close();
      call.destroy();
      void end.then(({ left, refusal }) => {
        if (refusal === null) resolve({ answer: answerTo(left), connected });
        else reject(refusal.error);
      });
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      if (answered) return;
      settle((left) => {
        if (left) return { kind: 'unknown', reply: `no answer: ${error.message}` };
        if (!connected) return answerToNoCall(error, place);
        return { kind: 'deferred', reply: `${place}: ${error.message}` };
      });
    };
    const giveUp = (what: string, after: number) =>
      setTimeout(() => fail(new Error(`${what} within ${after / 1000} s`)), after);
    let timer = giveUp('no connection', patience.connect);

    call.on('socket', (socket) =>
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        connected = true;
        clearTimeout(timer);
        if (settled) return;
        timer = giveUp('no answer', patience.answer);
        body.stream.pipe(call);
      }),
    );
    body.stream.on('error', (error) => fail(error));
    call.on('error', fail);
    call.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      answered = true;
      clearTimeout(timer);
      // An answer in mid-body decides the message: its last byte stays here.
      void body.close();
      // Its bytes decide nothing any more, but they often say why.
      void readBeginning(response, patience.answer).then((text) => {
        const reply = `${status} ${response.statusMessage ?? ''}`.trim() + (text === '' ? '' : `: ${text}`);
        settle((left) => answerToStatus({ status, headers, reply }, left));
      });
    });
    // A server that changes the protocol, or closes without a word, took nothing that it said.
    call.on('upgrade', () => fail(new Error('the receiver changed the protocol')));
    call.on('close', () => fail(new Error('the receiver hung up')));
  });
}

const LONGEST_REPLY = 200;
const REPLY_BYTES = 4096;
const REPLY_MS = 2000;

/** The first words of an answer's body on one line; resolves also when the body breaks off, is endless or slow. */
function readBeginning(response: IncomingMessage, patience: number): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (): void => {
      clearTimeout(timer);
      const text = Buffer.concat(chunks).subarray(0, REPLY_BYTES).toString('utf8');
      resolve(
        text
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .trim()
          .slice(0, LONGEST_REPLY),
      );
    };
    const timer = setTimeout(done, Math.min(REPLY_MS, patience));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= REPLY_BYTES) done();
    });
    response.on('end', done).on('error', done).on('close', done);
  });
}
