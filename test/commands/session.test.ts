import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkProject } from '../../src/check/check-project.js';
import { exampleProject } from '../../src/check/example/example-project.js';
import { rules } from '../../src/check/rules.js';
import { rememberEmails } from '../../src/commands/email-memory.js';
import { loadProject } from '../../src/commands/load-project.js';
import { openOneReading, openSession, type Session } from '../../src/commands/session.js';
import { rememberTemplates } from '../../src/compile/templates/template-cache.js';
import { readProject } from '../../src/read/read-project.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifecycle-session-'));
  for (const [path, text] of Object.entries(exampleProject)) write(path, text);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Everything a project comes to: findings, templates and the files themselves. */
async function outcome(session: Session = openOneReading(root)): Promise<string> {
  const { project, templates, findings, sound } = await loadProject(root, {}, null, session);
  const files = project && [project.config, project.campaigns, project.templates, project.partials];
  return JSON.stringify({ files, templates, diagnostics: findings.diagnostics, sound }, null, 1);
}

describe('a session', () => {
  test('finds after any edits what a new process would find', async () => {
    const edits = rules.map(({ example }) => example);
    const session = openSession(root);
    const templates = rememberTemplates({ get: () => null, put: () => undefined });
    const forgetful = { read: () => readProject(root), check: checkProject, templates, emails: rememberEmails() };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...edits), fc.constantFrom('bad', 'good', 'gone'), async (edit, how) => {
        const text = exampleProject[edit.file] ?? '';
        if (how === 'gone' && edit.file !== 'lifecycle.config.yaml') rmSync(join(root, edit.file), { force: true });
        else write(edit.file, how === 'bad' ? text.replace(edit.good, edit.bad) : text);
        const found = await outcome(forgetful);
        expect(await outcome(session)).toBe(found);
        // What the cache of one process holds, another takes from it.
        expect(await outcome()).toBe(found);
        expect(await outcome()).toBe(found);
      }),
      { numRuns: 40 },
    );
  });

  test('asks a sound campaign again when the configuration changes', async () => {
    const config = exampleProject['lifecycle.config.yaml'] ?? '';
    const session = openSession(root);
    expect(await outcome(session)).toBe(await outcome());
    write('lifecycle.config.yaml', config.replace(/^ {2}country: .*$/m, '  country: {type: number}'));
    expect(await outcome(session)).toContain('LC407');
    expect(await outcome()).toBe(await outcome(session));
    write('lifecycle.config.yaml', config);
    expect(await outcome(session)).toContain('"diagnostics": []');
  });

  test('looks at nothing again where nothing changed, and at all where anything did', async () => {
    const looks = async (): Promise<boolean> => {
      let looked = false;
      const session = openOneReading(root);
      const check: Session['check'] = (project) => {
        looked = true;
        return session.check(project);
      };
      await outcome({ ...session, check });
      return looked;
    };
    expect([await looks(), await looks()]).toEqual([true, false]);
    for (const path of Object.keys(exampleProject)) {
      const text = exampleProject[path] ?? '';
      write(path, `${text}\n`);
      expect([path, await looks(), await looks()]).toEqual([path, true, false]);
    }
    write('campaigns/strange.md', '');
    expect([await looks(), await looks()]).toEqual([true, false]);
    rmSync(join(root, 'campaigns/strange.md'));
    expect([await looks(), await looks()]).toEqual([true, false]);
  });

  test('does not read again what did not change', async () => {
    const session = openSession(root);
    const before = session.read(null).project;
    write('campaigns/cart.yaml', `${exampleProject['campaigns/cart.yaml']}# more\n`);
    const after = session.read(null).project;
    const kept = after?.campaigns.filter((campaign) => before?.campaigns.includes(campaign)).map(({ id }) => id);
    expect(kept).toEqual(after?.campaigns.map(({ id }) => id).filter((id) => id !== 'cart'));
    expect(after?.config).toBe(before?.config);
    expect(after?.templates[0]).toBe(before?.templates[0]);
  });

  test('leaves a cache of what is sound, which later processes read the same', async () => {
    const fresh = await outcome();
    const cached = readFileSync(join(root, '.lifecycle/cache/files.json'), 'utf8');
    const campaigns = Object.keys(JSON.parse(cached.slice(65)).entries).filter((key) => key.startsWith('campaign'));
    expect(campaigns).toHaveLength(Object.keys(exampleProject).filter((path) => path.startsWith('campaigns/')).length);
    expect(await outcome()).toBe(fresh);
    rmSync(join(root, '.lifecycle'), { recursive: true });
    expect(await outcome()).toBe(fresh);
  });
});
