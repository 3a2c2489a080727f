import type { Writable } from 'node:stream';
import SMTPConnection, { type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import type { Answer, EmailParcel } from '../way.js';
import { type BodyEnd, type GuardedBody, guardedBody } from './guarded-body.js';
import { answerToFailure, answerToNoConnection, type SmtpFailure } from './smtp-answer.js';
import type { SmtpSettings } from './smtp-settings.js';

/** One connection to a mail server, logged in. */
export interface SmtpLink {
  /** False once either side has closed it. */
  alive(): boolean;
  /** One message to one recipient; rejects only with what `handingOver` threw, and then the last byte has not left. */
  send(parcel: EmailParcel, handingOver: () => Promise<void>): Promise<LinkAnswer>;
  quit(): Promise<void>;
}

/** `elsewhere`: the connection broke without an answer and before leave was asked for the last byte, so another connection may be tried at once. */
export interface LinkAnswer {
  readonly answer: Answer;
  readonly elsewhere: boolean;
}

/** Connects and logs in; resolves to the answer that says why when it cannot. */
export async function openSmtpLink(settings: SmtpSettings): Promise<SmtpLink | Answer> {
  const connection = new SMTPConnection(settings.connection);
  try {
    await connected(connection);
    if (settings.login !== null) await loggedIn(connection, settings.login);
  } catch (error) {
    connection.close();
    return answerToNoConnection(error as SmtpFailure, settings.place);
  }
  return {
    alive: () => !connection.destroyed,
    send: (parcel, handingOver) => send(connection, parcel, handingOver),
    quit: () => quit(connection),
  };
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for good: an error on an idle connection would otherwise end the process.
    connection.on('error', reject);
    connection.on('end', () => reject(new Error('the server hung up')));
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function loggedIn(connection: SMTPConnection, login: { readonly user: string; readonly pass: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the server hung up during the login')));
    connection.login({ ...login }, (error) => (error ? reject(error) : resolve()));
  });
}

async function send(
  connection: SMTPConnection,
  parcel: EmailParcel,
  handingOver: () => Promise<void>,
): Promise<LinkAnswer> {
  const eightBit = isEightBit(parcel.bytes);
  const lack = whatTheServerLacks(connection, parcel, eightBit);
  if (lack !== null) return { answer: { kind: 'refused', reply: lack }, elsewhere: false };
  const body = guardedBody(parcel.bytes, handingOver, () => canWrite(connection));
  // nodemailer takes its own listener away when the server hangs up; a stream without one would end the process.
  body.stream.on('error', () => {});
  const envelope = { from: parcel.from, to: [parcel.to], size: parcel.bytes.length, use8BitMime: eightBit };
  const { outcome, asked, left, refusal } = await transact(connection, envelope, body);
  if (refusal !== null) {
    connection.close();
    throw refusal.error;
  }
  if (typeof outcome === 'string') {
    if (left) return { answer: { kind: 'accepted', reply: outcome }, elsewhere: false };
    connection.close();
    const reply = `the server answered before the end of the message: ${outcome}`;
    return { answer: { kind: 'deferred', reply }, elsewhere: false };
  }
  if (!(await backInStep(connection, outcome, left))) connection.close();
  const answer = answerToFailure(outcome, left);
  const unanswered = !asked && outcome.responseCode === undefined;
  return { answer, elsewhere: unanswered && answer.kind === 'deferred' };
}

/** Resolves to the server's reply, or to what went wrong, and to what became of the last chunk. */
function transact(
  connection: SMTPConnection,
  envelope: SMTPEnvelope,
  body: GuardedBody,
): Promise<BodyEnd & { readonly outcome: SmtpFailure | string }> {
  return new Promise((resolve) => {
    // close() may drop the callback of a message that the server had not begun to answer.
    const ended = (): void => void setImmediate(() => done({ message: 'the server hung up', code: 'ECONNECTION' }));
    const done = (outcome: SmtpFailure | string): void => {
      connection.removeListener('end', ended);
      // In this very turn: once the server answered, in mid-body too, the message is decided and its last byte must stay here.
      void body.close().then((end) => resolve({ ...end, outcome }));
    };
    connection.on('end', ended);
    connection.send(envelope, body.stream, (error, info) => done(error ?? info?.response ?? ''));
  });
}

/** After a clean refusal the connection goes on with a RSET; after anything else nobody knows what the next reply would answer. */
async function backInStep(connection: SMTPConnection, failure: SmtpFailure, handed: boolean): Promise<boolean> {
  const clean = failure.code === 'EENVELOPE' || (failure.code === 'EMESSAGE' && handed);
  if (!clean || failure.responseCode === undefined || failure.responseCode === 421 || connection.destroyed) {
    return false;
  }
  return new Promise((resolve) => {
    const ended = (): void => resolve(false);
    connection.once('end', ended);
    connection.reset((error) => {
      connection.removeListener('end', ended);
      resolve(error === null || error === undefined);
    });
  });
}

/** False as soon as the server has closed its side, which nodemailer tells only later. */
function canWrite(connection: SMTPConnection): boolean {
  const { _socket: socket } = connection as unknown as { readonly _socket: Writable | false };
  return socket !== false && socket.writable;
}

// RFC 6531 and RFC 6152: nodemailer would send such a message all the same.
function whatTheServerLacks(connection: SMTPConnection, parcel: EmailParcel, eightBit: boolean): string | null {
  const offered = (connection as unknown as { readonly _supportedExtensions: readonly string[] })._supportedExtensions;
  const international = [parcel.from, parcel.to].find((address) => /[^\0-\x7f]/.test(address));
  if (international !== undefined && !offered.includes('SMTPUTF8')) {
    return `the server does not take international addresses (SMTPUTF8): ${international}`;
  }
  if (eightBit && !offered.includes('8BITMIME')) return 'the server does not take 8-bit messages (8BITMIME)';
  return null;
}

function isEightBit(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f);
}

const GOODBYE_MS = 2000;

function quit(connection: SMTPConnection): Promise<void> {
  if (connection.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const impatient = setTimeout(() => connection.close(), GOODBYE_MS);
    connection.once('end', () => {
      clearTimeout(impatient);
      resolve();
    });
    connection.quit();
  });
}
