import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { type CheckOptions, check } from '../../src/commands/check.js';
import { thisMachine } from '../../src/commands/this-machine.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The example project with some files laid over it, in a folder of its own. */
function makeProject(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-check-'));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...exampleProject, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function run(
  root: string,
  options: Partial<CheckOptions> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const terminal = {
    out(text: string) {
      said.out += text;
    },
    err(text: string) {
      said.err += text;
    },
    stdin: async () => new Uint8Array(),
    interactive: false,
    color: false,
    columns: 80,
    outColumns: 80,
    cwd: root,
    env,
    ...thisMachine,
    host: 'here',
    pid: 1,
    now: () => 0,
    interrupted: new AbortController().signal,
  };
  const asked = {
    project: undefined,
    formats: [],
    fix: false,
    writeBaseline: false,
    maxWarnings: null,
    stdin: false,
    stdinPath: null,
  };
  return { code: await check(terminal, { ...asked, ...options }), ...said };
}

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');
const cart = exampleProject['campaigns/cart.yaml'] ?? '';
const spare = exampleProject['templates/letter.mjml'] ?? '';

describe('--fix', () => {
  it('mends what is safe, says so, and leaves everything else as it was', async () => {
    const slip = cart
      .replace('goal:', 'gaol:')
      .replace('stage: [active, prospect]', 'stage: active')
      .replace('order_placed}]', 'Order_placed}]')
      .replace('frist', 'first');
    const root = makeProject({ 'campaigns/cart.yaml': `\uFEFF${slip.replaceAll('\n', '\r\n')}# the end` });
    chmodSync(join(root, 'campaigns/cart.yaml'), 0o640);
    const { code, out, err } = await run(root, { fix: true });
    const mended = cart.replace('stage: [active, prospect]', 'stage: [active]');
    expect(read(root, 'campaigns/cart.yaml')).toBe(`\uFEFF${mended.replaceAll('\n', '\r\n')}# the end`);
    expect(statSync(join(root, 'campaigns/cart.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(root, 'campaigns')).sort()).toEqual(['cart.yaml', 'monthly.yaml']);
    expect(out).toBe(
      [
        'campaigns/cart.yaml:2:1: fixed[LC103] unknown key "gaol" in campaign "cart": rename it to "goal"',
        'campaigns/cart.yaml:3:8: fixed[LC102] "stage" in campaign "cart" is text: write [active]',
        'campaigns/cart.yaml:11:19: fixed[LC206] there is no event "Order_placed": write "order_placed"',
        '3 findings mended.',
        '',
        '',
      ].join('\n'),
    );
    expect(err).toBe('7 files checked, nothing to report.\n');
    expect(code).toBe(0);
  });

  it('leaves what is a guess, and two keys that would become one', async () => {
    const slip = cart.replace('    delay: 2d', '    dleay: 2d\n    deley: 3d');
    const root = makeProject({ 'campaigns/cart.yaml': slip });
    const { code, out } = await run(root, { fix: true });
    expect(read(root, 'campaigns/cart.yaml')).toBe(slip);
    expect(out).not.toContain('safe fix');
    expect(code).toBe(1);
  });

  it('done twice is done once, whatever was slipped', async () => {
    const words = [...cart.matchAll(/(?<=^ *(?:- )?)[a-z_]+(?=:)/gm)];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(words.length - 1), fc.constantFrom('double', 'upper', 'swap')), { maxLength: 4 }),
        async (slips) => {
          let text = cart;
          for (const [at, how] of [...new Map(slips)].sort(([a], [b]) => b - a)) {
            const { 0: word, index } = words[at]!;
            const put =
              how === 'double'
                ? word.replace(/.$/, '$&$&')
                : how === 'upper'
                  ? word.toUpperCase()
                  : word.replace(/(.)(.)/, '$2$1');
            text = text.slice(0, index) + put + text.slice(index + word.length);
          }
          const root = makeProject({ 'campaigns/cart.yaml': text });
          const first = await run(root, { fix: true });
          const once = read(root, 'campaigns/cart.yaml');
          const second = await run(root, { fix: true });
          expect(read(root, 'campaigns/cart.yaml')).toBe(once);
          expect(second.out).not.toContain('fixed[');
          expect(first.out.endsWith(second.out)).toBe(true);
          expect(second.code).toBe(first.code);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('writes nothing outside the project, behind a link', async () => {
    const elsewhere = makeProject({ 'campaigns/cart.yaml': cart.replace('goal:', 'gaol:') });
    const root = makeProject();
    rmSync(join(root, 'campaigns'), { recursive: true });
    symlinkSync(join(elsewhere, 'campaigns'), join(root, 'campaigns'));
    const { code, out } = await run(root, { fix: true });
    expect(code).toBe(1);
    expect(out).toContain('error[LC111] campaigns is a link');
    expect(read(elsewhere, 'campaigns/cart.yaml')).toContain('gaol:');
    expect(readdirSync(join(elsewhere, 'campaigns')).sort()).toEqual(['cart.yaml', 'monthly.yaml']);
  });

  it('says what was mended on stderr when a program reads stdout', async () => {
    const root = makeProject({ 'campaigns/cart.yaml': cart.replace('goal:', 'gaol:') });
    const { out, err } = await run(root, { fix: true, formats: ['json'] });
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [] });
    expect(err).toContain('fixed[LC103]');
  });
});

describe('--write-baseline', () => {
  const old = { 'templates/old.mjml': spare, 'templates/older.mjml': spare };

  it('hides the warnings there are, and not one more', async () => {
    const root = makeProject(old);
    const written = await run(root, { writeBaseline: true });
    expect(read(root, 'lifecycle.baseline.json')).toBe(
      `${JSON.stringify({ format: 1, warnings: { 'templates/old.mjml': { LC220: 1 }, 'templates/older.mjml': { LC220: 1 } } }, null, 2)}\n`,
    );
    expect(written.out).toBe('lifecycle.baseline.json: 2 warnings in 2 files\n');
    expect(written.err).toBe('9 files checked, nothing new to report. The baseline hides 2 warnings.\n');
    writeFileSync(join(root, 'templates/new.mjml'), spare);
    const { out, err } = await run(root);
    expect(out).toMatch(/^templates\/new\.mjml:1:1: warning\[LC220\][^[]*$/);
    expect(err).toContain('The baseline hides 2 warnings.');
  });

  it('hides also what a setting makes an error, so that only new ones fail', async () => {
    const config = exampleProject['lifecycle.config.yaml'];
    const root = makeProject({ ...old, 'lifecycle.config.yaml': `${config}rules: {unused-template: error}\n` });
    expect((await run(root)).code).toBe(1);
    expect((await run(root, { writeBaseline: true })).code).toBe(0);
    writeFileSync(join(root, 'templates/new.mjml'), spare);
    expect((await run(root)).code).toBe(1);
  });

  it('tells when it can shrink', async () => {
    const root = makeProject(old);
    await run(root, { writeBaseline: true });
    rmSync(join(root, 'templates/older.mjml'));
    expect((await run(root)).err).toContain('shrink it with lifecycle check --write-baseline');
    writeFileSync(join(root, 'campaigns/monthly.yaml'), 'name: [');
    expect((await run(root)).err).not.toContain('shrink');
    writeFileSync(join(root, 'campaigns/monthly.yaml'), exampleProject['campaigns/monthly.yaml'] ?? '');
    expect((await run(root, { writeBaseline: true })).err).not.toContain('shrink');
  });

  it.each(['<<<<<<<', '{"format": 2}', '{"format": 1, "warnings": {"a": {"LC220": "many"}}}', 'null'])(
    'is refused when it is %s, and can be written again',
    async (text) => {
      const root = makeProject({ 'lifecycle.baseline.json': text });
      await expect(run(root)).rejects.toMatchObject({ code: 'LC917', exitCode: 3 });
      expect((await run(root, { writeBaseline: true })).code).toBe(0);
    },
  );

  it('is not made by a check that did not ask for it', async () => {
    const root = makeProject(old);
    await run(root);
    expect(existsSync(join(root, 'lifecycle.baseline.json'))).toBe(false);
  });
});

describe('--max-warnings', () => {
  it.each([
    [1, 1],
    [2, 0],
    [null, 0],
  ])('%s, with two warnings, gives %s', async (maxWarnings, code) => {
    const root = makeProject({ 'templates/old.mjml': spare, 'templates/older.mjml': spare });
    const outcome = await run(root, { maxWarnings });
    expect(outcome.code).toBe(code);
    expect(outcome.err.includes('2 warnings: more than --max-warnings 1')).toBe(code === 1);
  });
});

describe('--format', () => {
  it('feeds a log, files and annotations in one run, and leaves a report on stdout alone', async () => {
    const root = makeProject({ 'templates/old.mjml': spare });
    const formats = ['text', 'sarif=out/a.sarif', 'gitlab=out/b.json', 'junit=c.xml', 'markdown=d.md', 'compact=e.txt'];
    const { out } = await run(root, { formats }, { GITHUB_ACTIONS: 'true' });
    expect(out).toMatch(/^templates\/old\.mjml:1:1: warning[\s\S]*\n::warning file=templates\/old\.mjml/);
    expect(JSON.parse(read(root, 'out/a.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse(read(root, 'out/b.json'))).toHaveLength(1);
    expect(read(root, 'c.xml')).toContain('<testsuites');
    expect(read(root, 'd.md')).toContain('LC220');
    expect(read(root, 'e.txt').split('\n')).toHaveLength(2);
    const alone = await run(root, { formats: ['sarif'] }, { GITHUB_ACTIONS: 'true' });
    expect(JSON.parse(alone.out)).toHaveProperty('runs');
  });

  it('names files from the top of the repository to code hosts, and from the project to people', async () => {
    const repository = mkdtempSync(join(tmpdir(), 'lifecycle-repository-'));
    folders.push(repository);
    mkdirSync(join(repository, '.git'));
    mkdirSync(join(repository, 'apps'));
    const root = join(repository, 'apps/mail room');
    const twice = cart.replace('- id: reminder', '- id: help');
    expect(twice).not.toBe(cart);
    renameSync(makeProject({ 'campaigns/cart.yaml': twice }), root);
    const { out } = await run(root, { formats: ['compact', 'sarif=a', 'gitlab=b'] }, { GITHUB_ACTIONS: 'true' });
    const [line = '', annotation = ''] = out.split('\n');
    expect(line).toMatch(/^campaigns\/cart\.yaml:/);
    expect(annotation).toContain('file=apps/mail room/campaigns/cart.yaml,');
    expect(read(root, 'b')).toContain('"path": "apps/mail room/campaigns/cart.yaml"');
    const uris = [...read(root, 'a').matchAll(/"uri": "(.*)"/g)].map(([, uri]) => uri);
    expect(uris).toEqual(Array(2).fill('apps/mail%20room/campaigns/cart.yaml'));
  });
});
