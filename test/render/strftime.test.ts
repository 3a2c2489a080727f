import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { expect, test } from 'vitest';
import { makeLiquid } from '../../src/render/liquid-engine.js';
import { strftime } from '../../src/render/strftime.js';
import { tidyText } from '../../src/render/tidy-text.js';

const LANGS = ['en', 'de', 'fr', 'ar', 'ja', 'pt-BR'];
// What LiquidJS writes with these depends on the language of the machine.
const MACHINE = /%[-_0^#:]*\d*[EO]?[cxX]/;
const code = fc.constantFrom(...'aAbBhcxXCdeHIjklLmMNpPqsSuUwWyYtnzZ%QT'.split(''));
const part = fc.oneof(
  { weight: 4, arbitrary: code.map((letter) => `%${letter}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('-', '_', '0', '^', '#', ':', '-^', '^#', ''),
        fc.constantFrom('', '', '1', '3', '12'),
        fc.constantFrom('', '', 'E', 'O'),
        code,
      )
      .map(([flags, width, letter, to]) => `%${flags}${width}${letter}${to}`),
  },
  fc.constantFrom(' ', ', ', '. ', '/', 'T', 'Uhr', '%', '\n', '%\n', 'é', '%123456d'),
);
const day = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

test('a date is written as LiquidJS writes it where the zone is UTC', () => {
  const own = new Map(LANGS.map((lang) => [lang, new Liquid({ locale: lang, timezoneOffset: 0 })]));
  let count = 0;
  fc.assert(
    fc.property(
      day,
      fc.array(part, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...LANGS),
      (moment, parts, lang) => {
        const format = parts.join('');
        if (MACHINE.test(format)) return;
        const context = { a: moment.toISOString(), format };
        const expected = own.get(lang)!.parseAndRenderSync('{{ a | date: format }}', context);
        const written = strftime(moment, format, lang);
        if (written !== null) expect(written).toBe(expected);
        count += written === null ? 0 : 1;
        expect(makeLiquid({ lang, escape: false }).parseAndRenderSync('{{ a | date: format }}', context)).toBe(
          expected,
        );
      },
    ),
    { numRuns: 1000 },
  );
  expect(count).toBeGreaterThan(500);
});

test('days and times in numbers are of the language of the template', () => {
  const moment = new Date('2026-03-29T02:30:05Z');
  const english = strftime(moment, '%c|%x|%X', 'en-US')?.replace(/\s/g, ' ');
  expect(english).toBe('3/29/2026, 2:30:05 AM|3/29/2026|2:30:05 AM');
  expect(strftime(moment, '%c|%x|%X', 'de')).toBe('29.3.2026, 02:30:05|29.3.2026|02:30:05');
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
