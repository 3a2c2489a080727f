import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/compile/canonical-json.js';
import { compareText } from '../../src/model/diagnostic.js';

/** As it is said: every record with its keys in order, one by one. */
function slowly(value: unknown): string {
  const sorted = (_key: string, each: unknown): unknown =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => compareText(a, b)))
      : each;
  return `${JSON.stringify(value, sorted, 2)}\n`;
}

test('canonical JSON is the same for values that are made in another order, and changes none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = structuredClone(value);
      expect(canonicalJson(value)).toBe(slowly(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(before)));
      expect(Object.is(JSON.stringify(value), JSON.stringify(before)) || Object.is(value, before)).toBe(true);
    }),
    { numRuns: 300 },
  );
  const keys = { b: { '10': 1, '2': [{ z: undefined, y: null }], '': 0 }, a: [undefined, { d: 1, c: 2 }] };
  expect(canonicalJson(keys)).toBe(slowly(keys));
});
