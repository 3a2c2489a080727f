import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { printDocsMarkdown } from '../../../src/report/docs/markdown.js';
import { docsOf } from '../../docs/docs-of.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMMIT = { hash: '2'.repeat(40), date: '2026-11-20', author: 'Ann', subject: 'Ask once, not twice' };

it.each([
  ['the example shop', ROOT, 'shop.md', 'campaigns/sunset.yaml'],
  ['a magazine', `${ROOT}/test/cases/ok/media-magazine`, 'magazine.md', 'campaigns/renewal.yaml'],
])('tells of %s in words (LIFECYCLE_UPDATE=1 writes the golden file anew)', async (_, folder, golden, touched) => {
  const docs = await docsOf(folder, '2026-12-14', [{ ...COMMIT, files: [touched] }]);
  const text = printDocsMarkdown(docs);
  const file = fileURLToPath(new URL(golden, import.meta.url));
  if (process.env.LIFECYCLE_UPDATE) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});
