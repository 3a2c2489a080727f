import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check/check-project.js';
import { emailRules } from '../../../src/check/email/email-rules.js';
import { breakExample, exampleProject } from '../../../src/check/example/example-project.js';
import { explainCode } from '../../../src/check/explain.js';
import { rememberEmails } from '../../../src/commands/email-memory.js';
import { loadProject } from '../../../src/commands/load-project.js';
import { rememberTemplates } from '../../../src/compile/templates/template-cache.js';
import { invariant } from '../../../src/model/failure.js';
import { readProject } from '../../../src/read/read-project.js';
import { type Files, withFolder } from '../read-case.js';

/** What did not change from one example to the next is compiled, rendered and looked at once. */
const templates = rememberTemplates({ get: () => null, put: () => undefined });
const emails = rememberEmails();

async function check(files: Files) {
  return withFolder(files, async (root) => {
    const session = { read: () => readProject(root), check: checkProject, templates, emails };
    return (await loadProject(root, {}, null, session)).findings.diagnostics;
  });
}

// MJML takes a while to load.
beforeAll(() => check(exampleProject), 240_000);

/** Where each bad example is found, and what is said of it. */
const places: string[] = [];

describe.each(emailRules.filter(({ example }) => example !== null))(
  '$code $name',
  ({ code, name, severity, example }) => {
    invariant(example, 'rules without an example are left out');

    it('speaks of its bad example, alone, and says what to do', async () => {
      const files = breakExample(example);
      expect(files[example.file], 'the bad example stands in its file').toContain(example.bad);
      const found = await check(files);
      expect([...new Set(found.map((one) => `${one.code} ${one.name} ${one.severity}`))]).toEqual([
        `${code} ${name} ${severity}`,
      ]);
      for (const { span, message, help = [] } of found) {
        expect(message).toMatch(/^[^\n]*[^.\n]$/);
        expect(help.length).toBeGreaterThan(0);
        places.push(`${code} ${span.file}:${span.start.line} ${message}`);
      }
    });

    it('is silent on its good example', async () => {
      expect(await check(breakExample({ ...example, bad: example.good }))).toEqual([]);
    });

    it('is explained with both', () => {
      expect(explainCode(name)).toBe(explainCode(code));
      expect(explainCode(code)).toMatch(/Not like this|Like this/);
    });
  },
);

it('the list of rules for emails holds every file of the folder, in the order of the codes', () => {
  const codes = emailRules.map(({ code }) => code);
  expect(codes).toHaveLength(readdirSync('src/check/email/rules').length);
  expect(codes).toEqual([...codes].sort());
});

it('the examples are found at their lines', async () => {
  await expect(`${places.join('\n')}\n`).toMatchFileSnapshot('examples.txt');
});

it('what stands in a template twice is told at its top, not at a guess', async () => {
  const text = '<mj-text>New things are here.</mj-text>';
  const found = await check(
    breakExample({
      file: 'templates/letter.mjml',
      good: text,
      bad: '<mj-text><h3>Chairs</h3>\n<h3>Chairs</h3></mj-text>',
    }),
  );
  expect(found.map(({ code, span }) => `${code} ${span.file}:${span.start.line}`)).toEqual([
    'LC739 templates/letter.mjml:1',
  ]);
});
