import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteSink } from '../../../src/render/byte-sink.js';
import { Body } from '../../../src/render/liquid/body.js';
import { compileEncoded } from '../../../src/render/liquid/compile-liquid.js';
import { TIDY_LINES } from '../../../src/render/liquid/encode-lines.js';
import { QUOTED_PRINTABLE } from '../../../src/render/liquid/encode-pieces.js';
import { FAST_FILTERS } from '../../../src/render/liquid/fast-filters.js';
import { encodeBody } from '../../../src/render/quoted-printable.js';
import { tidyText } from '../../../src/render/tidy-text.js';
import { decodeQuotedPrintable } from '../decode-quoted-printable.js';
import { anyData, anyLiquid } from './any-liquid.js';
import { type BothWays, byClosures, byLiquid, readBothWays } from './both-ways.js';

// `LIFECYCLE_LIQUID=10000` for as many.
const RUNS = Number(process.env.LIFECYCLE_LIQUID ?? 400);

/** In quoted-printable, too: as it is decoded, and in lines that can be sent. False when it is left to LiquidJS. */
function isEncoded(
  { parsed, engine }: BothWays,
  context: object,
  expected: { text: string } | { problem: string },
): boolean {
  const compiled = compileEncoded(parsed, engine, QUOTED_PRINTABLE);
  const sink = new ByteSink();
  if (!('write' in compiled) || !compiled.write(context, new Body(sink))) return false;
  sink.trimEnd(0);
  const encoded = Buffer.from(sink.take()).toString();
  const text = 'text' in expected ? expected.text.replace(/\n+$/, '') : '';
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
  expect({ text: decodeQuotedPrintable(encoded) }).toEqual({ text: wellFormed.replace(/\n/g, '\r\n') });
  expect(encoded).toMatch(/^(?:(?!\.)[\x20-\x7e\t]{0,76}\r\n)*(?!\.)[\x20-\x7e\t]{0,76}$/);
  return true;
}

/** As a text part: the bytes that the whole has. */
function isEncodedText(
  { parsed, engine }: BothWays,
  context: object,
  expected: { text: string } | { problem: string },
): boolean {
  const compiled = compileEncoded(parsed, engine, TIDY_LINES);
  const sink = new ByteSink();
  const body = new Body(sink);
  if (!('write' in compiled) || !compiled.write(context, body)) return false;
  const isThere = body.end();
  const text = 'text' in expected ? tidyText(expected.text) : '';
  expect({ text: Buffer.from(sink.take()).toString(), isThere }).toEqual({
    text: encodeBody(text),
    isThere: text.trim() !== '',
  });
  return true;
}

test(`${RUNS} random templates give what LiquidJS gives`, () => {
  const count = { unreadable: 0, notCovered: 0, same: 0, problems: 0, gaveUp: 0, pieces: 0, lines: 0 };
  fc.assert(
    fc.property(
      anyLiquid,
      fc.array(anyData, { minLength: 3, maxLength: 3 }),
      fc.boolean(),
      (source, contexts, isHtml) => {
        const both = readBothWays(source, 'de', isHtml);
        if (both === null) count.unreadable += 1;
        else if ('why' in both.compiled) count.notCovered += 1;
        else {
          for (const context of contexts) {
            const made = byClosures(both, context);
            const expected = byLiquid(both, context);
            if (made !== null) expect({ text: made }).toEqual(expected);
            if (isEncoded(both, context, expected)) count.pieces += 1;
            if (isEncodedText(both, context, expected)) count.lines += 1;
            count[made !== null ? 'same' : 'problem' in expected ? 'problems' : 'gaveUp'] += 1;
          }
        }
      },
    ),
    { numRuns: RUNS, ...(process.env.LIFECYCLE_SEED ? { seed: Number(process.env.LIFECYCLE_SEED) } : { seed: 7 }) },
  );
  expect(count.same).toBeGreaterThan(RUNS * 0.3);
  expect(Math.min(count.pieces, count.lines)).toBeGreaterThan(count.same * 0.9);
  expect(count.gaveUp).toBeLessThan(count.same * 0.05);
}, 600_000);

const LIST = ['a', 1, null, ['b']];
const VALUES = [
  '',
  ' ',
  'Zoë McCoy',
  '  padded\n',
  `<a href="x">'&</a>`,
  'ﬁ ß İ',
  0,
  -1.5,
  1e21,
  true,
  false,
  null,
  [],
  LIST,
  { k: 'v' },
];
const CASES = Object.entries(FAST_FILTERS).flatMap(([name, fast]) =>
  fast.arguments === 0 ? [name] : [name, `${name}: b`],
);

test.each(CASES)('the filter %s is that of LiquidJS', (filter) => {
  for (const source of [`{{ a | ${filter} }}`, `{% assign c = a | ${filter} %}{{ c | json }}`])
    for (const [a, b] of VALUES.flatMap((one) => VALUES.map((other) => [one, other] as const))) {
      const both = readBothWays(source, 'en', false);
      if (both === null) throw new Error(source);
      const expected = byLiquid(both, { a, b });
      expect({ a, b, made: byClosures(both, { a, b }) }).toEqual({
        a,
        b,
        made: 'text' in expected ? expected.text : null,
      });
    }
});
