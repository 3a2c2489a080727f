import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDialogue, type SmtpDialogue } from '../../src/deliver/channels/smtp-dialogue.js';
import { takeSocket } from '../../src/deliver/channels/smtp-socket.js';
import { type TransactionEnd, transact } from '../../src/deliver/channels/smtp-transaction.js';
import { greetOver, MailWire, type WireScript } from './mail-wire.js';

const END = '\r\n.\r\n';
const sizes = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.constantFrom(1, 16_383, 16_384, 16_385, 600_000));
const pipelining = fc.constantFrom<WireScript>({ extensions: ['PIPELINING'] }, {});

interface Letter {
  readonly wire: MailWire;
  readonly dialogue: SmtpDialogue;
  readonly ended: Promise<TransactionEnd>;
}

async function begin(
  script: WireScript,
  size: number,
  handingOver: (wire: MailWire) => Promise<void>,
): Promise<Letter> {
  const wire = new MailWire(script);
  const dialogue = openDialogue(takeSocket(await greetOver(wire))!);
  const letter = { mail: '<us@shop.test>', rcpt: '<anna@x.test>', bytes: Buffer.alloc(size, 'abc') };
  return { wire, dialogue, ended: transact(dialogue, letter, () => handingOver(wire)) };
}

const wholeOf = (wire: MailWire): string => wire.written.toString('latin1');
const turn = (): Promise<void> => new Promise(setImmediate);

/** A leave that somebody gives, or refuses, later. */
function laterLeave() {
  let give = (): void => {};
  let refuse = (_: unknown): void => {};
  const leave = new Promise<void>((resolve, reject) => {
    give = resolve;
    refuse = reject;
  });
  let ask = (): void => {};
  const asking = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const handingOver = (): Promise<void> => {
    ask();
    return leave;
  };
  return { handingOver, asking, give: () => give(), refuse: (error: unknown) => refuse(error) };
}

it('gives every byte, and asks once, when all but the last bytes are gone', async () => {
  await fc.assert(
    fc.asyncProperty(pipelining, sizes, async (script, size) => {
      const goneAt: number[] = [];
      const { wire, ended } = await begin(script, size, async (at) => {
        goneAt.push(at.written.length);
        expect(wholeOf(at)).not.toContain(END);
      });
      expect(await ended).toMatchObject({ outcome: '250 queued', asked: true, left: true, inStep: true });
      const commands = 'MAIL FROM:<us@shop.test>\r\nRCPT TO:<anna@x.test>\r\nDATA\r\n';
      expect(wholeOf(wire)).toBe(commands + Buffer.alloc(size, 'abc').toString() + END);
      expect(goneAt).toEqual([commands.length + Math.max(0, size - 16_384)]);
    }),
  );
});

it('asks for nothing before the server wants the message', async () => {
  for (const refusal of [{ MAIL: '550 no', DATA: '503 no' }, { RCPT: '550 no' }, { DATA: '554 no' }] as const)
    for (const extensions of [['PIPELINING'], []]) {
      const { ended, wire } = await begin({ ...refusal, extensions }, 500, async () => expect.unreachable());
      expect(await ended).toMatchObject({ asked: false, left: false, inStep: true });
      expect(wholeOf(wire)).not.toContain('abc');
    }
});

it('keeps its last bytes when leave is refused, and says with what', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const refusal = new Error('no');
      const { ended, wire } = await begin({}, size, async () => {
        throw refusal;
      });
      expect(await ended).toMatchObject({ asked: true, left: false, refusal: { error: refusal }, inStep: false });
      await turn();
      expect(wholeOf(wire)).not.toContain(END);
      expect(Object.keys(refusal)).toEqual([]);
    }),
  );
});

it('keeps its last bytes when the server answers, hangs up, breaks or falls silent while it waits for leave, and lets them go in the turn of the leave when not', async () => {
  const events = ['answered', 'ended', 'broken', 'timed out', 'hung up on', 'nothing'] as const;
  await fc.assert(
    fc.asyncProperty(pipelining, sizes, fc.constantFrom(...events), fc.nat(2), async (script, size, what, turns) => {
      const { handingOver, asking, give } = laterLeave();
      const { ended, wire, dialogue } = await begin(script, size, handingOver);
      await asking;
      for (let i = 0; i < turns; i += 1) await turn();
      const before = wire.written.length;
      let isOver = false;
      void ended.then(() => {
        isOver = true;
      });
      if (what === 'answered') wire.say('552 5.3.4 too much\r\n');
      if (what === 'ended') wire.push(null);
      if (what === 'broken') wire.destroy(new Error('read ECONNRESET'));
      if (what === 'timed out') wire.emit('timeout');
      if (what === 'hung up on') dialogue.hangUp();
      await turn();
      // It ends only after the leave that it asked for.
      expect(isOver).toBe(false);
      give();
      await Promise.resolve();
      await Promise.resolve();
      // In the turn in which leave was given they are gone, or never go.
      const gone = wire.written.length > before;
      expect(gone).toBe(what === 'nothing');
      expect(wholeOf(wire).includes(END)).toBe(what === 'nothing');
      const { left, asked, outcome } = await ended;
      expect({ left, asked }).toEqual({ left: what === 'nothing', asked: true });
      if (what === 'answered') expect(outcome).toMatchObject({ responseCode: 552 });
      if (what !== 'nothing') expect(wholeOf(wire)).not.toContain(END);
    }),
  );
});

it('waits for a slow reader before it asks', async () => {
  let asked = 0;
  const { wire, ended } = await begin({ extensions: ['PIPELINING'] }, 600_000, async () => {
    asked += 1;
  });
  wire.takes = false;
  await expect.poll(() => wire.waiting).toBe(1);
  for (let parts = 1; wire.written.length < 583_000; parts += 1) {
    await turn();
    expect(asked).toBe(0);
    wire.takeOne();
    await turn();
    expect(parts).toBeLessThan(5);
  }
  wire.takeOne();
  await expect.poll(() => asked).toBe(1);
  wire.takeOne();
  expect(await ended).toMatchObject({ left: true });
});

it('is refused by the answer that came, though the server hung up before the next', async () => {
  const { ended, wire } = await begin(
    { extensions: ['PIPELINING'], RCPT: '550 5.1.1 nobody', DATA: '' },
    500,
    async () => expect.unreachable(),
  );
  await turn();
  await turn();
  await turn();
  wire.push(null);
  expect(await ended).toMatchObject({ outcome: { responseCode: 550, command: 'RCPT TO' }, inStep: false });
});
