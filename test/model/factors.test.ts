import { expect, it } from 'vitest';
import { combinationId, combinationsOf, type Factor, readLevels, settleLevels } from '../../src/model/factors.js';

const FACTORS: readonly Factor[] = [
  { name: 'tone', levels: ['warm', 'plain'] },
  { name: 'length', levels: ['short', 'long'] },
];

it('names every combination by its levels, sorted, the first levels first', () => {
  expect(combinationsOf(FACTORS).map(({ id }) => id)).toEqual([
    'length=short,tone=warm',
    'length=long,tone=warm',
    'length=short,tone=plain',
    'length=long,tone=plain',
  ]);
  for (const { id } of combinationsOf(FACTORS)) expect(combinationId(readLevels(id))).toBe(id);
});

it('reads no levels of what is no combination, and never a name that objects have anyway', () => {
  expect({ ...readLevels(null) }).toEqual({});
  expect({ ...readLevels('question') }).toEqual({});
  expect(readLevels('question').constructor).toBeUndefined();
});

it('settles levels that are gone or were never given on the first', () => {
  expect({ ...settleLevels(FACTORS, { tone: 'plain', length: 'endless', size: 'big' }) }).toEqual({
    tone: 'plain',
    length: 'short',
  });
  expect({ ...settleLevels([], { tone: 'plain' }) }).toEqual({});
});
