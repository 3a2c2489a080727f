import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLines } from '../../src/report/compare-lines.js';

const show = (before: string, after: string): string =>
  compareLines([...before], [...after])
    .map(({ sign, line }) => `${sign}${line}`)
    .join(' ');

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 });

test('shows what is gone, then what has come, and keeps the rest', () => {
  expect(show('abc', 'abc')).toBe('=a =b =c');
  expect(show('abc', 'axc')).toBe('=a -b +x =c');
  expect(show('abcabba', 'cbabac')).toBe('-a -b =c +b =a =b -b =a +c');
  expect(show('', 'ab')).toBe('+a +b');
  expect(show('abcd', 'aXYd')).toBe('=a -b -c +X +Y =d');
});

test('both texts can be read back, and no change could be spared', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const found = compareLines(before, after);
      expect(found.filter(({ sign }) => sign !== '+').map(({ line }) => line)).toEqual(before);
      expect(found.filter(({ sign }) => sign !== '-').map(({ line }) => line)).toEqual(after);
      expect(found.filter(({ sign }) => sign === '=')).toHaveLength(longestCommon(before, after));
    }),
  );
});

test('texts that have nothing in common are compared in bounded time', () => {
  const many = (sign: string) => Array.from({ length: 5000 }, (_, index) => `${sign}${index}`);
  const found = compareLines(many('a'), many('b'));
  expect(found).toHaveLength(10_000);
  expect(found[0]).toEqual({ sign: '-', line: 'a0' });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    let corner = 0;
    for (const [index, other] of b.entries()) {
      const above = row[index + 1] ?? 0;
      row[index + 1] = one === other ? corner + 1 : Math.max(above, row[index] ?? 0);
      corner = above;
    }
  }
  return row[b.length] ?? 0;
}
