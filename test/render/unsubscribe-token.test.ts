import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeToken, readToken } from '../../src/render/unsubscribe-token.js';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const id = fc.array(fc.constantFrom(...letters), { minLength: 52, maxLength: 52 }).map((all) => all.join(''));
const secret = fc.string({ minLength: 1 });

test('a token is read back with its secret and with no other', () => {
  fc.assert(
    fc.property(id, secret, secret, (messageId, ours, theirs) => {
      const token = makeToken(ours, messageId);
      expect(token).toMatch(/^[\w-]{75}$/);
      expect(readToken(ours, token)).toBe(messageId);
      if (ours !== theirs) expect(readToken(theirs, token)).toBeNull();
    }),
  );
});

test('no bit of a token can be changed', () => {
  fc.assert(
    fc.property(id, secret, fc.nat(), fc.nat(7), (messageId, ours, place, bit) => {
      const bytes = Buffer.from(makeToken(ours, messageId));
      bytes[place % bytes.length]! ^= 1 << bit;
      expect(readToken(ours, bytes.toString('latin1'))).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test.each(['', '1', 'x'.repeat(75), '1\n', `${'1'.repeat(10_000)}`])('junk is null: %j', (junk) => {
  expect(readToken('secret', junk)).toBeNull();
});

test('an empty secret signs and reads nothing', () => {
  const messageId = 'a'.repeat(52);
  expect(() => makeToken('', messageId)).toThrow();
  expect(readToken('', makeToken('secret', messageId))).toBeNull();
});
