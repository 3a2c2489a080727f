import fc from 'fast-check';
import { filters, Liquid } from 'liquidjs';
import { expect, test } from 'vitest';
import { makeLiquid } from '../../src/render/liquid-engine.js';
import { strftime } from '../../src/render/strftime.js';
import { tidyText } from '../../src/render/tidy-text.js';

const LANGS = ['en', 'de', 'fr', 'ar', 'ja', 'pt-BR'];
const part = fc.oneof(
  fc.constantFrom(...'YymdeHkIlMSpPAaBbh%'.split('').flatMap((code) => [`%${code}`, `%-${code}`])),
  fc.constantFrom(' ', ', ', '. ', '/', 'T', 'Uhr', '%j', '%10Y', '%^a', '%', '%Q', '\n', 'é'),
);
const day = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

test('a date is written as LiquidJS writes it', () => {
  const own = new Map(LANGS.map((lang) => [lang, new Liquid({ locale: lang, timezoneOffset: 0 })]));
  let fast = 0;
  fc.assert(
    fc.property(
      day,
      fc.array(part, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...LANGS),
      (moment, parts, lang) => {
        const format = parts.join('');
        const time = moment.toISOString();
        const context = { a: time, format };
        const engine = own.get(lang)!;
        const expected = engine.parseAndRenderSync('{{ a | date: format }}', context);
        const written = strftime(moment, format, lang);
        if (written !== null) {
          fast += 1;
          expect(written).toBe(expected);
        }
        // In a filter, what is not covered is LiquidJS's to write.
        expect(makeLiquid({ lang, escape: false }).parseAndRenderSync('{{ a | date: format }}', context)).toBe(
          expected,
        );
      },
    ),
    { numRuns: 600 },
  );
  expect(fast).toBeGreaterThan(200);
  expect(filters.date).toBeDefined();
});

/** Step by step, whether there is anything to tidy or not. */
function tidied(text: string): string {
  const lines = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\u00a0/g, ' ')
    .split('\n');
  const joined = lines.map((line) => line.trimEnd()).join('\n');
  return `${joined.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

test('text that is tidy is left as it is, and any other is made so', () => {
  const piece = fc.constantFrom(
    'word',
    ' ',
    '\t',
    '\n',
    '\n\n',
    '\r',
    '\u00a0',
    '\u2003',
    '\u3000',
    '\ufeff',
    '\u0085',
    '\0',
    '\v',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
      expect(tidyText(pieces.join(''))).toBe(tidied(pieces.join('')));
    }),
    { numRuns: 2000 },
  );
});
