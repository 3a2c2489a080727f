import fc from 'fast-check';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { expect, it } from 'vitest';
import { openDialogue } from '../../src/deliver/channels/smtp-dialogue.js';
import { smtpReplies } from '../../src/deliver/channels/smtp-replies.js';
import { takeSocket } from '../../src/deliver/channels/smtp-socket.js';
import { smtpText } from '../../src/deliver/channels/smtp-text.js';
import { transact } from '../../src/deliver/channels/smtp-transaction.js';
import { greetOver, MailWire, type WireScript } from './mail-wire.js';

// nodemailer, which does all of this byte by byte, is what ours must be like.
const MANY = Number(process.env.LIFECYCLE_TWINS ?? 300);

const piece = fc.constantFrom(
  '\r\n',
  '\r\n.',
  '\r',
  '\n',
  '.',
  '\r\n.\r\n',
  '..',
  '\n.',
  'a',
  'line',
  'ä',
  'x'.repeat(1200),
);
const letters = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  // What waits for leave is cut off at every place of a line's end.
  {
    weight: 2,
    arbitrary: fc
      .record({ before: fc.array(piece, { maxLength: 6 }), after: fc.integer({ min: 16_380, max: 16_390 }) })
      .map(({ before, after }) => Buffer.from(`${before.join('')}\r\n.${'y'.repeat(after)}\r\n`)),
  },
);

const scripts: fc.Arbitrary<WireScript> = fc.record({
  extensions: fc.subarray(['PIPELINING', '8BITMIME', 'SIZE 50000000']),
  MAIL: fc.constantFrom('250 ok', '250-ok\r\n250 go on', '451 4.3.0 later', '550 5.7.1 no'),
  RCPT: fc.constantFrom('250 ok', '250 ok', '450 4.2.0 later', '550-5.1.1 nobody\r\n550 5.1.1 here'),
  DATA: fc.constantFrom('354 go on', '354 go on', '250 go on', '503 nobody', '554 no'),
  dot: fc.constantFrom('250 queued', '250-queued\r\n250 as 42', '451 later', '554 spam', 'nonsense'),
  piece: fc.integer({ min: 1, max: 60 }),
});

interface Said {
  readonly written: Buffer;
  readonly accepted: string | null;
  readonly refused: readonly [reply: string | undefined, digits: number | undefined] | null;
}

async function byNodemailer(script: WireScript, message: Buffer): Promise<Said> {
  const wire = new MailWire(script);
  const connection = await greetOver(wire);
  const use8BitMime = message.some((byte) => byte > 0x7f);
  const envelope = { from: 'us@shop.test', to: ['anna@x.test'], size: message.length, use8BitMime };
  return new Promise((resolve) => {
    connection.on('error', () => {});
    connection.send(envelope, message, (error, info) => {
      const { written } = wire;
      if (error === null || error === undefined) resolve({ written, accepted: info?.response ?? '', refused: null });
      else resolve({ written, accepted: null, refused: [error.response, error.responseCode] });
      connection.close();
    });
  });
}

async function byUs(script: WireScript, message: Buffer): Promise<Said> {
  const wire = new MailWire(script);
  const taken = takeSocket(await greetOver(wire));
  const dialogue = openDialogue(taken!);
  const eightBit = message.some((byte) => byte > 0x7f) && dialogue.offers.has('8BITMIME') ? ' BODY=8BITMIME' : '';
  const size = dialogue.offers.has('SIZE') && message.length > 0 ? ` SIZE=${message.length}` : '';
  const letter = { mail: `<us@shop.test>${eightBit}${size}`, rcpt: '<anna@x.test>', bytes: message };
  const { outcome } = await transact(dialogue, letter, async () => {});
  const { written } = wire;
  dialogue.hangUp();
  if (typeof outcome === 'string') return { written, accepted: outcome, refused: null };
  return { written, accepted: null, refused: [outcome.response, outcome.responseCode] };
}

it(`writes the bytes that nodemailer writes, and hears what it hears, ${MANY} times`, async () => {
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(scripts, letters, async (script, message) => {
      fc.pre(message.length > 0);
      const twin = await byNodemailer(script, message);
      const ours = await byUs(script, message);
      const kind = ours.accepted === null ? String(ours.refused?.[1]) : 'accepted';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      expect(ours.written.toString('latin1')).toBe(twin.written.toString('latin1'));
      expect([ours.accepted, ours.refused?.[1]]).toEqual([twin.accepted, twin.refused?.[1]]);
      // A reply that is no reply is told by us as it came.
      if (twin.refused?.[0] !== undefined) expect(ours.refused?.[0]).toBe(twin.refused[0]);
    }),
    { numRuns: MANY },
  );
  expect(kinds.get('accepted')).toBeGreaterThan(MANY / 20);
});

it('reads replies as nodemailer does, however they are cut', async () => {
  const line = fc.constantFrom(
    '250 ok',
    '250-more',
    '550 5.1.1 no',
    '354 ',
    'nonsense',
    '',
    '250',
    '250 grün',
    '250 \xe4',
    ' ',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(line, fc.constantFrom('\r\n', '\n', '\r\r\n')), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
      async (lines, cuts) => {
        // Ends with a whole reply: what follows is not held against either.
        const text = Buffer.from(`${lines.map(([each, end]) => each + end).join('')}250 end\r\n`, 'latin1');
        const chunks: Buffer[] = [];
        for (let from = 0, i = 0; from < text.length; i += 1) {
          const size = cuts[i % cuts.length]!;
          chunks.push(text.subarray(from, from + size));
          from += size;
        }
        const twin: string[] = [];
        const connection = new SMTPConnection({}) as unknown as {
          _responseActions: ((reply: string) => void)[];
          _onData(chunk: Buffer): void;
        };
        connection._responseActions = Array.from({ length: 50 }, () => (reply: string) => void twin.push(reply));
        const replies = smtpReplies();
        const ours: string[] = [];
        for (const chunk of chunks) {
          connection._onData(chunk);
          ours.push(...replies.read(chunk)!);
        }
        for (let i = 0; i < 60; i += 1) await new Promise(setImmediate);
        expect(ours).toEqual(twin);
        expect(replies.rest()).toBe('');
      },
    ),
    { numRuns: MANY },
  );
});

/** The message as it leaves, whole. */
const leaving = (message: Uint8Array, encoded?: Uint8Array): string => {
  const { head, tail } = smtpText(message, 50, encoded);
  return Buffer.concat([head, tail]).toString('latin1');
};

it('writes the same whether it looks at all of a message or not at the end that was encoded', () => {
  let trusted = 0;
  const line = fc.stringMatching(/^(?:[a-z=][a-z.=]{0,9})?$/).map((text) => `${text}\r\n`);
  fc.assert(
    fc.property(letters, fc.array(line, { minLength: 1, maxLength: 5 }), fc.nat(4), (before, lines, room) => {
      const encoded = Buffer.from(lines.join(''));
      // Somewhere in a larger buffer, as messages are.
      const all = Buffer.concat([Buffer.alloc(room, '.'), before, encoded, Buffer.alloc(room, '.')]);
      const message = all.subarray(room, all.length - room);
      const end = message.subarray(before.length);
      const looked = leaving(message);
      expect(leaving(message, end)).toBe(looked);
      trusted += looked.startsWith(message.toString('latin1')) ? 1 : 0;
    }),
    { numRuns: MANY },
  );
  expect(trusted).toBeGreaterThan(MANY / 20);
});

it('looks at everything when what was encoded is not the end of these very bytes', () => {
  const own = (text: string): Buffer => Buffer.alloc(text.length, text);
  const message = own('a\r\n.b\r\nc\r\n');
  const others = [own('a\r\nxb\r\nc\r\n').subarray(3), message.subarray(0, 3), message.subarray(0, 0)];
  for (const encoded of [...others, undefined]) expect(leaving(message, encoded)).toBe('a\r\n..b\r\nc\r\n.\r\n');
  const larger = own('ab\n');
  expect(leaving(larger.subarray(2), larger)).toBe('\r\n.\r\n');
});

it('copies nothing of a message but its end', () => {
  const message = Buffer.from('A line. And a dot.\r\n'.repeat(3000));
  const { head, tail } = smtpText(message, 1000);
  expect([head.buffer === message.buffer, head.byteOffset, head.length, tail.length]).toEqual([
    true,
    message.byteOffset,
    message.length - 1000,
    1003,
  ]);
});

it('gives up a reply that never ends, on one line or on many', () => {
  const one = smtpReplies();
  const many = smtpReplies();
  const megabyte = 1024 * 1024;
  expect(one.read(Buffer.alloc(megabyte, 'x'))).toEqual([]);
  expect(one.read(Buffer.from('x'))).toBe(null);
  expect(many.read(Buffer.from('250-more\r\n'.repeat(megabyte / 10)))).toEqual([]);
  expect(many.read(Buffer.from('250-more\r\n'.repeat(megabyte / 10)))).toBe(null);
});
