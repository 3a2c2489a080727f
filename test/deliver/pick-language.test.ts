import { expect, test } from 'vitest';
import { pickLanguage } from '../../src/deliver/pick-language.js';

const fallback = { gsw: 'de', nl: 'fr', fr: 'en', 'pt-BR': 'es', es: 'pt-BR' };

test.each([
  ['de-AT', ['', 'de', 'de-AT'], 'de-AT'],
  ['de_at', ['', 'de', 'de-AT'], 'de-AT'],
  ['de-AT-1996', ['', 'de', 'de-AT'], 'de-AT'],
  ['de-CH', ['', 'de', 'de-AT'], 'de'],
  ['de', ['', 'de-AT'], ''],
  ['en-GB', ['', 'de'], ''],
  ['en-GB', ['', 'en-GB'], 'en-GB'],
  ['gsw-CH', ['', 'de'], 'de'],
  ['gsw', ['', 'de', 'gsw'], 'gsw'],
  ['nl-BE', ['', 'de', 'fr'], 'fr'],
  ['nl', ['', 'de'], ''],
  ['pt-BR', ['', 'de'], ''],
  ['ja', ['', 'de'], ''],
  [null, ['', 'de'], ''],
  ['', ['', 'de'], ''],
  ['ja', ['de'], null],
])('who reads %s gets of %j the variant %j', (locale, tags, expected) => {
  const variants = Object.fromEntries(tags.map((tag) => [tag, tag]));
  expect(pickLanguage(variants, locale, { default: 'en', fallback })).toBe(expected);
});

test('of a template that is gone there is no variant', () => {
  expect(pickLanguage(undefined, 'de', { default: 'en', fallback })).toBeNull();
});
