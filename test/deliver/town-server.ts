import type { Socket } from 'node:net';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import { openSmtpLink } from '../../src/deliver/channels/smtp-link.js';
import type { EmailParcel, Way } from '../../src/deliver/way.js';
import { CutWire } from './cut-wire.js';

/** At which point of a message a server does something of its own. */
export type Point = 'MAIL' | 'RCPT' | 'DATA' | 'dot';

/** What it does there: says something else, says something more behind what it says, or hangs up, before its word or behind it. */
export type Whim =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'add'; readonly text: string }
  | { readonly do: 'drop' }
  | { readonly do: 'say and drop' };

/** How a server in memory is, to every connection. */
export interface Town {
  readonly extensions: readonly string[];
  /** By the sender's name, which is the message's id. */
  readonly whims: ReadonlyMap<string, Partial<Record<Point, Whim>>>;
  /** Its replies come in pieces of so many bytes. */
  readonly piece: number;
  /** Hears nothing that came in one piece with the end of a message, behind it. */
  readonly deafBehindEnd?: boolean;
  /** The first connection is cut after so many bytes were heard, or said. */
  readonly hears?: number;
  readonly says?: number;
}

/** One message that it has whole. */
export interface Got {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly answer: string;
}

const USUAL = { MAIL: '250 2.1.0 ok', RCPT: '250 2.1.5 ok', DATA: '354 go on', dot: '250 2.0.0 queued' } as const;
const END = '\r\n.\r\n';

/** A mail server in memory, with as many wires to it as are opened. */
export class TownServer {
  readonly got: Got[] = [];
  /** Commands in the order in which they came, with the connection. */
  readonly commands: string[] = [];
  /** Envelopes that came in one piece with the end of the message before. */
  behind = 0;
  readonly wires: TownWire[] = [];
  readonly way: Way<EmailParcel>;

  constructor(readonly town: Town) {
    this.way = openSmtp('smtp://127.0.0.1:25', {
      connect: (settings) => {
        const wire = new TownWire(this, this.wires.length);
        this.wires.push(wire);
        const connection = { ...settings.connection, connection: wire as unknown as Socket };
        return openSmtpLink({ ...settings, connection });
      },
    });
  }

  get open(): number {
    return this.wires.filter((wire) => !wire.destroyed).length;
  }
}

/** One connection. */
export class TownWire extends CutWire {
  #heard = '';
  #text: string[] | null = null;
  #from = '';
  #to = '';

  constructor(
    readonly server: TownServer,
    readonly number: number,
  ) {
    super({ allowHalfOpen: false });
    setImmediate(() => this.#say('220 town ESMTP'));
  }

  protected override limit(): number {
    return (this.number === 0 ? this.server.town.hears : undefined) ?? Number.POSITIVE_INFINITY;
  }

  protected override hear(text: string): void {
    this.#heard += text;
    while (!this.isCut) {
      const isEmpty = this.#text !== null && this.#heard.startsWith('.\r\n');
      const end = this.#text !== null && !isEmpty ? END : '\r\n';
      const at = this.#heard.indexOf(end);
      if (at < 0) return;
      const line = this.#heard.slice(0, at);
      this.#heard = this.#heard.slice(at + end.length);
      if (this.#text === null) this.#command(line);
      else this.#take(isEmpty ? '' : line);
    }
  }

  #take(text: string): void {
    this.#text = null;
    if (/^MAIL/.test(this.#heard)) this.server.behind += 1;
    if (this.server.town.deafBehindEnd === true) this.#heard = '';
    const answer = this.#act('dot', USUAL.dot);
    this.server.got.push({ from: this.#from, to: this.#to, body: text, answer });
    this.#from = '';
    this.#to = '';
  }

  #command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    this.server.commands.push(`${this.number} ${verb}`);
    const address = /<(.*)>/.exec(line)?.[1] ?? '';
    if (verb === 'EHLO') {
      const lines = ['town', ...this.server.town.extensions];
      for (const [i, each] of lines.entries()) this.#say(`250${i === lines.length - 1 ? ' ' : '-'}${each}`);
    } else if (verb === 'MAIL') {
      this.#from = address;
      this.#to = '';
      if (!this.#act('MAIL', USUAL.MAIL).startsWith('2')) this.#from = '';
    } else if (verb === 'RCPT') {
      const answer = this.#act('RCPT', this.#from === '' ? '503 5.5.1 whose?' : USUAL.RCPT);
      if (answer.startsWith('2')) this.#to = address;
    } else if (verb === 'DATA') {
      const answer = this.#act('DATA', this.#to === '' ? '503 5.5.1 to nobody?' : USUAL.DATA);
      if (answer.startsWith('3')) this.#text = [];
    } else if (verb === 'RSET') {
      this.#from = '';
      this.#say('250 ok');
    } else this.#say(verb === 'QUIT' ? '221 bye' : '500 5.5.2 what?');
  }

  /** What it said. */
  #act(point: Point, usual: string): string {
    const id = this.#from.split('@')[0] ?? '';
    const whim = this.server.town.whims.get(id)?.[point];
    switch (whim?.do) {
      case undefined:
        return this.#say(usual);
      case 'say':
        return this.#say(whim.text);
      case 'add': {
        this.#say(usual);
        this.#say(whim.text);
        return usual;
      }
      case 'drop':
        this.cut();
        return '';
      case 'say and drop': {
        this.#say(usual);
        this.cut();
        return usual;
      }
    }
  }

  #say(text: string): string {
    const { piece, says = Number.POSITIVE_INFINITY } = this.server.town;
    const whole = Buffer.from(`${text}\r\n`, 'latin1');
    const room = this.number === 0 ? says - this.said : whole.length;
    const part = whole.subarray(0, Math.max(0, room));
    this.said += part.length;
    for (let from = 0; from < part.length && !this.isCut && !this.destroyed; from += piece)
      this.push(part.subarray(from, from + piece));
    if (part.length < whole.length) this.cut();
    return part.length < whole.length ? '' : text;
  }
}
