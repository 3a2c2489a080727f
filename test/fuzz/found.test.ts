import { expect, it } from 'vitest';
import { checkProject } from '../../src/check/check-project.js';
import { rememberEmails } from '../../src/commands/email-memory.js';
import { loadProject } from '../../src/commands/load-project.js';
import { rememberTemplates } from '../../src/compile/templates/template-cache.js';
import { readProject } from '../../src/read/read-project.js';
import { type Files, readSound, withFolder } from '../check/read-case.js';

const sound = readSound('retail-cart');
const templates = rememberTemplates({ get: () => null, put: () => undefined });
const TEMPLATE = Object.keys(sound).find((path) => path.endsWith('.mjml') && !path.includes('partials')) ?? '';
const CAMPAIGN = Object.keys(sound).find((path) => path.startsWith('campaigns/')) ?? '';

async function told(files: Files): Promise<string> {
  const { findings } = await withFolder({ ...sound, ...files }, (root) =>
    loadProject(root, {}, null, {
      read: (standIn) => readProject(root, { standIn }),
      check: checkProject,
      templates,
      emails: rememberEmails(),
    }),
  );
  return findings.diagnostics
    .map(({ code, span, message }) => `${span.file}:${span.start.line}:${span.start.column} ${code} ${message}\n`)
    .join('');
}

const inTemplate = (change: (text: string) => string): Files => ({ [TEMPLATE]: change(sound[TEMPLATE] ?? '') });
const atEnd = (more: string): Files => inTemplate((text) => text + more);
const inBody = (more: string): Files => inTemplate((text) => text.replace('</mj-text>', `${more}</mj-text>`));

it.each<[what: string, files: Files, said: RegExp]>([
  ['a million empty lines', { [CAMPAIGN]: '\n'.repeat(1_000_000) }, /:100000:1 LC111 .* has more than 100000 lines\n/],
  ['a quote that is never closed', atEnd('<a href="https://x.example'), /LC70\d/],
  ['a quote that begins with the last letter', atEnd('<a href="'), /LC70\d/],
  ['thousands of values', inBody('{{ event.x }}'.repeat(1001)), /LC502 more than 1000 Liquid tags in one text\n/],
  ['ifs in ifs', inBody('{% if event.x %}'.repeat(65)), /LC502 nested more than 64 Liquid tags deep\n/],
  ['brackets in brackets', inBody(`{{ ${'a['.repeat(20_000)} }}`), /LC502 nested far too deeply\n/],
  ['keys in keys', { [CAMPAIGN]: '? '.repeat(20_000) }, /LC101 nested far too deeply\n/],
  ['lists in lists', { [CAMPAIGN]: '- '.repeat(20_000) }, /LC101 nested far too deeply\n/],
  [
    'a name that nobody reads',
    { [CAMPAIGN]: `${'n'.repeat(1000)}: 1\n` },
    /LC103 unknown key "n{100,200} \.\.\. n{50,100}" in campaign/,
  ],
  ['letters that turn the line around', { [CAMPAIGN]: `"a\u202eb": 1\n` }, /LC103 unknown key "aU\+202Eb" in campaign/],
])('fuzzing found %s: it is told at its place, in few words', async (_, files, said) => {
  const text = await told(files);
  expect(text).toMatch(said);
  for (const line of text.trimEnd().split('\n')) expect(line.length).toBeLessThan(600);
});
