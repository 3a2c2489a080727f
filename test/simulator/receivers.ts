import type { SmtpFailure } from '../../src/deliver/channels/smtp-answer.js';
import { answerToFailure, answerToNoConnection } from '../../src/deliver/channels/smtp-answer.js';
import type { LinkAnswer, SmtpLink } from '../../src/deliver/channels/smtp-link.js';
import { answerToNoCall, answerToStatus } from '../../src/deliver/channels/webhook-answer.js';
import type { Answer, EmailParcel, HttpParcel, Parcel, Way } from '../../src/deliver/way.js';
import { invariant } from '../../src/model/failure.js';
import { HOUR, MINUTE } from '../../src/model/milliseconds.js';
import type { Instant } from '../../src/model/value.js';
import type { Chance } from './chance.js';
import type { Faults } from './faults.js';
import { Crash, type Process } from './simulated-machine.js';
import type { VirtualTime } from './virtual-time.js';

/** Something that a receiver, or the process before it, did about a message. */
export interface Seen {
  readonly time: Instant;
  /** What the clock of the process showed. */
  readonly clock: Instant;
  readonly by: string;
  /** The last entry of the journal before it. */
  readonly after: number;
  readonly id: string;
  readonly profileId: string;
  readonly what: /** The last byte left the process. */
    | 'left'
    /** The receiver has the whole message and keeps it. */
    | 'taken'
    /** The receiver has the whole message and throws it away. */
    | 'thrown away'
    /** The process got the receiver's word that it took it. */
    | 'acknowledged'
    /** The process got the receiver's word that it did not. */
    | 'refused'
    /** After the last byte nothing more is heard. */
    | 'silence';
  /** Of what left: the bytes, and where to. */
  readonly bytes?: string;
  readonly to?: string;
}

const PATIENCE = 10 * MINUTE;
const LEASE = MINUTE;

/** Who gets the messages: one mail server and one receiver of calls, and the wires to them. */
export class Receivers {
  readonly seen: Seen[] = [];
  /** Told of each last byte, just before it leaves. */
  after: () => number = () => 0;
  /** Somebody stops a message that is about to leave. */
  stop: (parcel: Parcel, how: 'suppressed' | 'halted') => void = () => {};
  onLastByte: (parcel: Parcel, process: Process) => void = () => {};
  readonly #time: VirtualTime;
  readonly #faults: Faults;
  readonly #chance: Chance;

  constructor(time: VirtualTime, faults: Faults, chance: Chance) {
    this.#time = time;
    this.#faults = faults;
    this.#chance = chance;
  }

  /** Opens a connection to the mail server, as `openSmtpLink` does. */
  async connect(process: Process): Promise<SmtpLink | Answer> {
    const strikes = this.#strikes;
    await this.#wire(process);
    const failed = (failure: SmtpFailure): Answer => answerToNoConnection(failure, 'mail.example:25');
    if (strikes('connection refused')) return failed({ message: 'connect ECONNREFUSED', code: 'ESOCKET' });
    if (strikes('greeting 4xx')) return failed({ message: '421', response: '421 4.3.2 closing', responseCode: 421 });
    if (strikes('greeting 5xx')) return failed({ message: '554', response: '554 5.3.2 no', responseCode: 554 });
    if (strikes('hung up at EHLO')) return failed({ message: 'closed', code: 'ECONNECTION', command: 'EHLO' });
    if (strikes('login refused')) {
      return failed({ message: '535', code: 'EAUTH', response: '535 5.7.8 no', responseCode: 535 });
    }
    let isAlive = true;
    const close = (): void => {
      isAlive = false;
    };
    let expected: EmailParcel | null = null;
    let isWilling = false;
    return {
      alive: () => isAlive,
      expects: () => expected,
      send: async (parcel, handingOver, next) => {
        invariant(expected === null || expected === parcel, 'the message that was expected comes');
        let coming: EmailParcel | null = null;
        const leave = (): Promise<void> => {
          const given = handingOver();
          coming = isWilling ? next() : null;
          return given;
        };
        const answered = await this.#mail(process, parcel, leave, close);
        isWilling = answered.answer.kind === 'accepted';
        expected = isWilling ? coming : null;
        return answered;
      },
      quit: async () => close(),
    };
  }

  /** A way out by calls, as `openWebhook` makes it. */
  calls(process: Process): Way<HttpParcel> {
    return { hand: (parcel, handingOver) => this.#call(process, parcel, handingOver), close: async () => {} };
  }

  async #mail(
    process: Process,
    parcel: Parcel & { readonly channel: 'email' },
    handingOver: () => void | Promise<void>,
    close: () => void,
  ): Promise<LinkAnswer> {
    const strikes = this.#strikes;
    const hungUp = { message: 'Connection closed unexpectedly', code: 'ECONNECTION', command: 'CONN' };
    const broken = (handed: boolean): LinkAnswer => {
      close();
      return { answer: answerToFailure(hungUp, handed), elsewhere: !handed };
    };
    const said = (code: string, digits: number, handed: boolean, text: string): LinkAnswer => {
      if (digits === 421) close();
      const failure = { message: text, code, response: `${digits} ${text}`, responseCode: digits };
      return { answer: answerToFailure(failure, handed), elsewhere: false };
    };
    await this.#wire(process);
    if (strikes('idle connection gone')) return broken(false);
    if (strikes('MAIL 4xx')) return said('EENVELOPE', 451, false, '4.3.0 later');
    if (strikes('MAIL 5xx')) return said('EENVELOPE', 550, false, '5.1.8 no');
    await this.#wire(process);
    if (strikes('RCPT 4xx')) return said('EENVELOPE', 450, false, '4.2.1 busy');
    if (strikes('RCPT 5xx')) return said('EENVELOPE', 550, false, '5.1.1 nobody');
    await this.#wire(process);
    if (strikes('DATA refused')) return said('EENVELOPE', 451, false, '4.3.0 later');
    if (strikes('hung up in mid-body')) return broken(false);
    if (strikes('slow before the last byte')) await this.#time.after(this.#chance.pick([2, 300]) * MINUTE, process);
    if (!(await this.#handOver(process, parcel, handingOver, close))) return { ...broken(false), elsewhere: false };
    if (process.isDead) return this.#never();
    this.#lastByte(process, parcel, parcel.to);
    if (strikes('last byte lost')) return this.#silence(process, parcel, broken);
    await this.#wire(process);
    if (strikes('4xx after the dot'))
      return this.#answered(process, parcel, said('EMESSAGE', 451, true, '4.7.1 later'));
    if (strikes('5xx after the dot')) return this.#answered(process, parcel, said('EMESSAGE', 554, true, '5.7.1 spam'));
    this.#note(process, parcel, 'taken');
    await this.#afterTaking(process);
    if (this.#isLost()) return this.#silence(process, parcel, broken);
    await this.#wire(process);
    return this.#answered(process, parcel, {
      answer: { kind: 'accepted', reply: '250 2.0.0 queued' },
      elsewhere: false,
    });
  }

  async #call(process: Process, parcel: HttpParcel, handingOver: () => void | Promise<void>): Promise<Answer> {
    const strikes = this.#strikes;
    const status = (code: number, handed: boolean): Answer =>
      answerToStatus(
        { status: code, headers: code === 429 ? { 'retry-after': '90' } : {}, reply: String(code) },
        handed,
      );
    const unheard = (handed: boolean): Answer =>
      handed ? { kind: 'unknown', reply: 'no answer' } : { kind: 'deferred', reply: 'the receiver hung up' };
    await this.#wire(process);
    if (strikes('call refused')) return answerToNoCall(new Error('connect ECONNREFUSED'), 'sms.example:443');
    await this.#wire(process);
    if (strikes('hung up in mid-body')) return unheard(false);
    if (strikes('slow before the last byte')) await this.#time.after(this.#chance.pick([2, 300]) * MINUTE, process);
    if (!(await this.#handOver(process, parcel, handingOver, () => {}))) return unheard(false);
    if (process.isDead) return this.#never();
    this.#lastByte(process, parcel, parcel.profileId);
    if (strikes('last byte lost')) return this.#silence(process, parcel, unheard);
    await this.#wire(process);
    for (const [fault, code] of CALL_FAULTS)
      if (strikes(fault)) return this.#answered(process, parcel, status(code, true));
    this.#note(process, parcel, 'taken');
    await this.#afterTaking(process);
    if (this.#isLost()) return this.#silence(process, parcel, unheard);
    await this.#wire(process);
    return this.#answered(process, parcel, status(200, true));
  }

  /** False when the connection is gone meanwhile; throws what `handingOver` throws. */
  async #handOver(
    process: Process,
    parcel: Parcel,
    handingOver: () => void | Promise<void>,
    close: () => void,
  ): Promise<boolean> {
    if (this.#strikes('crash before handing over is committed')) await this.#die(process);
    try {
      const leave = handingOver();
      for (const how of ['suppressed', 'halted'] as const)
        if (this.#strikes(`${how} while in hand`)) this.stop(parcel, how);
      await leave;
    } catch (error) {
      close();
      throw error;
    }
    if (process.isDead) await this.#never();
    if (this.#strikes('hung up while handing over was committed')) return false;
    if (this.#strikes('crash before the last byte')) await this.#die(process);
    return true;
  }

  #lastByte(process: Process, parcel: Parcel, to: string): void {
    this.onLastByte(parcel, process);
    this.#note(process, parcel, 'left', { bytes: Buffer.from(parcel.bytes).toString('latin1'), to });
  }

  async #afterTaking(process: Process): Promise<void> {
    if (this.#strikes('crash after the last byte')) await this.#die(process);
    if (this.#strikes('answer after the lease')) {
      // Stopped, as a machine that sleeps is: its lease runs out, and somebody may take over.
      process.frozenUntil = this.#time.now + LEASE * this.#chance.between(2, 90);
    }
  }

  #isLost(): boolean {
    return this.#strikes('answer lost') || this.#strikes('answer after the patience');
  }

  async #silence<Of>(process: Process, parcel: Parcel, broken: (handed: boolean) => Of): Promise<Of> {
    await this.#time.after(this.#chance.pick([20, 2000, PATIENCE]), process);
    this.#note(process, parcel, 'silence');
    return broken(true);
  }

  async #answered<Of extends Answer | LinkAnswer>(process: Process, parcel: Parcel, said: Of): Promise<Of> {
    const { kind } = 'answer' in said ? said.answer : said;
    this.#note(process, parcel, kind === 'accepted' ? 'acknowledged' : 'refused');
    return said;
  }

  /** Some time on the way, so that something else may happen in between. */
  #wire(process: Process): Promise<void> {
    return this.#time.after(this.#chance.pick([1, 5, 40, 800]), process);
  }

  async #die(process: Process): Promise<never> {
    try {
      process.crash();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    return this.#never();
  }

  #never(): Promise<never> {
    return new Promise(() => {});
  }

  readonly #strikes = (fault: Parameters<Faults['strikes']>[0]): boolean => this.#faults.strikes(fault);

  #note(process: Process, { id, profileId }: Parcel, what: Seen['what'], more: Pick<Seen, 'bytes' | 'to'> = {}): void {
    const { now } = this.#time;
    this.seen.push({
      time: now,
      clock: process.host.clock,
      by: process.name,
      after: this.after(),
      id,
      profileId,
      what,
      ...more,
    });
  }
}

const CALL_FAULTS = [
  ['call 429', 429],
  ['call 500', 500],
  ['call 400', 400],
  ['call 401', 401],
] as const;

/** So long after the last trouble nothing can still be under way. */
export const SETTLED_AFTER = 2 * HOUR;
