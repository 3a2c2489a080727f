import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCodePools } from '../../src/deliver/code-pools.js';
import { readCodes } from '../../src/deliver/read-codes.js';
import { planWith } from '../warehouse/plan.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'codes-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const nothingGiven = { givenCodes: () => new Map<string, string>() };
const plan = planWith({
  incentives: {
    ten: { codes: 'ten.csv', cost: 0 },
    five: { codes: 'five.csv', cost: 0 },
    gift: { codes: null, cost: 0 },
  },
});
const write = (name: string, text: string) => writeFileSync(join(root, name), text);

describe('a file of codes', () => {
  test('is read in its order, whatever its line ends', () => {
    write('ten.csv', '\uFEFFcode\r\nA-1\r\n"B!2"\r\nÄ3');
    expect(readCodes(root, 'ten.csv')).toEqual(['A-1', 'B!2', 'Ä3']);
    write('ten.csv', 'code\n');
    expect(readCodes(root, 'ten.csv')).toEqual([]);
  });

  test.each([
    ['A1\nB2\n', 'ten.csv:1: the first line is not "code"'],
    ['', 'ten.csv:1: the first line is not "code"'],
    ['code\nA1\n\nB2\n', 'ten.csv:3: the line is blank'],
    ['code\nA1\n  \n', 'ten.csv:3: the line is blank'],
    ['code\nA1\nB2\nA1\n', 'ten.csv:4: the code "A1" is in line 2 already'],
    ['code\nabc\nABC\n', 'ten.csv:3: the code "ABC" is in line 2 already'],
    ['code\nA1,ten\n', 'ten.csv:2: "A1,ten" is not a code'],
    ['code\nA 1\n', 'ten.csv:2: "A 1" is not a code'],
    [`code\n${'x'.repeat(65)}\n`, `ten.csv:2: "${'x'.repeat(64)}" is not a code`],
  ])('%j cannot be used', (text, message) => {
    write('ten.csv', text);
    expect(() => readCodes(root, 'ten.csv')).toThrow(message);
  });

  test('that is not there is told by its name', () => {
    expect(() => readCodes(root, 'no.csv')).toThrow('the codes file no.csv is not there');
  });
});

describe('pools', () => {
  test('give each message the next code, and the same one again', () => {
    write('ten.csv', 'code\nT1\nT2\n');
    write('five.csv', 'code\nF1\n');
    const pools = openCodePools(plan, root, nothingGiven);
    const message = (id: string, incentive: string | null) => ({ id, incentive });
    expect([pools.has('ten'), pools.has('gift'), pools.has(null)]).toEqual([true, false, false]);
    const all = ['a', 'b', 'c'].map((id) => message(id, 'ten'));
    expect(pools.shortage(all)).toEqual(new Map([['ten', { wanted: 3, left: 2 }]]));
    expect([...all, ...all].map(pools.codeFor)).toEqual(['T1', 'T2', null, 'T1', 'T2', null]);
    expect(pools.codeFor(message('d', 'five'))).toBe('F1');
    expect(pools.codeFor(message('e', 'gift'))).toBeNull();
    expect(pools.shortage([message('a', 'ten')])).toEqual(new Map());
  });

  test('show the next code to whom none is given, as long as there is one', () => {
    write('ten.csv', 'code\nT1\nT2\n');
    write('five.csv', 'code\n');
    const pools = openCodePools(plan, root, nothingGiven);
    const ten = { incentive: 'ten' };
    expect([pools.showFor(ten), pools.showFor(ten), pools.codeFor({ id: 'a', ...ten })]).toEqual(['T1', 'T1', 'T1']);
    expect([pools.showFor(ten), pools.codeFor({ id: 'b', ...ten }), pools.showFor(ten)]).toEqual(['T2', 'T2', null]);
    expect([pools.showFor({ incentive: null }), pools.showFor({ incentive: 'five' })]).toEqual([null, null]);
  });

  test('never give what was given before, under whatever name', () => {
    write('ten.csv', 'code\nT1\nt2\nT3\n');
    write('five.csv', 'code\n');
    const pools = openCodePools(plan, root, {
      givenCodes: () =>
        new Map([
          ['old', 'T2'],
          ['older', 'T1'],
        ]),
    });
    expect(pools.codeFor({ id: 'new', incentive: 'ten' })).toBe('T3');
    expect(pools.codeFor({ id: 'old', incentive: 'ten' })).toBe('T2');
  });

  test('do not share a file, however it is written', () => {
    write('ten.csv', 'code\n');
    const sharing = {
      ...plan,
      incentives: { ten: { codes: 'ten.csv', cost: 0 }, five: { codes: './ten.csv', cost: 0 } },
    };
    expect(() => openCodePools(sharing, root, nothingGiven)).toThrow(
      'the incentives "ten" and "five" give codes of one file, ten.csv',
    );
  });

  test('do not share a code', () => {
    write('ten.csv', 'code\nT1\n');
    write('five.csv', 'code\nt1\n');
    expect(() => openCodePools(plan, root, nothingGiven)).toThrow('the code "t1" is in ten.csv and in five.csv');
  });
});
