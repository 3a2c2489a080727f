import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const WEEK = ['run', '--now', '2026-03-02', '--until', '2026-03-09', '--format', 'json'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifecycle-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function lifecycle(cwd: string, ...args: string[]): { code: number | null; out: string; err: string } {
  const { GITHUB_ACTIONS: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8', env });
  return { code: status, out: stdout, err: stderr };
}

function files(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

describe('lifecycle init', () => {
  test('makes a project that checks, builds and runs as it stands', () => {
    const made = lifecycle(folder, 'init', 'my-shop');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('cd my-shop');
    const shop = join(folder, 'my-shop');

    const checked = lifecycle(shop, 'check', '--format', 'json');
    expect(checked.code, checked.out).toBe(0);
    expect(JSON.parse(checked.out)).toMatchObject({ summary: { errors: 0, warnings: 0 }, diagnostics: [] });
    expect(lifecycle(shop, 'build').code).toBe(0);
    expect(lifecycle(shop, 'show').out).toContain('first-order: 2 days later, then at the next 09:00 on weekdays');

    const ran = lifecycle(shop, ...WEEK);
    expect(ran.code, ran.err).toBe(0);
    const { quality, sent } = JSON.parse(ran.out);
    expect(sent).toBe(false);
    expect(quality).toMatchObject({
      profiles: { rows: 8, setAside: 0 },
      events: { rows: 10, setAside: 0 },
      findings: [],
    });
    // Ada and Kenji get both messages, Noor buys after the first, Inès never agreed, Mia had bought before, Luis signs up too late for the second.
    const mails = files(join(shop, '.lifecycle/dry-run')).filter((path) => path.endsWith('.eml'));
    expect(mails.map((path) => path.replace(/^welcome\/|-[a-z2-7]+\.eml$/g, ''))).toEqual([
      ...['first-order/c-001', 'first-order/c-003', 'first-order/c-004', 'first-order/c-005'],
      ...['hello/c-001', 'hello/c-002', 'hello/c-003', 'hello/c-004', 'hello/c-005', 'hello/c-007'],
    ]);
  });

  test('gives the project an id made of the folder name', () => {
    lifecycle(folder, 'init', 'Café Döner 2');
    const config = readFileSync(join(folder, 'Café Döner 2', 'lifecycle.config.yaml'), 'utf8');
    expect(config).toContain('\nproject: cafe-doner-2\n');
    expect(config).toContain('\n  salt: cafe-doner-2\n');
  });

  test('keeps a name that is no id out of the project', () => {
    for (const name of ['2026', 'null', '...!']) {
      lifecycle(folder, 'init', name);
      expect(readFileSync(join(folder, name, 'lifecycle.config.yaml'), 'utf8')).toContain('\nproject: my-shop\n');
    }
  });

  test('works in a folder with other files, and git then ignores what may hold personal data', () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFileSync(join(folder, 'notes.txt'), 'mine\n');
    const made = lifecycle(folder, 'init');
    expect(made.code).toBe(0);
    expect(made.out).not.toContain('cd ');
    lifecycle(folder, 'build');
    expect(lifecycle(folder, 'run', '--now', '2026-03-06').code).toBe(0);
    const seen = execFileSync('git', ['status', '--short', '-uall'], { cwd: folder, encoding: 'utf8' });
    expect(seen).toContain('?? .github/workflows/lifecycle.yml');
    expect(seen).toContain('?? campaigns/welcome.yaml');
    expect(seen).not.toMatch(/\.lifecycle|dist/);
  });

  test.each([
    ['a file of the same name', 'campaigns/welcome.yaml'],
    ['a file where a folder must be', 'templates'],
    ['a configuration', 'lifecycle.config.yaml'],
  ])('writes nothing when there is %s', (_, file) => {
    mkdirSync(join(folder, 'shop', 'campaigns'), { recursive: true });
    writeFileSync(join(folder, 'shop', file), 'mine\n');
    const refused = lifecycle(folder, 'init', 'shop');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`error[LC900] shop already has ${file}; nothing was written`);
    expect(files(join(folder, 'shop'))).toEqual([file]);
    expect(readFileSync(join(folder, 'shop', file), 'utf8')).toBe('mine\n');
  });

  test('refuses a file in place of the folder, and a second time', () => {
    writeFileSync(join(folder, 'taken'), '');
    expect(lifecycle(folder, 'init', 'taken')).toMatchObject({ code: 2, out: '' });
    lifecycle(folder, 'init', 'shop');
    const again = lifecycle(folder, 'init', 'shop');
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/shop already has \.github\/workflows\/lifecycle\.yml, \.gitignore, .* and 11 more/);
  });
});
