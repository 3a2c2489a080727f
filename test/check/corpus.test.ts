import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../src/check/check-project.js';
import { catalogExamples } from '../../src/check/example/catalog-examples.js';
import { breakExample, exampleProject } from '../../src/check/example/example-project.js';
import { explainCode, explainedCodes } from '../../src/check/explain.js';
import { rememberEmails } from '../../src/commands/email-memory.js';
import { loadProject } from '../../src/commands/load-project.js';
import { canonicalJson } from '../../src/compile/canonical-json.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { rememberTemplates } from '../../src/compile/templates/template-cache.js';
import { invariant } from '../../src/model/failure.js';
import { confirmShapes } from '../../src/read/confirm-shapes.js';
import { readProject } from '../../src/read/read-project.js';
import { runTests } from '../../src/simulate/run-tests.js';
import { casesIn, type Files, readBroken, readSound, withFolder } from './read-case.js';

/** What did not change from one project to the next is compiled once. */
const templates = rememberTemplates({ get: () => null, put: () => undefined });

function load(files: Files) {
  return withFolder(files, (root) =>
    loadProject(root, {}, null, {
      read: (standIn) => readProject(root, { standIn }),
      check: checkProject,
      templates,
      emails: rememberEmails(),
    }),
  );
}

describe('sound projects', () => {
  it.each(casesIn('ok'))('%s: nothing is found, the plan is made twice alike, and its tests pass', async (name) => {
    const files = readSound(name);
    const { findings, project, templates: compiled } = await load(files);
    expect(
      findings.diagnostics.map(({ code, span, message }) => `${span.file}:${span.start.line} ${code} ${message}`),
    ).toEqual([]);
    invariant(project !== null, 'a project without findings was read');
    confirmShapes(project);
    const plan = compilePlan(project, compiled, 'test');
    const again = await load(files);
    invariant(again.project !== null, 'it is read again');
    expect(canonicalJson(compilePlan(again.project, again.templates, 'test'))).toBe(canonicalJson(plan));
    const report = runTests(project, plan, new Set(plan.campaigns.map(({ id }) => id)));
    expect(report.results.flatMap(({ finding }) => finding?.notes ?? [])).toEqual([]);
    for (const { id } of plan.campaigns) {
      expect(project.campaigns.find((campaign) => campaign.id === id)?.node.tests, `${id} has tests`).toBeDefined();
    }
  });
});

describe('broken projects', () => {
  it.each(casesIn('err'))('%s', async (name) => {
    const files = readBroken(name);
    const { findings } = await load(files);
    expect(findings.diagnostics).not.toEqual([]);
    const lines = findings.diagnostics.map(({ code, severity, message, span }) => {
      const text = files[span.file];
      expect(text ?? null, `${code} points at a file of the project: ${span.file}`).not.toBeNull();
      expect(span.start.line).toBeGreaterThan(0);
      expect(span.start.line).toBeLessThanOrEqual((text ?? '').split('\n').length);
      expect(span.start.column).toBeGreaterThan(0);
      expect(explainCode(code), `${code} is explained`).not.toBeNull();
      return `${span.file}:${span.start.line}:${span.start.column} ${severity}[${code}] ${message}\n`;
    });
    await expect(lines.join('')).toMatchFileSnapshot(`../cases/err/${name}/expected.out`);
  });
});

describe('the examples of codes that no rule stands behind', () => {
  it.each(Object.entries(catalogExamples))(
    '%s speaks of its bad example, alone; its good one is sound',
    async (code, example) => {
      const text = exampleProject[example.file];
      if (text !== undefined) expect(text.split(example.good)).toHaveLength(2);
      const { findings } = await load(breakExample(example));
      expect([...new Set(findings.diagnostics.map((one) => one.code))]).toEqual([code]);
      expect(explainCode(code)).toContain('Not like this');
      const { findings: none } = await load(breakExample({ ...example, bad: example.good }));
      expect(none.diagnostics).toEqual([]);
    },
  );

  it('are there for every code, but for what takes whole files or a run to show', () => {
    const without = explainedCodes.filter(({ code, example }) => code < 'LC8' && example === undefined);
    expect(without.map(({ code }) => code)).toEqual(['LC111', 'LC114', 'LC233', 'LC408', 'LC702']);
    for (const { code } of explainedCodes.filter((one) => one.code >= 'LC9'))
      expect(explainCode(code)).toContain('Found while running');
    for (const { code } of explainedCodes.filter((one) => one.code.startsWith('LC8')))
      expect(explainCode(code)).toContain('Found by "lifecycle diff"');
  });
});

it('every code speaks in a broken project, but for those of failing tests, of changes and of running', () => {
  const goldens = [
    ...casesIn('err').map((name) => `test/cases/err/${name}/expected.out`),
    ...readdirSync('test/check/cases').map((name) => `test/check/cases/${name}/expected.txt`),
  ];
  const spoken = new Set(goldens.flatMap((path) => readFileSync(path, 'utf8').match(/(?<=\[)LC\d{3}(?=\])/g) ?? []));
  const silent = explainedCodes.map(({ code }) => code).filter((code) => code < 'LC8' && !spoken.has(code));
  expect(silent).toEqual(['LC408']);
});
