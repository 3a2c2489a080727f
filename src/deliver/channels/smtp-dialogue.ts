import type { SmtpFailure } from './smtp-answer.js';
import { smtpReplies } from './smtp-replies.js';
import type { SmtpSocket } from './smtp-socket.js';

/** Who is told what the server says, in the very turn in which it was heard. */
export interface SmtpListener {
  reply(text: string): void;
  /** The connection is gone, or nobody answered in time; nothing more will be heard. */
  broken(failure: SmtpFailure): void;
}

/** A conversation with a mail server. */
export interface SmtpDialogue extends Pick<SmtpSocket, 'offers' | 'largest'> {
  /** False as soon as either side has closed its half. */
  isOpen(): boolean;
  /** One command or several, without the last line end. */
  say(commands: string): void;
  /** Writes bytes; `flushed` is called when the system has taken them all, and never when the connection broke. */
  write(bytes: Uint8Array, flushed?: () => void): void;
  /** Whoever listens now, or nobody: a server that speaks while nobody listens is hung up on. */
  listen(listener: SmtpListener | null): void;
  hangUp(): void;
}

/** So much of a large message is given to the system at once. */
const PART_BYTES = 256 * 1024;
const REFUSAL = /^([45]\d{2})[ -]/;

/** Speaks on a socket that is connected, encrypted and logged in on. */
export function openDialogue({ socket, offers, largest }: SmtpSocket): SmtpDialogue {
  const replies = smtpReplies();
  let listener: SmtpListener | null = null;
  let open = true;

  const hangUp = (): void => {
    open = false;
    socket.destroy();
  };
  const fail = (failure: SmtpFailure): void => {
    if (!open) return;
    hangUp();
    const told = listener;
    listener = null;
    told?.broken(failure);
  };
  const hungUp = (): void => {
    const rest = replies.rest();
    const digits = REFUSAL.exec(rest)?.[1];
    // A refusal without its line end is one all the same. Of anything else nobody knows how it would have gone on.
    const said = digits === undefined ? {} : { response: rest, responseCode: Number(digits) };
    fail({ message: 'the server hung up', code: 'ECONNECTION', ...said });
  };
  socket.on('data', (bytes: Buffer) => {
    if (!open) return;
    const heard = replies.read(bytes);
    if (heard === null) fail({ message: 'an answer of the server has no end', code: 'EPROTOCOL' });
    for (const reply of heard ?? []) {
      if (!open) return;
      if (listener === null) hangUp();
      else listener.reply(reply);
    }
  });
  socket.on('end', hungUp);
  socket.on('close', hungUp);
  socket.on('timeout', () => fail({ message: 'the server did not answer in time', code: 'ETIMEDOUT' }));
  // Stays for good: an error on an idle connection would otherwise end the process.
  socket.on('error', ({ message }) => fail({ message: `the connection broke: ${message}`, code: 'ESOCKET' }));

  const write = (bytes: Uint8Array, flushed?: () => void): void => {
    if (!open) return;
    if (bytes.length <= PART_BYTES) {
      socket.write(bytes, (error) => {
        if (!error && open) flushed?.();
      });
      return;
    }
    socket.write(bytes.subarray(0, PART_BYTES), (error) => {
      if (!error) write(bytes.subarray(PART_BYTES), flushed);
    });
  };
  return {
    offers,
    largest,
    isOpen: () => open && socket.writable,
    say: (commands) => write(Buffer.from(`${commands}\r\n`, 'utf8')),
    write,
    listen: (next) => {
      listener = next;
    },
    hangUp,
  };
}
