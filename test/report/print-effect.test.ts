import { expect, it } from 'vitest';
import { printEffect } from '../../src/report/run/print-effect.js';

const told = (found: Parameters<typeof printEffect>[0]['found'], people = 515, buyersMore = 83): string =>
  printEffect({ name: 'Cart recovery', found }, { people, buyersMore });

it('says the truth beside what the report found, and whether it lies within', () => {
  expect(told({ value: 0.1229, low: 0.002, high: 0.2123 })).toBe(
    `The made-up shop knows the truth: of the 515 people who got Cart recovery, 83 ordered only because of it, 16.1 in 100.
The report, which was not told, says 12.3 in 100, and that it is between 0.2 and 21.2.
The truth lies between the two, as it does in 19 of 20 such reports.
`,
  );
  expect(told({ value: 0.02, low: -0.0713, high: 0.1611 })).toContain('between −7.1 and 16.1.\nThe truth lies outside');
  expect(told({ value: 0.02, low: -0.0003, high: null })).toContain('between 0.0 and 100.0.\nThe truth lies between');
});

it('says why there is nothing to compare', () => {
  expect(told(null)).toContain('gives no number: too few people ordered, or were held out.');
  expect(told(null, 0, 0)).toBe('Nobody was sent Cart recovery: there is nothing to compare.\n');
});
