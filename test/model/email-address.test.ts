import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmailAddress, parseStepwise } from '../../src/model/email-address.js';

describe('parseEmailAddress', () => {
  it.each([
    ['ann@x.test', 'ann@x.test'],
    ["o'Brien+tag.1@Sub.Example.ORG", "o'Brien+tag.1@sub.example.org"],
    ['{a}|~`b@x-y.test', '{a}|~`b@x-y.test'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@x.test`, `${'a'.repeat(64)}@x.test`],
    ['müller@x.test', 'müller@x.test'],
    ['Жанна.2@пример.test', 'Жанна.2@xn--e1afmkfd.test'],
    ['कविता@x.test', 'कविता@x.test'],
    [`${'é'.repeat(32)}@x.test`, `${'é'.repeat(32)}@x.test`],
  ])('takes %j', (text, address) => {
    expect(parseEmailAddress(text)).toEqual({ address });
  });

  it.each([
    ['', 'no email address'],
    ['a@x.test, b@y.test', 'email address holds a space'],
    ['a@x.test,b@y.test', 'email address holds a comma or semicolon (one address is wanted)'],
    ['a@x.test;b@y.test', 'email address holds a comma or semicolon (one address is wanted)'],
    ['a@x.test\r\nBcc: b@y.test', 'email address holds a line break or control character'],
    ['a@x.test\u0000', 'email address holds a line break or control character'],
    ['a@x.test\u2028', 'email address holds a line break or control character'],
    ['a\u202e@x.test', 'email address holds a character that turns the writing direction'],
    ['a\u200b@x.test', 'email address holds an invisible character'],
    ['a@x\u00ad.test', 'email address holds an invisible character'],
    ['a@x\u{e0061}.test', 'email address holds an invisible character'],
    ['a@x\ud800.test', 'email address holds an invisible character'],
    [' a@x.test', 'email address holds a space'],
    ['a@x.test\u00a0', 'email address holds a space'],
    ['"a b"@x.test', 'email address holds a space'],
    ['"a"@x.test', 'email address holds a quote, bracket or backslash'],
    ['a(comment)@x.test', 'email address holds a quote, bracket or backslash'],
    ['Ann<a@x.test>', 'email address holds a quote, bracket or backslash'],
    ['a@[127.0.0.1]', 'email address holds a quote, bracket or backslash'],
    ['a', 'email address is not of the form name@domain'],
    ['@x.test', 'email address is not of the form name@domain'],
    ['a@', 'email address is not of the form name@domain'],
    ['a@b@x.test', 'email address is not of the form name@domain'],
    ['mu\u0308ller@x.test', 'email name (before @) is written in decomposed letters (NFC is wanted)'],
    ['\u0308a@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    ['a\u20ac@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    ['😀@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    ['a\uff20b@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    [`${'é'.repeat(33)}@x.test`, 'email name (before @) is longer than 64 characters'],
    ['.a@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    ['a..b@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    ['a:b@x.test', 'email name (before @) has a misplaced dot or a forbidden character'],
    [`${'a'.repeat(65)}@x.test`, 'email name (before @) is longer than 64 characters'],
    ['a@localhost', 'email domain has no dot'],
    ['a@x.test.', 'email domain is not a domain name'],
    ['a@x..test', 'email domain is not a domain name'],
    ['a@-x.test', 'email domain is not a domain name'],
    ['a@x_y.test', 'email domain has a forbidden character'],
    ['a@x%2etest', 'email domain has a forbidden character'],
    ['a@x\u3002test', 'email domain has a dot that is not a full stop'],
    ['a@xn--a.test', 'email domain is not a domain name'],
    ['a@127.0.0.1', 'email domain is a number'],
    ['a@x.123', 'email domain is not a domain name'],
    [`a@${'b'.repeat(64)}.test`, 'email domain is not a domain name'],
    [`a@${'b.'.repeat(126)}test`, 'email domain is not a domain name'],
    [`${'a'.repeat(60)}@${'bb.'.repeat(64)}test`, 'email address is longer than 254 characters'],
  ])('refuses %j', (text, problem) => {
    expect(parseEmailAddress(text)).toEqual({ problem });
  });

  const hostile = fc.constantFrom(
    ',',
    ';',
    ' ',
    '@',
    '\r\n',
    '\0',
    '\u202e',
    '\u200b',
    '"',
    '<',
    '>',
    '(',
    ')',
    '\\',
    '[',
    ']',
    ':',
    '\t',
    '\uFEFF',
    '\u2066',
  );
  const near = fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('a', 'b.', '@', 'x.test', '-', 'ü', '%', '1', '_') },
        { weight: 1, arbitrary: hostile },
        { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      ),
      { maxLength: 8 },
    )
    .chain((parts) => fc.constantFrom(parts.join(''), `a@${parts.join('')}.test`, `${parts.join('')}@x.test`));

  it('gives one plain address, or a problem: never anything else, and the same when read again', () => {
    let good = 0;
    fc.assert(
      fc.property(near, (text) => {
        const read = parseEmailAddress(text);
        if ('problem' in read) {
          expect(read.problem).not.toBe('');
          return;
        }
        good += 1;
        expect(read.address).toMatch(/^[!#-'*+/-9=?A-Z^-~.\p{L}\p{M}\p{N}-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/u);
        expect(Buffer.byteLength(read.address)).toBeLessThanOrEqual(254);
        expect(parseEmailAddress(read.address)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
    expect(good).toBeGreaterThan(20);
  });

  it('refuses a good address as soon as one hostile character stands anywhere in it', () => {
    fc.assert(
      fc.property(fc.nat(10), hostile, (place, character) => {
        const text = `ann@x1.test`;
        expect(parseEmailAddress(text.slice(0, place) + character + text.slice(place))).toHaveProperty('problem');
      }),
    );
  });
});

it('reads a plain address at once as it reads it question by question', () => {
  const label = fc.oneof(
    fc.stringMatching(/^[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}$/),
    fc.stringMatching(/^[A-Za-z0-9-]{1,6}$/),
    fc.constantFrom('a'.repeat(63), 'a'.repeat(64), '0x1', '1', 'xn--bcher-kva', 'a--b', '-a', 'a-', '', 'ß', 'com'),
  );
  const atom = fc.oneof(
    fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,8}$/),
    fc.string({ maxLength: 5 }),
    fc.constantFrom('a'.repeat(64), 'a'.repeat(65), '', 'ü', 'a b'),
  );
  const address = fc
    .tuple(fc.array(atom, { minLength: 1, maxLength: 3 }), fc.array(label, { minLength: 1, maxLength: 5 }))
    .map(([local, domain]) => `${local.join('.')}@${domain.join('.')}`);
  const known = fc.constantFrom(
    ...['a@b.c', 'a@b.c\n', ' a@b.c', 'a@b.c@d.e', 'a@b', 'a@1.2', '@b.c', 'a@.c', 'A@B.C'],
  );
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: address }, known), (text) => {
      expect(parseEmailAddress(text)).toEqual(parseStepwise(text));
      if ('address' in parseEmailAddress(text)) plain += 1;
    }),
    { numRuns: Number(process.env.LIFECYCLE_ADDRESSES ?? 4000) },
  );
  expect(plain).toBeGreaterThan(100);
});
