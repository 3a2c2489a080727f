import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileText, inColumn } from './compile-text.js';

const shell = (head: string, inside: string) =>
  `<mjml><mj-head>${head}</mj-head><mj-body>\n${inside}\n</mj-body></mjml>`;

test('partials stand in the place of their includes, in the head, in the body and in text', async () => {
  const { template, shown } = await compileText(
    shell(
      '<mj-include path="partials/theme.mjml" />',
      `<mj-include path="partials/header.mjml"></mj-include>${'<mj-section><mj-column><mj-text>{% include "partials/hello" %}</mj-text></mj-column></mj-section>'}`,
    ),
    {
      partials: {
        'partials/theme.mjml': '<mj-attributes><mj-all color="#123456" /></mj-attributes>',
        'partials/header.mjml':
          '<mj-section><mj-column><mj-include path="partials/logo.mjml" /></mj-column></mj-section>',
        'partials/logo.mjml': '<mj-text>LOGO</mj-text>',
        'partials/hello.liquid': 'Hello {{ profile.first_name | default: "there" }}',
      },
    },
  );
  expect(shown).toEqual([]);
  expect(template?.html).toContain('LOGO');
  expect(template?.html).toContain('color:#123456');
  expect(template?.html).toContain('Hello {{ profile.first_name | default: "there" }}');
});

test('a finding in a partial is at its place in the partial', async () => {
  const { shown } = await compileText(shell('', '<mj-include path="partials/footer.mjml" />'), {
    partials: {
      'partials/footer.mjml': '<mj-section>\n  <mj-column>\n    <mj-txt>a</mj-txt>\n  </mj-column>\n</mj-section>',
    },
  });
  expect(shown).toEqual(['partials/footer.mjml:3:5 LC701 <mj-txt> is not an MJML tag']);
});

/** Found if anybody looked for them. */
const outside = Object.fromEntries(
  ['../secret.mjml', 'partials/../../secret.mjml', '/etc/passwd', 'cart/other.mjml'].map((path) => [path, 'secret']),
);

test.each([
  ['<mj-include path="partials/missing.mjml" />', 'LC504 there is no partial "partials/missing.mjml"'],
  ['<mj-include path="../secret.mjml" />', 'LC504 there is no partial "../secret.mjml"'],
  ['<mj-include path="partials/../../secret.mjml" />', 'LC504 there is no partial "partials/../../secret.mjml"'],
  ['<mj-include path="/etc/passwd" />', 'LC504 there is no partial "/etc/passwd"'],
  ['<mj-include path="partials/..%2f..%2fsecret" />', 'LC504 there is no partial "partials/..%2f..%2fsecret"'],
  ['<mj-include path="cart/other.mjml" />', 'LC504 there is no partial "cart/other.mjml"'],
  ['<mj-include path="partials/a.css" type="css" />', 'LC511 an include takes one written path and nothing else'],
  ['<mj-include path="partials/{{ event.a }}.mjml" />', 'LC511 an include takes one written path and nothing else'],
  ['<mj-include />', 'LC511 an include takes one written path and nothing else'],
  ['{% include event.a %}', 'LC511 an include takes one written path and nothing else'],
  ['{% include "partials/missing" %}', 'LC504 there is no partial "partials/missing"'],
])('%s is refused at its place', async (include, finding) => {
  const column = 3 + (finding.startsWith('LC504') ? include.search(/["']/) + 1 : 0);
  const { shown, template } = await compileText(shell('', `  ${include}`), { partials: outside });
  expect(shown).toEqual([`cart/help.mjml:2:${column} ${finding}`]);
  expect(template).toBeNull();
});

test('a circle and a deep nest of includes are refused where they close', async () => {
  const circle = await compileText(shell('', '<mj-include path="partials/a.mjml" />'), {
    partials: {
      'partials/a.mjml': '<mj-include path="partials/b.mjml" />',
      'partials/b.mjml': '\n<mj-include path="partials/a.mjml" />',
    },
  });
  expect(circle.shown).toEqual(['partials/b.mjml:2:19 LC511 templates/partials/a.mjml includes itself']);
  const nest = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`partials/${n}.mjml`, `<mj-include path="partials/${n + 1}.mjml" />`]),
  );
  const deep = await compileText(shell('', '<mj-include path="partials/0.mjml" />'), { partials: nest });
  expect(deep.shown).toEqual(['partials/7.mjml:1:19 LC511 includes are nested more than 8 deep']);
});

test('an include in a comment is left alone', async () => {
  const inside =
    '<mj-text>x<!-- <mj-include path="partials/no.mjml" /> -->{% comment %}{% include "partials/no" %}{% endcomment %}</mj-text>';
  expect((await compileText(inColumn(inside))).shown).toEqual([]);
});

test('loading MJML runs no package of a .mjmlconfig in the working directory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  const before = process.cwd();
  try {
    writeFileSync(join(folder, '.mjmlconfig'), JSON.stringify({ packages: ['./evil.cjs', `${folder}/evil.cjs`] }));
    writeFileSync(join(folder, 'evil.cjs'), 'globalThis.evilRan = true; module.exports = {};');
    process.chdir(folder);
    const { createRequire } = await import('node:module');
    const require = createRequire(import.meta.url);
    for (const path of Object.keys(require.cache)) if (path.includes('mjml')) delete require.cache[path];
    const { vi } = await import('vitest');
    vi.resetModules();
    const { runMjml } = await import('../../../src/compile/templates/run-mjml.js');
    const { html } = await runMjml(inColumn('<mj-text>still works</mj-text>'));
    expect(html).toContain('still works');
    expect(globalThis).not.toHaveProperty('evilRan');
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});
