import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import { openSmtpLink } from '../../src/deliver/channels/smtp-link.js';
import type { Answer } from '../../src/deliver/way.js';
import { CutWire } from './cut-wire.js';
import { exampleParcel } from './parcels.js';

type How = 'end' | 'reset';

/** A mail server at the other end of a wire in memory, which is cut after so many bytes in one direction. */
class Wire extends CutWire {
  /** Whether the server has the whole message, and whether its whole word on it went out. */
  hasMessage = false;
  hasAnswered = false;
  #heard = '';
  #inBody = false;

  constructor(
    readonly hears: number,
    readonly says: number,
    readonly how: How,
  ) {
    super();
    setImmediate(() => this.#say('220 wire ESMTP\r\n'));
  }

  protected override limit(): number {
    return this.hears;
  }

  protected override hear(text: string): void {
    this.#heard += text;
    for (;;) {
      const end = this.#inBody ? '\r\n.\r\n' : '\r\n';
      const at = this.#heard.indexOf(end);
      if (at < 0 || this.isCut) return;
      const line = this.#heard.slice(0, at);
      this.#heard = this.#heard.slice(at + end.length);
      if (this.#inBody) {
        this.#inBody = false;
        this.hasMessage = true;
        this.hasAnswered = this.#say('250 2.0.0 queued\r\n');
      } else if (/^EHLO/.test(line)) this.#say('250-wire\r\n250 SIZE 50000000\r\n');
      else if (/^DATA/.test(line)) {
        this.#inBody = true;
        this.#say('354 go on\r\n');
      } else this.#say('250 2.1.0 ok\r\n');
    }
  }

  /** False when the wire is cut within it. */
  #say(text: string): boolean {
    if (this.isCut) return false;
    const part = text.slice(0, this.says - this.said);
    this.said += part.length;
    if (part !== '') this.push(part);
    if (this.said >= this.says) this.cut();
    return part === text;
  }

  protected override breakOff(): void {
    if (this.how === 'end') super.breakOff();
    else this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  }
}

interface Handed {
  readonly wire: Wire;
  readonly answer: Answer;
  readonly asked: number;
}

/** Hands one message over the wire; leave is given after so many turns, with the bytes that had been written by then. */
async function handOver(wire: Wire, turns: number): Promise<Handed & { readonly early: boolean }> {
  let asked = 0;
  let early = false;
  const way = openSmtp('smtp://127.0.0.1:25', {
    connect: (settings) =>
      openSmtpLink({ ...settings, connection: { ...settings.connection, connection: wire as unknown as Socket } }),
  });
  const answer = await way.hand(exampleParcel('m1', 300), async () => {
    asked += 1;
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    early = wroteDot(wire);
  });
  wire.destroy();
  return { wire, answer, asked, early };
}

function wroteDot({ written }: Wire): boolean {
  return written.includes('\r\n.\r\n');
}

function check({ wire, answer, asked, early }: Awaited<ReturnType<typeof handOver>>, what: string): void {
  const { kind, reply } = answer;
  const said = `${what}: ${kind} (${reply})`;
  expect(asked, said).toBeLessThanOrEqual(1);
  expect(early, `${said}: the last byte before leave`).toBe(false);
  expect(['accepted', 'deferred', 'unknown'], said).toContain(kind);
  if (kind === 'accepted') expect([wire.hasMessage, wire.hasAnswered], said).toEqual([true, true]);
  if (kind === 'deferred') expect([wroteDot(wire), wire.hasMessage], said).toEqual([false, false]);
  if (kind === 'unknown') expect(wroteDot(wire) && !(wire.hasAnswered && wire.how === 'end'), said).toBe(true);
}

const FAR = 1_000_000;

describe.each<How>(['end', 'reset'])('a connection that breaks (%s)', (how) => {
  it('after any byte that is sent or received leaves no doubt before the last byte left, and no copy after it', async () => {
    const whole = await handOver(new Wire(FAR, FAR, how), 1);
    expect(whole.answer.kind).toBe('accepted');
    const kinds = new Map<string, number>();
    for (let cut = 1; cut <= whole.wire.written.length; cut += 1) {
      const handed = await handOver(new Wire(cut, FAR, how), cut % 3);
      check(handed, `cut after ${cut} bytes were heard`);
      kinds.set(handed.answer.kind, (kinds.get(handed.answer.kind) ?? 0) + 1);
    }
    for (let cut = 0; cut <= whole.wire.said; cut += 1)
      for (const turns of [0, 1, 2]) {
        const handed = await handOver(new Wire(FAR, cut, how), turns);
        check(handed, `cut after ${cut} bytes were said`);
        kinds.set(handed.answer.kind, (kinds.get(handed.answer.kind) ?? 0) + 1);
      }
    expect(kinds.get('deferred')).toBeGreaterThan(100);
    expect(kinds.get('unknown')).toBeGreaterThan(100);
  });
});
