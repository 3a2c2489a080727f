import { expect, test } from 'vitest';
import { readWhom } from '../../src/commands/read-whom.js';

test.each([
  ['p1', { profileId: 'p1', address: null }],
  ['4915112345678', { profileId: '4915112345678', address: null }],
  ['+4915112345678', { profileId: '+4915112345678', address: '+4915112345678' }],
  ['Ann@Shop.Example', { profileId: 'Ann@Shop.Example', address: 'ann@shop.example' }],
  ['Jürgen@Bücher.example', { profileId: 'Jürgen@Bücher.example', address: 'jürgen@xn--bcher-kva.example' }],
  ['ann@xn--bcher-kva.example', { profileId: 'ann@xn--bcher-kva.example', address: 'ann@xn--bcher-kva.example' }],
])('%s', (text, whom) => {
  expect(readWhom(text)).toEqual(whom);
});

test.each(['ann@shop', 'ann@shop.example, bob@shop.example', 'Ann <ann@shop.example>', ' ann@shop.example'])(
  '%j stops nobody, and that is said',
  (text) => {
    expect(() => readWhom(text)).toThrowError(
      expect.objectContaining({ code: 'LC900', exitCode: 2, message: expect.stringContaining("nobody's address") }),
    );
  },
);
