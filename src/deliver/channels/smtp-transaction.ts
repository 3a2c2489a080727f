import type { EmailParcel } from '../way.js';
import type { SmtpFailure } from './smtp-answer.js';
import type { SmtpDialogue, SmtpListener } from './smtp-dialogue.js';
import { smtpText } from './smtp-text.js';

/** One message for one recipient: the arguments of `MAIL FROM` and `RCPT TO`, and the message. */
export interface SmtpLetter extends Pick<EmailParcel, 'bytes' | 'encoded'> {
  readonly mail: string;
  readonly rcpt: string;
}

/** How a transaction ended. */
export interface TransactionEnd {
  /** The server's reply to the whole message, when it begins with a 2; else what went wrong. */
  readonly outcome: SmtpFailure | string;
  /** Whether leave was asked for, which is done once for a message. */
  readonly asked: boolean;
  /** Whether the last bytes were let go: from then on the server may have it all. */
  readonly left: boolean;
  /** What `handingOver` rejected with. */
  readonly refusal: { readonly error: unknown } | null;
  /** Whether every command had its reply, so that the next would be of the next. */
  readonly inStep: boolean;
  /** Where an envelope was put behind the message: what the server says to that, as it comes, if it accepted the message. */
  readonly heard: readonly string[] | null;
}

/** What a transaction has to do with those before and behind it on its connection. */
export interface Between {
  /** What the server said to the envelope so far, which it was told behind the message before; null when it is still to be told. */
  readonly heard: readonly string[] | null;
  /** The letter whose envelope may go behind this message, as soon as there is one. */
  readonly next: () => SmtpLetter | null;
}

const ALONE: Between = { heard: null, next: () => null };
/** What waits for leave: enough that no receiver takes what came before for a message. */
const LAST_BYTES = 16 * 1024;
const CLOSING = 421;
const COMMANDS = ['MAIL FROM', 'RCPT TO', 'DATA'] as const;
/** What a server says to them that was in step all along. A sender is believed to be refused only when that was asked by itself. */
const IN_STEP = [/^2/, /^[245]/, /^[345]/] as const;

function commandsOf({ mail, rcpt }: SmtpLetter): readonly [string, string, string] {
  return [`MAIL FROM:${mail}`, `RCPT TO:${rcpt}`, 'DATA'];
}

/**
 * Hands one message over, as RFC 5321 and, where the server offers it, RFC 2920 say: the commands, the message but for its end, and, in the turn in which `handingOver` gave leave, the end. Leave is asked for when
 * the system has taken everything before it. Once the server has answered, in mid-body too, nothing more leaves. Ends after the leave that it asked for is given or refused; the connection is left as it is.
 */
export function transact(
  dialogue: SmtpDialogue,
  letter: SmtpLetter,
  handingOver: () => Promise<void>,
  { heard, next }: Between = ALONE,
): Promise<TransactionEnd> {
  return new Promise((resolve) => {
    const pipelined = dialogue.offers.has('PIPELINING');
    const commands = commandsOf(letter);
    const { head, tail } = smtpText(letter.bytes, LAST_BYTES, letter.encoded);
    let stage: 'commands' | 'text' | 'nothing' = 'commands';
    let replies = 0;
    let refused: SmtpFailure | null = null;
    let over = false;
    let leave: Promise<void> | null = null;
    let left = false;
    let refusal: TransactionEnd['refusal'] = null;
    let following: string[] | null = null;

    const end = (outcome: SmtpFailure | string, inStep: boolean): void => {
      if (over) return;
      over = true;
      dialogue.listen(following === null ? null : overhearing(dialogue, following));
      const tell = (): void => resolve({ outcome, asked: leave !== null, left, refusal, inStep, heard: following });
      if (leave === null) tell();
      else void leave.then(tell);
    };
    const askAndLetGo = async (): Promise<void> => {
      let coming: SmtpLetter | null = null;
      // Another turn of the loop must not come between the leave and the bytes.
      try {
        const leave = handingOver();
        if (pipelined) coming = next();
        await leave;
        // By now it may have been made.
        if (pipelined) coming ??= next();
      } catch (error) {
        refusal = { error };
        end({ message: 'not handed over' }, false);
        return;
      }
      if (over) return;
      if (!dialogue.isOpen()) {
        end({ message: 'the connection broke before the last byte', code: 'ECONNECTION' }, false);
        return;
      }
      left = true;
      if (coming === null) return dialogue.write(tail);
      following = [];
      dialogue.write(Buffer.concat([tail, Buffer.from(`${commandsOf(coming).join('\r\n')}\r\n`, 'utf8')]));
    };
    const ask = (): void => {
      if (!over) leave = askAndLetGo();
    };
    const hearCommand = (reply: string): void => {
      const at = replies++;
      const isLast = at === COMMANDS.length - 1;
      const isTaken = isLast ? /^[23]/.test(reply) : reply.startsWith('2');
      if (!isTaken) refused ??= failureOf(reply, COMMANDS[at]!);
      if (refused === null && isLast) {
        stage = 'text';
        if (head.length === 0) ask();
        else dialogue.write(head, ask);
      } else if (refused === null) {
        if (!pipelined) dialogue.say(commands[replies]!);
      } else if (isLast && reply.startsWith('3')) {
        // It wants a message for nobody (RFC 2920 section 3.1), and gets an empty one; of a sender that it refused, none.
        if (refused.command === 'MAIL FROM') end(refused, false);
        else {
          stage = 'nothing';
          dialogue.say('.');
        }
      } else if (isLast || !pipelined) end(refused, refused.responseCode !== undefined);
    };
    const listener: SmtpListener = {
      broken: (failure) => end(refused ?? failure, false),
      reply(text) {
        if (over) return;
        if (heard !== null && stage === 'commands' && !IN_STEP[replies]!.test(text))
          return end({ message: 'the server did not go on behind the end of a message', code: 'EPROTOCOL' }, false);
        if (digitsOf(text) === CLOSING) return end(failureOf(text, COMMANDS[replies] ?? 'DATA'), false);
        switch (stage) {
          case 'commands':
            return hearCommand(text);
          case 'nothing':
            return end(refused!, refused!.responseCode !== undefined);
          case 'text': {
            const outcome = text.startsWith('2') ? text : failureOf(text, 'DATA');
            return end(outcome, left && digitsOf(text) !== undefined);
          }
        }
      },
    };
    dialogue.listen(listener);
    if (heard !== null) for (const text of heard) listener.reply(text);
    else if (pipelined) dialogue.say(commands.join('\r\n'));
    else dialogue.say(commands[0]!);
  });
}

/** Keeps what a server says to an envelope before its message's turn. One that says more than that is hung up on. */
function overhearing(dialogue: SmtpDialogue, heard: string[]): SmtpListener {
  return {
    reply(text) {
      if (heard.length === COMMANDS.length) dialogue.hangUp();
      else heard.push(text);
    },
    // Whoever comes to send the message sees that the connection is no longer open.
    broken() {},
  };
}

function failureOf(reply: string, command: string): SmtpFailure {
  return { message: reply, response: reply, responseCode: digitsOf(reply), command };
}

function digitsOf(reply: string): number | undefined {
  const digits = Number(/^\d+/.exec(reply)?.[0] ?? 0);
  return digits === 0 ? undefined : digits;
}
