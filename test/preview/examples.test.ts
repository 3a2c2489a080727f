import { expect, test } from 'vitest';
import { galleryOf, printCells } from './project.js';

test.each([
  ['the shop', '.', 'shop'],
  ['the starter', 'starter', 'starter'],
])('every message of %s is made for all four of its personas', async (_, root, name) => {
  const gallery = await galleryOf(root);
  expect(gallery.personas.map(({ id }) => id)).toEqual(['complete', 'clock-change', 'hostile', 'minimal']);
  await expect(printCells(gallery)).toMatchFileSnapshot(`${name}.txt`);
  expect(gallery.cells.flatMap(({ findings }) => findings.map(({ message }) => message))).toEqual([]);
});
