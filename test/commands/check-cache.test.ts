import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLiquid } from '../../src/check/liquid/read-liquid.js';
import { openCheckCache } from '../../src/commands/check-cache.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifecycle-checks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const TEXT = "{% if profile.country == 'DE' %}{{ profile.first_name | default: 'you' | upcase }}{% endif %}";
const known = (text: string, cache = openCheckCache(folder)): boolean => {
  let isKnown = true;
  const found = cache.recallLiquid(text, (one) => {
    isKnown = false;
    return readLiquid(one);
  });
  expect(found).toEqual(readLiquid(text));
  return isKnown;
};

function fill(): void {
  const cache = openCheckCache(folder);
  cache.keepSound('one');
  cache.keepSound('two');
  known(TEXT, cache);
  known('{{ gone }}', cache);
  cache.save();
}

describe('the cache of what checks found out', () => {
  test('keeps what the last check used, and nothing else', () => {
    fill();
    const second = openCheckCache(folder);
    expect([second.isSound('one'), second.isSound('three'), known(TEXT, second)]).toEqual([true, false, true]);
    second.save();
    const third = openCheckCache(folder);
    expect([third.isSound('one'), third.isSound('two'), known(TEXT, third)]).toEqual([true, false, true]);
    expect(known('{{ gone }}')).toBe(false);
    third.save();
    const fourth = openCheckCache(folder);
    expect(known(TEXT, fourth)).toBe(true);
    fourth.save();
    expect(openCheckCache(folder).isSound('one')).toBe(false);
    expect(readdirSync(folder)).toEqual(['checks.json']);
  });

  test('is empty when it cannot be read, was changed, or was made by another program', () => {
    fill();
    const file = join(folder, 'checks.json');
    const written = readFileSync(file, 'utf8');
    const spoilt = [written.slice(0, -1), written.replace('"one"', '"six"'), `${written} `, 'null', ''];
    for (const text of spoilt) {
      writeFileSync(file, text);
      expect([openCheckCache(folder).isSound('one'), openCheckCache(folder).isSound('six'), known(TEXT)], text).toEqual(
        [false, false, false],
      );
    }
    writeFileSync(file, written);
    expect([openCheckCache(folder).isSound('one'), known(TEXT)]).toEqual([true, true]);
  });

  test('does not keep what JSON cannot say', () => {
    const huge = `{% if profile.points > ${'9'.repeat(400)} %}a{% endif %}`;
    const cache = openCheckCache(folder);
    known(huge, cache);
    cache.save();
    expect(known(huge)).toBe(false);
  });

  test('is left out where nothing can be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const cache = openCheckCache(join(folder, 'file'));
    cache.keepSound('one');
    cache.save();
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
