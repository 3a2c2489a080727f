import { expect, test } from 'vitest';
import { suggest } from '../../src/model/suggest.js';

test.each([
  ['dleay', ['delay', 'when', 'email'], ['delay']],
  ['Delay', ['delay', 'relay'], ['delay', 'relay']],
  ['order_palced', ['order_placed', 'order_created', 'cart_updated'], ['order_placed']],
  ['zzz', ['delay'], []],
  ['a', ['b', 'ab', 'abc'], ['ab', 'b']],
  ['same', ['same', 'some'], ['some']],
  ['profile.kunde', ['profile.trade', 'profile.email'], []],
  ['profile.cuontry', ['profile.trade', 'profile.country'], ['profile.country']],
  ['profil.country', ['profile.country'], ['profile.country']],
  ['x1', ['x2', 'x3', 'x4', 'x5'], ['x2', 'x3', 'x4']],
])('%s', (word, candidates, expected) => {
  expect(suggest(word, candidates)).toEqual(expected);
});
