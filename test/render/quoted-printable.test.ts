import fc from 'fast-check';
import { encode, wrap } from 'nodemailer/lib/qp';
import { expect, test } from 'vitest';
import { ByteSink } from '../../src/render/byte-sink.js';
import { encodePiece, encodeQuotedPrintable } from '../../src/render/quoted-printable.js';
import { decodeQuotedPrintable } from './decode-quoted-printable.js';

const piece = fc.oneof(
  fc.constantFrom(
    '.',
    '..\n',
    ' ',
    '\t',
    '\n',
    '\r\n',
    'From ',
    '=',
    '=\n',
    'é',
    '😀',
    'a.b',
    '--',
    'x'.repeat(75),
    ' '.repeat(80),
    '.'.repeat(160),
  ),
  fc.string({ unit: 'binary', maxLength: 90 }),
  fc.string({ maxLength: 200 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''));
/** Half a character is the one that stands for what is none. */
const wellFormed = (raw: string): string => Buffer.from(raw, 'utf8').toString('utf8');
const withBreaks = (raw: string): string => wellFormed(raw).replace(/\r\n?|\n/g, '\r\n');

function expectSound(encoded: string): void {
  expect(encoded).toMatch(/^(?:[\x20-\x7e\t]|\r\n)*$/);
  for (const line of encoded.split('\r\n')) {
    expect(line.length).toBeLessThanOrEqual(76);
    expect(line).not.toMatch(/^\.|[ \t]$/);
    // No character is in two lines.
    expect(line).not.toMatch(/^=[89AB]|=[CDEF][0-9A-F]=?$/);
  }
}

test('any text reads back, in lines that every server lets through', () => {
  fc.assert(
    fc.property(text, (raw) => {
      const encoded = encodeQuotedPrintable(raw);
      expectSound(encoded);
      expect(decodeQuotedPrintable(encoded)).toBe(withBreaks(raw));
      // Nodemailer's says the same.
      expect(decodeQuotedPrintable(wrap(encode(withBreaks(raw)), 76))).toBe(withBreaks(raw));
    }),
    { numRuns: 1000 },
  );
});

test('pieces that are joined read back as the whole, without the line breaks at its end', () => {
  const whole = text.map((raw) => wellFormed(raw).replace(/\r/g, ''));
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 6 }), (raws) => {
      const sink = new ByteSink();
      for (const raw of raws) sink.ascii(encodePiece(raw));
      sink.trimEnd(0);
      const encoded = Buffer.from(sink.take()).toString();
      expectSound(encoded);
      expect(decodeQuotedPrintable(encoded)).toBe(withBreaks(raws.join('').replace(/\n+$/, '')));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['', ''],
  ['plain', 'plain'],
  ['.', '=2E'],
  ['a\n.\nb', 'a\r\n=2E\r\nb'],
  ['a ', 'a=20'],
  ['a \nb\t\n', 'a=20\r\nb=09\r\n'],
  ['1 = 1', '1 =3D 1'],
  ['Grüße', 'Gr=C3=BC=C3=9Fe'],
  ['x'.repeat(75), 'x'.repeat(75)],
  ['x'.repeat(76), `${'x'.repeat(75)}=\r\nx`],
  [`${'x'.repeat(75)}..`, `${'x'.repeat(75)}=\r\n=2E.`],
  ['half \ud83d', 'half =EF=BF=BD'],
])('%j is written %j', (raw, encoded) => {
  expect(encodeQuotedPrintable(raw)).toBe(encoded);
});
