import { expect, it } from 'vitest';
import { pidSlices } from '../../src/warehouse/pid-slices.js';

it('has everybody in one slice, the first of them also when there is nobody', () => {
  expect(pidSlices(1_200_000, 'pid')).toEqual([
    'pid >= 0 AND pid < 500000',
    'pid >= 500000 AND pid < 1000000',
    'pid >= 1000000 AND pid < 1500000',
  ]);
  expect(pidSlices(500_000, 'pid')).toEqual(['pid >= 0 AND pid < 500000']);
  expect(pidSlices(0, 'd.pid')).toEqual(['d.pid >= 0 AND d.pid < 500000']);
  expect(pidSlices(300_000, 'd.pid', 2)).toEqual([
    'd.pid >= 0 AND d.pid < 250000',
    'd.pid >= 250000 AND d.pid < 500000',
  ]);
});
