import { isAscii } from 'node:buffer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { invariant } from '../../model/failure.js';
import type { Answer, EmailParcel } from '../way.js';
import { answerToFailure, answerToNoConnection, type SmtpFailure } from './smtp-answer.js';
import { openDialogue, type SmtpDialogue } from './smtp-dialogue.js';
import type { SmtpSettings } from './smtp-settings.js';
import { type SmtpSocket, takeSocket } from './smtp-socket.js';
import { type SmtpLetter, transact } from './smtp-transaction.js';

/** One connection to a mail server, logged in. */
export interface SmtpLink {
  /** False once either side has closed it. */
  alive(): boolean;
  /** The parcel whose envelope the server was told behind the message before: no other can be sent. */
  expects(): EmailParcel | null;
  /** One message to one recipient; rejects only with what `handingOver` threw, and then the last byte has not left. `next` as a way has it. */
  send(parcel: EmailParcel, handingOver: () => Promise<void>, next: () => EmailParcel | null): Promise<LinkAnswer>;
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
  let taken: SmtpSocket | null;
  try {
    await connected(connection);
    if (settings.login !== null) await loggedIn(connection, settings.login);
    taken = takeSocket(connection);
    if (taken === null) throw new Error('the server hung up, or spoke out of turn');
  } catch (error) {
    connection.close();
    return answerToNoConnection(error as SmtpFailure, settings.place);
  }
  return openLink(openDialogue(taken));
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

/** An envelope that the server was told before its message is handed. */
interface Expected {
  readonly parcel: EmailParcel;
  readonly letter: SmtpLetter;
  readonly heard: readonly string[];
}

function openLink(dialogue: SmtpDialogue): SmtpLink {
  let expected: Expected | null = null;
  /** Whether the last message was accepted: a server that refuses some is asked for each by itself. */
  let isWilling = false;

  const send = async (
    parcel: EmailParcel,
    handingOver: () => Promise<void>,
    next: () => EmailParcel | null,
  ): Promise<LinkAnswer> => {
    const told = expected;
    expected = null;
    invariant(told === null || told.parcel === parcel, 'the server is told of the message that comes');
    const letter = told?.letter ?? letterOf(dialogue, parcel);
    if (typeof letter === 'string') return { answer: { kind: 'refused', reply: letter }, elsewhere: false };
    let coming: Omit<Expected, 'heard'> | null = null;
    const comes = (): SmtpLetter | null => {
      const other = isWilling ? next() : null;
      const letter = other === null ? '' : letterOf(dialogue, other);
      if (other === null || typeof letter === 'string') return null;
      coming = { parcel: other, letter };
      return letter;
    };
    const between = { heard: told?.heard ?? null, next: comes };
    const { outcome, asked, left, refusal, inStep, heard } = await transact(dialogue, letter, handingOver, between);
    isWilling = left && typeof outcome === 'string';
    if (refusal !== null) {
      dialogue.hangUp();
      throw refusal.error;
    }
    if (typeof outcome === 'string') {
      if (left) {
        if (heard !== null) expected = { ...coming!, heard };
        return { answer: { kind: 'accepted', reply: outcome }, elsewhere: false };
      }
      dialogue.hangUp();
      const reply = `the server answered before the end of the message: ${outcome}`;
      return { answer: { kind: 'deferred', reply }, elsewhere: false };
    }
    // After a clean refusal the connection goes on with a RSET, unless another envelope is under way; after anything else nobody knows what the next reply would answer.
    if (!inStep || coming !== null || !(await isReset(dialogue))) dialogue.hangUp();
    const answer = answerToFailure(outcome, left);
    const unanswered = !asked && outcome.responseCode === undefined;
    return { answer, elsewhere: unanswered && answer.kind === 'deferred' };
  };
  return {
    alive: () => dialogue.isOpen(),
    expects: () => expected?.parcel ?? null,
    send,
    quit: async () => {
      // Where it expects a message, `QUIT` would be one.
      if (expected === null) await quit(dialogue);
      else dialogue.hangUp();
    },
  };
}

/** What is told of a parcel, or why it cannot be sent to this server. */
function letterOf(dialogue: SmtpDialogue, parcel: EmailParcel): SmtpLetter | string {
  const { from, to, bytes, encoded } = parcel;
  const isEightBit = !isAscii(bytes);
  const isInternational = !isAscii(Buffer.from(from + to));
  const lack = whatTheServerLacks(dialogue, parcel, isEightBit);
  if (lack !== null) return lack;
  const mail = [
    `<${from}>`,
    ...(isInternational ? ['SMTPUTF8'] : []),
    ...(isEightBit ? ['BODY=8BITMIME'] : []),
    ...(dialogue.offers.has('SIZE') ? [`SIZE=${bytes.length}`] : []),
  ];
  return { mail: mail.join(' '), rcpt: `<${to}>`, bytes, encoded };
}

function isReset(dialogue: SmtpDialogue): Promise<boolean> {
  // A server that added something to its refusal was hung up on, and says nothing more.
  if (!dialogue.isOpen()) return Promise.resolve(false);
  return new Promise((resolve) => {
    const done = (isDone: boolean): void => {
      dialogue.listen(null);
      resolve(isDone);
    };
    dialogue.listen({ reply: (text) => done(text.startsWith('2')), broken: () => done(false) });
    dialogue.say('RSET');
  });
}

// RFC 6531, RFC 6152 and RFC 1870; and an address that would end the command and begin another.
function whatTheServerLacks(
  { offers, largest }: SmtpDialogue,
  { from, to, bytes }: EmailParcel,
  isEightBit: boolean,
): string | null {
  const international = [from, to].find((address) => !isAscii(Buffer.from(address)));
  if (international !== undefined && !offers.has('SMTPUTF8'))
    return `the server does not take international addresses (SMTPUTF8): ${international}`;
  if (isEightBit && !offers.has('8BITMIME')) return 'the server does not take 8-bit messages (8BITMIME)';
  if (largest > 0 && bytes.length > largest)
    return `the message is larger than allowed: ${bytes.length} bytes, and the server takes ${largest}`;
  if (/[\r\n<>]/.test(from)) return `Invalid sender ${JSON.stringify(from)}`;
  if (to === '' || /[\r\n<>]/.test(to)) return `Invalid recipient ${JSON.stringify(to)}`;
  return null;
}

const GOODBYE_MS = 2000;

function quit(dialogue: SmtpDialogue): Promise<void> {
  if (!dialogue.isOpen()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(impatient);
      dialogue.listen(null);
      dialogue.hangUp();
      resolve();
    };
    const impatient = setTimeout(done, GOODBYE_MS);
    dialogue.listen({ reply: done, broken: done });
    dialogue.say('QUIT');
  });
}
