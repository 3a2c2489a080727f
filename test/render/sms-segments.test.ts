import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countSegments } from '../../src/render/sms-segments.js';

it.each([
  ['', 1, 'GSM-7'],
  ['a'.repeat(160), 1, 'GSM-7'],
  ['a'.repeat(161), 2, 'GSM-7'],
  ['a'.repeat(306), 2, 'GSM-7'],
  ['a'.repeat(307), 3, 'GSM-7'],
  ['€'.repeat(80), 1, 'GSM-7'],
  [`${'€'.repeat(80)}a`, 2, 'GSM-7'],
  // The escape and its sign stay together: the 153rd place of the first segment is left empty.
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3, 'GSM-7'],
  [`${'a'.repeat(151)}€${'a'.repeat(153)}`, 2, 'GSM-7'],
  ['ÄÖÜäöüßñéè ¿¡', 1, 'GSM-7'],
  ['ç'.repeat(70), 1, 'UCS-2'],
  ['ç'.repeat(71), 2, 'UCS-2'],
  ['ç'.repeat(134), 2, 'UCS-2'],
  ['ç'.repeat(135), 3, 'UCS-2'],
  ['“', 1, 'UCS-2'],
  ['🙂'.repeat(35), 1, 'UCS-2'],
  // 33 pairs in each of several segments, never half a one.
  ['🙂'.repeat(36), 2, 'UCS-2'],
  ['🙂'.repeat(67), 3, 'UCS-2'],
])('counts %j', (text, count, alphabet) => {
  expect(countSegments(text)).toEqual({ count, alphabet });
});

it('never needs fewer segments for more text', () => {
  const sign = fc.constantFrom('a', '€', '[', '\n', 'ä');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 500 }), sign, (signs, more) => {
      expect(countSegments([...signs, more].join('')).count).toBeGreaterThanOrEqual(
        countSegments(signs.join('')).count,
      );
    }),
  );
});
