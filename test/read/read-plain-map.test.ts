import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeFileText } from '../../src/read/file-text.js';
import { NodeSpans } from '../../src/read/node-spans.js';
import { parseYaml } from '../../src/read/parse-yaml.js';
import { readPlainMap } from '../../src/read/read-plain-map.js';

const parts = fc.constantFrom(
  ...['{', '}', ': ', ', ', ':', ',', ' ', '-', '.', '_', '"', '#', '~', '\n', '[', 'a', 'b1', 'value', 'plan'],
  ...[
    '0',
    '7',
    '90',
    '1.5',
    '1.50',
    '-0',
    '-3',
    '007',
    '0x1f',
    '1e3',
    '2026-03-01',
    '12345678901234567890',
    '.5',
    '5.',
  ],
  ...[
    'true',
    'No',
    'NULL',
    'on',
    'y',
    'gold',
    'free-plan',
    'constructor',
    '__proto__',
    'nan',
    '.inf',
    'e5',
    'a-',
    '-a',
  ],
);
const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'b1', 'value', 'plan', 'No', 'y') }, parts);
const value = fc.oneof(
  fc.constantFrom('gold', 'free-plan', '90', '1.5', '-3', '-0', '0.25', 'true', 'No', 'nan', 'e5'),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  parts,
);
const pair = fc
  .tuple(name, fc.oneof({ weight: 5, arbitrary: fc.constant(': ') }, fc.constantFrom(':  ', ':', ' : ')), value)
  .map((pieces) => pieces.join(''));
const group = fc
  .array(pair, { minLength: 1, maxLength: 4 })
  .chain((pairs) => fc.constantFrom(', ', ', ', ',', ' , ', ' ').map((between) => `{${pairs.join(between)}}`));

describe('a plain group', () => {
  test('is what YAML makes of it, or left to YAML', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          group,
          fc.array(parts, { maxLength: 12 }).map((all) => `{${all.join('')}`),
        ),
        (text) => {
          const found = readPlainMap(text);
          if (found === null) return;
          read++;
          const { value, diagnostics } = parseYaml(makeFileText('group', text), new NodeSpans());
          expect(diagnostics).toEqual([]);
          expect(Object.entries(found)).toEqual(Object.entries(value as object));
          expect(Object.getPrototypeOf(found)).toBeNull();
        },
      ),
      { numRuns: 6000 },
    );
    expect(read).toBeGreaterThan(50);
  });

  test('is read when it is as tests write it', () => {
    expect({ ...readPlainMap('{cart_id: c1, value: 50, rate: -1.25}') }).toEqual({
      cart_id: 'c1',
      value: 50,
      rate: -1.25,
    });
  });
});
