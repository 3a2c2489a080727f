import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** What a server in memory says, by stage; what is not told is said the usual way. */
export interface WireScript {
  readonly extensions?: readonly string[];
  readonly MAIL?: string;
  readonly RCPT?: string;
  readonly DATA?: string;
  readonly dot?: string;
  /** Its replies come in pieces of so many bytes. */
  readonly piece?: number;
}

/** A mail server at the other end of a wire in memory: what is written to it is kept, and taken only when `take` says so. */
export class MailWire extends Duplex {
  /** What was written since the greetings. */
  written = Buffer.alloc(0);
  /** Whether what is written is taken at once; else each write waits for `takeOne`. */
  takes = true;
  readonly #script: WireScript;
  readonly #waiting: (() => void)[] = [];
  #heard = '';
  #inText = false;

  constructor(script: WireScript = {}) {
    super({ allowHalfOpen: false });
    this.#script = script;
    setImmediate(() => this.say('220 wire ESMTP\r\n'));
  }

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    if (!/^(?:EHLO|QUIT)/.test(chunk.toString('latin1'))) this.written = Buffer.concat([this.written, chunk]);
    const take = (): void => {
      done();
      setImmediate(() => this.#hear(chunk.toString('latin1')));
    };
    if (this.takes) take();
    else this.#waiting.push(take);
  }

  /** How many writes wait to be taken. */
  get waiting(): number {
    return this.#waiting.length;
  }

  takeOne(): void {
    this.#waiting.shift()?.();
  }

  say(text: string): void {
    const { piece = text.length } = this.#script;
    for (let from = 0; from < text.length; from += piece)
      if (!this.destroyed) this.push(Buffer.from(text.slice(from, from + piece), 'latin1'));
  }

  setTimeout(): this {
    return this;
  }

  #hear(text: string): void {
    this.#heard += text;
    while (!this.destroyed) {
      const isEmpty = this.#inText && this.#heard.startsWith('.\r\n');
      const end = this.#inText && !isEmpty ? '\r\n.\r\n' : '\r\n';
      const at = this.#heard.indexOf(end);
      if (at < 0) return;
      const line = this.#heard.slice(0, at);
      this.#heard = this.#heard.slice(at + end.length);
      this.#answer(line);
    }
  }

  #answer(line: string): void {
    const { extensions = [], MAIL = '250 ok', RCPT = '250 ok', DATA = '354 go on', dot = '250 queued' } = this.#script;
    if (this.#inText) {
      this.#inText = false;
      this.say(`${dot}\r\n`);
    } else if (/^EHLO/.test(line)) {
      const lines = ['wire', ...extensions];
      this.say(lines.map((each, i) => `250${i === extensions.length ? ' ' : '-'}${each}\r\n`).join(''));
    } else if (/^MAIL/.test(line)) this.say(`${MAIL}\r\n`);
    else if (/^RCPT/.test(line)) this.say(`${RCPT}\r\n`);
    else if (/^DATA/.test(line)) {
      this.#inText = DATA.startsWith('3');
      this.say(`${DATA}\r\n`);
    } else this.say('250 ok\r\n');
  }
}

/** nodemailer's connection over the wire, greeted. */
export function greetOver(wire: MailWire): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    connection: wire as unknown as Socket,
    ignoreTLS: true,
    socketCloseTimeout: 0,
  });
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}
