import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePhoneNumber } from '../../src/warehouse/phone-number.js';

describe('parsePhoneNumber', () => {
  it.each([
    ['+4915112345678', '+4915112345678'],
    ['+49 151 1234-5678', '+4915112345678'],
    [' +1 (202) 555-0123 ', '+12025550123'],
    ['+44\u00a020\u20117946\u20110018', '+442079460018'],
    ['+2901234', '+2901234'],
    ['+123456789012345', '+123456789012345'],
  ])('takes %j', (text, number) => {
    expect(parsePhoneNumber(text)).toEqual({ number });
  });

  it.each([
    ['', 'no phone number'],
    ['0151 12345678', 'phone number does not begin with + and the country code'],
    ['0049 151 12345678', 'phone number does not begin with + and the country code'],
    ['4915112345678', 'phone number does not begin with + and the country code'],
    ['+49 (0) 151 12345678', 'phone number has a (0) in it'],
    ['+49 ( 0151) 12345678', 'phone number has a (0) in it'],
    ['+0151 12345678', 'phone number begins with +0, which no country code does'],
    ['+49 151', 'phone number does not have 7 to 15 digits'],
    ['+1234567890123456', 'phone number does not have 7 to 15 digits'],
    ['+49 151 12345678 ext. 9', 'phone number holds a letter or sign that no number has'],
    ['+49 151/12345678', 'phone number holds a letter or sign that no number has'],
    ['+49 151 12345678; +49 151 12345679', 'phone number holds a letter or sign that no number has'],
    ['+49++15112345678', 'phone number holds a letter or sign that no number has'],
    ['+４９１５１１２３４５６７８', 'phone number holds a letter or sign that no number has'],
    ['+49\u202e15112345678', 'phone number holds a letter or sign that no number has'],
    ['+4.915112345678E12', 'phone number holds a letter or sign that no number has'],
    ['n/a', 'phone number holds a letter or sign that no number has'],
  ])('refuses %j', (text, problem) => {
    expect(parsePhoneNumber(text)).toEqual({ problem });
  });

  it('never makes up a digit: what it takes is what was written, without the signs between', () => {
    const sign = fc.constantFrom('+', '0', '1', '4', '9', '(', ')', ' ', '-', 'x', '.');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 24 }), (signs) => {
        const text = signs.join('');
        const read = parsePhoneNumber(text);
        if ('problem' in read) return;
        expect(read.number).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(read.number).toBe(text.replace(/[ ()-]/g, ''));
      }),
      { numRuns: 3000 },
    );
  });
});
