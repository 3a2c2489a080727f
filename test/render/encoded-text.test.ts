import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteSink } from '../../src/render/byte-sink.js';
import { Body } from '../../src/render/liquid/body.js';
import { TIDY_LINES } from '../../src/render/liquid/encode-lines.js';
import { GIVE_UP } from '../../src/render/liquid/liquid-run.js';
import { NotCovered } from '../../src/render/liquid/not-covered.js';
import { encodeBody, encodeQuotedPrintable } from '../../src/render/quoted-printable.js';
import { tidyText } from '../../src/render/tidy-text.js';
import { writeLine } from '../../src/render/write-line.js';

// `LIFECYCLE_TEXTS=100000` for as many.
const RUNS = Number(process.env.LIFECYCLE_TEXTS ?? 2000);

const SIGNS =
  'a|Zoë|=|.|..|From |  | |\t|\n|\n\n|\n\n\n|\r\n|\r|\n.|.\n|€|45,50\u00a0€|\u00a0|\u2009|\u202f|\ufeff|\u3000|\u2028|\u0085|\u0000|\u007f|\u009f|😀|\ud83d|\ude00|ﬀ|ｱ|';
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SIGNS.split('|'), ' \n', '\n ', '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('x'.repeat(74), 'é'.repeat(25), ' '.repeat(80), '.'.repeat(80), '€'.repeat(9)),
  },
  fc.string({ unit: 'binary', maxLength: 90 }),
);
const pieces = fc.array(
  fc.record({ text: fc.array(piece, { maxLength: 4 }).map((all) => all.join('')), isWritten: fc.boolean() }),
  {
    maxLength: 9,
  },
);

test('a text part that is written by pieces has the bytes of the whole', () => {
  const count = { same: 0, empty: 0, left: 0 };
  fc.assert(
    fc.property(pieces, (all) => {
      const sink = new ByteSink();
      const body = new Body(sink);
      const text = tidyText(all.map((each) => each.text).join(''));
      try {
        for (const { text, isWritten } of all)
          if (isWritten) TIDY_LINES.written(text)?.(body);
          else TIDY_LINES.found(body, text);
      } catch (error) {
        if (error !== GIVE_UP && !(error instanceof NotCovered)) throw error;
        expect(all.some((each) => each.text.endsWith('\r'))).toBe(true);
        count.left += 1;
        return;
      }
      expect(body.end()).toBe(text !== '\n');
      expect(Buffer.from(sink.take()).toString()).toBe(encodeBody(text));
      count[text === '\n' ? 'empty' : 'same'] += 1;
    }),
    { numRuns: RUNS },
  );
  expect(count.same).toBeGreaterThan(RUNS * 0.5);
  expect(count.empty).toBeGreaterThan(0);
});

test('a line that is written right away is the one that is encoded first', () => {
  let count = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (texts) => {
      const sink = new ByteSink();
      sink.ascii('before');
      const text = texts.join('');
      const isWritten = writeLine(sink, texts, texts.length);
      if (!isWritten) sink.cut('before'.length);
      expect(Buffer.from(sink.take()).toString()).toBe(isWritten ? `before${encodeQuotedPrintable(text)}` : 'before');
      // Nothing else is left out but what must be; halves of a character may also stand in two of the texts.
      expect(isWritten).toBe(!/^$|[\p{Cc}\u{10000}-\u{10ffff}\p{Cs}]/u.test(text));
      if (isWritten) count += 1;
    }),
    { numRuns: RUNS },
  );
  expect(count).toBeGreaterThan(RUNS * 0.05);
});

test.each([0, 1, 2, 3].flatMap((n) => ['x', 'é', '€', '.'].map((sign) => [n, sign] as const)))(
  'a line ends where it must, %d signs before its end, behind %s',
  (n, sign) => {
    for (let length = 70 - n; length < 78 - n; length += 1)
      for (const end of ['', ' ', '  ', '.', '=', 'é', '. '])
        for (const times of [1, 2]) {
          const text = ('a'.repeat(length) + sign.repeat(n) + end).repeat(times);
          const sink = new ByteSink();
          expect(writeLine(sink, [text], 1)).toBe(true);
          expect(Buffer.from(sink.take()).toString()).toBe(encodeQuotedPrintable(text));
        }
  },
);

test('what was taken stays as it is, however much is written after it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.noBias(fc.integer({ min: 0, max: 400_000 })), fc.integer({ min: 0, max: 3 })), {
        maxLength: 12,
      }),
      (writes) => {
        const sink = new ByteSink();
        const taken: (readonly [Uint8Array, string])[] = [];
        for (const [i, [size, cut]] of writes.entries()) {
          const text = String.fromCharCode(97 + i).repeat(size);
          sink.ascii(text.slice(0, size / 2));
          const half = sink.length;
          sink.put(Buffer.from(text));
          sink.cut(half);
          sink.put(Buffer.from(text.slice(half)));
          expect(sink.length).toBe(size);
          sink.cut(Math.max(0, size - cut));
          taken.push([sink.take(), text.slice(0, Math.max(0, size - cut))]);
        }
        for (const [bytes, text] of taken) expect(Buffer.from(bytes).toString()).toBe(text);
      },
    ),
    { numRuns: 30 },
  );
});
