import type { Socket } from 'node:net';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { invariant } from '../../model/failure.js';

/** A socket on which a mail server waits for a message, and what it said of itself. */
export interface SmtpSocket {
  readonly socket: Socket;
  /** The keywords of its EHLO that a message depends on. */
  readonly offers: ReadonlySet<string>;
  /** The largest message it takes; zero when it does not say. */
  readonly largest: number;
}

/** What nodemailer does not declare of its connection. `test/deliver/smtp-socket.test.ts` holds that it is so still. */
interface Undeclared {
  readonly _socket: Socket | false;
  readonly _supportedExtensions: readonly string[];
  readonly _maxAllowedSize: number;
  readonly _remainder: string;
  readonly _responseQueue: readonly string[];
  readonly _onSocketData: (chunk: Buffer) => void;
  readonly _onSocketError: (error: Error) => void;
  readonly _onSocketClose: () => void;
  readonly _onSocketEnd: () => void;
  readonly _onSocketTimeout: () => void;
}

/**
 * Takes the socket out of a connection that nodemailer has opened, encrypted and logged in on: from here on nodemailer hears nothing of it, and must not be asked to do anything with it. Null when the server
 * has said more than it was asked, or is gone. To be called in the turn in which nodemailer was done: whatever the server says next is for the new owner.
 */
export function takeSocket(connection: SMTPConnection): SmtpSocket | null {
  const parts = connection as unknown as Undeclared;
  const { _socket: socket } = parts;
  if (socket === false || socket.destroyed || !socket.writable) return null;
  if (parts._remainder !== '' || parts._responseQueue.length > 0) return null;
  socket.removeListener('data', parts._onSocketData);
  socket.removeListener('error', parts._onSocketError);
  socket.removeListener('close', parts._onSocketClose);
  socket.removeListener('end', parts._onSocketEnd);
  socket.removeListener('timeout', parts._onSocketTimeout);
  invariant(socket.listenerCount('data') === 0, 'nobody else reads what the server says');
  return { socket, offers: new Set(parts._supportedExtensions), largest: parts._maxAllowedSize };
}
