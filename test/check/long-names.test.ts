import { describe, expect, test } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { matchPath } from '../../src/check/findings/match-path.js';
import { analyzeLiquid } from '../../src/check/liquid/analyze-liquid.js';
import { compileTemplate } from '../../src/compile/templates/compile-template.js';
import { findWord } from '../../src/model/find-word.js';

// As long as a line may be: a pattern made of it would be too large for any engine, and would end the whole check.
const LONG = 'x'.repeat(99_000);

async function compile(text: string) {
  const template = exampleProject['templates/cart/help.mjml']?.replace(/^---[\s\S]*?---\n/, '') ?? '';
  const source = template.replace('<mj-text>', text);
  const input = { lang: 'en', subject: 'x', preheader: null, from: null, text: null, tracking: null };
  const pieces = [{ at: 0, file: 'templates/a.mjml', offset: 0 }];
  const { findings } = await compileTemplate({ ...input, source: { text: source, pieces } });
  return findings.map(({ code, place }) => [code, source.slice(place.start, place.end)]);
}

describe('a name as long as a line is told at its place', () => {
  test('of a filter', async () => {
    const { unknownFilters } = analyzeLiquid(`{{ a |\n ${LONG} }}`);
    expect(unknownFilters).toEqual([{ name: LONG, start: 8, end: 8 + LONG.length }]);
    expect(await compile(`<mj-text>{{ profile.first_name | ${LONG} }}`)).toEqual([['LC503', LONG]]);
  });

  test('of an attribute of MJML', async () => {
    expect(await compile(`<mj-text ${LONG}="1">`)).toContainEqual(['LC701', LONG]);
  });

  test('of a path', () => {
    expect(matchPath(`${LONG}*`, 'campaigns/a.yaml')).toBe(false);
    expect(matchPath('campaigns/*', 'campaigns/a.yaml')).toBe(true);
  });
});

test('a word is found where it stands by itself', () => {
  expect(findWord('ab abc a-b b', 'b')).toBe(11);
  expect(findWord('b b', 'b', 1)).toBe(2);
  expect(findWord('abc', 'b')).toBe(-1);
});
