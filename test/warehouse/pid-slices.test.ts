import { expect, it } from 'vitest';
import { pidSlices } from '../../src/warehouse/pid-slices.js';

it('has everybody in one slice, the first of them also when there is nobody', () => {
  expect(pidSlices(600_000, 'pid')).toEqual([
    'pid >= 0 AND pid < 250000',
    'pid >= 250000 AND pid < 500000',
    'pid >= 500000 AND pid < 750000',
  ]);
  expect(pidSlices(250_000, 'pid')).toEqual(['pid >= 0 AND pid < 250000']);
  expect(pidSlices(0, 'd.pid')).toEqual(['d.pid >= 0 AND d.pid < 250000']);
  expect(pidSlices(150_000, 'd.pid', 2)).toEqual([
    'd.pid >= 0 AND d.pid < 125000',
    'd.pid >= 125000 AND d.pid < 250000',
  ]);
});
