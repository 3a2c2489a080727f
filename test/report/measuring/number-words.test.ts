import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  countWords,
  decimalWords,
  liftWords,
  moneyWords,
  percentWords,
  probabilityWords,
  rangeWords,
  valueWords,
} from '../../../src/report/measuring/number-words.js';

it('writes numbers as people read them', () => {
  expect([0, 7, 999, 1000, 12_345, 1_234_567, -1234].map(countWords)).toEqual([
    '0',
    '7',
    '999',
    '1,000',
    '12,345',
    '1,234,567',
    '−1,234',
  ]);
  expect([0, 0.031_24, 3.5, 0.1, 999.9, 12_345.6, -0.002, 100, 1200].map((value) => decimalWords(value))).toEqual([
    '0',
    '0.0312',
    '3.5',
    '0.1',
    '1,000',
    '12,346',
    '−0.002',
    '100',
    '1,200',
  ]);
  expect([0.0352, 0.05, 1, 0, 0.000_123].map((share) => percentWords(share))).toEqual([
    '3.52%',
    '5%',
    '100%',
    '0%',
    '0.0123%',
  ]);
  expect([0.124, -0.0341, 0, 12, 0.000_01].map(liftWords)).toEqual(['+12%', '−3.4%', '0%', '+1,200%', '+0.001%']);
  expect([0, 0.43, -12.5, 99.994, 1234.5, -1234.5, 0.0012].map((amount) => moneyWords(amount, 'EUR'))).toEqual([
    '€0',
    '€0.43',
    '−€12.50',
    '€99.99',
    '€1,235',
    '−€1,235',
    '€0.0012',
  ]);
  expect(moneyWords(3, 'CHF')).toBe('CHF 3.00');
  expect([0.032, 0.000_02, 1].map((p) => probabilityWords(p))).toEqual(['p = 0.032', 'p < 0.0001', 'p = 1']);
  expect(valueWords(0.05, 'share', null)).toBe('5%');
  expect(valueWords(4.2, 'money', 'GBP')).toBe('£4.20');
  expect(valueWords(4.2, 'money', null)).toBe('4.2');
});

it('says what a number lies between, as far as there are bounds', () => {
  const range = (low: number | null, high: number | null): string => rangeWords({ value: 0, low, high }, liftWords);
  expect(range(0.02, 0.31)).toBe('between +2% and +31%');
  expect(range(-0.02, null)).toBe('at least −2%');
  expect(range(null, 0.3)).toBe('at most +30%');
  expect(range(null, null)).toBe('anything');
});

it('writes any number so that it can be read back, within what its digits say, and never a minus nought', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e18, max: 1e18 }), (value) => {
      const words = decimalWords(value);
      expect(words).toMatch(/^−?\d{1,3}(,\d{3})*(\.\d*[1-9])?$/);
      expect(words).not.toBe('−0');
      const back = Number(words.replaceAll(',', '').replace('−', '-'));
      expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(Math.abs(value) * 0.005, 5e-13));
    }),
  );
});
