import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileLiquid } from '../../../src/render/liquid/compile-liquid.js';
import { QUOTED_PRINTABLE } from '../../../src/render/liquid/encode-pieces.js';
import { FAST_FILTERS } from '../../../src/render/liquid/fast-filters.js';
import { trimEncoded } from '../../../src/render/quoted-printable.js';
import { decodeQuotedPrintable } from '../decode-quoted-printable.js';
import { anyData, anyLiquid } from './any-liquid.js';
import { byClosures, byLiquid, readBothWays } from './both-ways.js';

// `LIFECYCLE_LIQUID=10000` for as many.
const RUNS = Number(process.env.LIFECYCLE_LIQUID ?? 400);

/** In quoted-printable, too: as it is decoded, and in lines that can be sent. */
function expectEncoded(made: string | null, expected: { text: string } | { problem: string }): void {
  if (made === null) return;
  const encoded = trimEncoded(made);
  const text = 'text' in expected ? expected.text.replace(/\n+$/, '') : '';
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
  expect({ text: decodeQuotedPrintable(encoded) }).toEqual({ text: wellFormed.replace(/\n/g, '\r\n') });
  expect(encoded).toMatch(/^(?:(?!\.)[\x20-\x7e\t]{0,76}\r\n)*(?!\.)[\x20-\x7e\t]{0,76}$/);
}

test(`${RUNS} random templates give what LiquidJS gives`, () => {
  const count = { unreadable: 0, notCovered: 0, same: 0, problems: 0, gaveUp: 0 };
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
          const encoded = compileLiquid(both.parsed, both.engine, QUOTED_PRINTABLE);
          for (const context of contexts) {
            const made = byClosures(both, context);
            const expected = byLiquid(both, context);
            if (made !== null) expect({ text: made }).toEqual(expected);
            if ('render' in encoded) expectEncoded(encoded.render(context), expected);
            count[made !== null ? 'same' : 'problem' in expected ? 'problems' : 'gaveUp'] += 1;
          }
        }
      },
    ),
    { numRuns: RUNS, ...(process.env.LIFECYCLE_SEED ? { seed: Number(process.env.LIFECYCLE_SEED) } : { seed: 7 }) },
  );
  expect(count.same).toBeGreaterThan(RUNS * 0.3);
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
