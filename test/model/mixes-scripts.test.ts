import { domainToASCII } from 'node:url';
import { expect, test } from 'vitest';
import { mixesScripts } from '../../src/model/mixes-scripts.js';

test.each([
  ['pаypal.test', true],
  ['shop.pаypal.test', true],
  ['gοogle.test', true],
  ['пример.test', false],
  ['bücher.test', false],
  ['例えば.test', false],
  ['shop日本.test', false],
  ['paypal.test', false],
  ['παράδειγμα.test', false],
])('%s: %s', (domain, mixes) => {
  expect(mixesScripts(domainToASCII(domain))).toBe(mixes);
});
