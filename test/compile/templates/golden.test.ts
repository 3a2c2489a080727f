import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compileText } from './compile-text.js';

const at = (name: string) => fileURLToPath(new URL(`golden/${name}`, import.meta.url));

test('a whole template compiles to these bytes', async () => {
  const { template, shown } = await compileText(readFileSync(at('help.mjml'), 'utf8'), {
    preheader: 'Before you go, {{ profile.first_name | default: "friend" }}',
    partials: { 'partials/footer.mjml': readFileSync(at('footer.mjml'), 'utf8') },
  });
  expect(shown).toEqual([]);
  await expect(template!.html).toMatchFileSnapshot(at('help.html'));
  await expect(template!.text).toMatchFileSnapshot(at('help.txt'));
});
