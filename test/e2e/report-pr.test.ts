import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wrongWith } from '../report/review/gfm.js';
import { ROOT, type TestProject } from './project.js';
import { makeSmallShop } from './small-shop.js';

const LETTERS = `in_flight: follow
triggers: [{event: pinged}]
steps:
  - {id: letter, email: {template: letter, topic: news}}
  - {id: second, delay: 3d, email: {template: letter, topic: news}}
`;

let shop: TestProject;
const git = (...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: shop.root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: shop.root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b.example',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b.example',
    },
  });
const change = (file: string, edit: (text: string) => string): void => {
  const [was, is] = [shop.read(file), edit(shop.read(file))];
  expect(is).not.toBe(was);
  shop.write(file, is);
};
const LETTERS_FILE = 'campaigns/letters.yaml';
const report = (...args: readonly string[]) => shop.lifecycle(['report-pr', ...args]);
const lines = (text: string): readonly string[] => text.split('\n');

beforeAll(() => {
  shop = makeSmallShop({ campaigns: { letters: LETTERS, others: LETTERS } });
  shop.write('.gitignore', '.lifecycle/\ndist/\n');
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'first');
  git('switch', '-q', '-c', 'edit');
});
beforeEach(() => {
  git('reset', '-q', '--hard', 'main');
  git('clean', '-qfd');
});
afterAll(() => shop.remove());

describe('lifecycle report-pr', () => {
  it('has nothing to say of files that are as they were', async () => {
    const { code, out } = await report();
    expect(code).toBe(0);
    expect(lines(out).slice(0, 4)).toEqual([
      '<!-- lifecycle report-pr -->',
      '### Lifecycle: nothing changes for anybody',
      '',
      '🟢 **Nothing to worry about**: nothing changes for anybody.',
    ]);
  });

  it('gives YAML that makes a breaking change acceptable when it is pasted as it stands', async () => {
    change(LETTERS_FILE, (text) => text.replace('{id: second,', '{id: reminder,'));
    const { code, out } = await report();
    expect(code).toBe(1);
    expect(out).toContain('🔴 **Stop**: nobody accepted 1 breaking change;');
    const blocks = [...out.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml]) => yaml ?? '');
    expect(blocks.map((yaml) => yaml.split(':')[0])).toEqual(['moved', 'removed', 'accepts']);
    for (const yaml of blocks) {
      const before = shop.read(LETTERS_FILE);
      shop.write(LETTERS_FILE, `${before}${yaml}`);
      expect(await report(), yaml).toMatchObject({ code: 0 });
      shop.write(LETTERS_FILE, before);
    }
  });

  it('tells of errors first, and compares what has none', async () => {
    change(LETTERS_FILE, (text) => text.replace('event: pinged', 'event: pingd'));
    change('campaigns/others.yaml', (text) => text.replace('delay: 3d', 'delay: 2d'));
    const { code, out } = await report();
    expect(code).toBe(1);
    expect(lines(out)[1]).toBe(
      '### Lifecycle: 1 error in the files · 1 dangerous · 1 campaign · 1 campaign not compared · 1 new finding',
    );
    expect(out.indexOf('LC206')).toBeLessThan(out.indexOf('LC804'));
    expect(out).toContain('Not compared, because of errors: letters.');
    expect(wrongWith(out)).toEqual([]);
    change('templates/letter.mjml', (text) => text.replace('{{', '{{ nothing.'));
    const none = await report();
    expect(none.out).toContain('Not compared, because of errors: letters, others.');
    change('lifecycle.config.yaml', (text) => `${text}nonsense: 1\n`);
    const all = await report();
    expect(all).toMatchObject({ code: 1 });
    expect(lines(all.out)[1]).toMatch(/^### Lifecycle: \d+ errors? in the files · not compared$/);
  });

  it('compares with a state that has errors itself', async () => {
    change(LETTERS_FILE, (text) => text.replace('event: pinged', 'event: pingd'));
    git('commit', '-qam', 'broken');
    git('checkout', '-q', 'main', '--', '.');
    const { code, out } = await report('--against', 'HEAD');
    expect(code).toBe(0);
    expect(out).toContain('Not compared, because of errors: letters.');
    expect(lines(out)[1]).toBe('### Lifecycle: 1 campaign not compared');
    expect(out).toContain('**Look closely**: of 1 campaign it is not known');
    expect(out).toContain('Findings: 2 fixed.');
  });

  it('tells new findings alone, and the comments that silence some', async () => {
    shop.write('templates/old.mjml', shop.read('templates/letter.mjml'));
    git('add', '-A');
    git('commit', '-qm', 'old');
    change('templates/old.mjml', (text) => text.replace('---\n', '---\n# a line more\n'));
    shop.write('templates/new.mjml', shop.read('templates/letter.mjml'));
    const { code, out } = await report('--against', 'HEAD');
    expect(code).toBe(0);
    expect(lines(out)[1]).toBe('### Lifecycle: 1 new finding');
    expect(out).toContain('templates/new.mjml:1');
    expect(out).not.toContain('templates/old.mjml');
    expect(out).toContain('1 as before, not shown');
    const segment =
      '  # lifecycle-ignore LC230: comes in spring, says @team\n  spare: {attribute: email, in: [a@b.example]}\n';
    change('lifecycle.config.yaml', (text) => `${text}segments:\n${segment}`);
    const ignored = await report('--against', 'HEAD');
    expect(ignored.out).toContain('#### What is not told any more');
    expect(ignored.out).toContain('comes in spring, says @<!-- -->team');
    change('lifecycle.config.yaml', (text) => text.replace('{LC424: off}', '{LC424: off, templates/**: {LC220: off}}'));
    const off = await report('--against', 'HEAD');
    expect(lines(off.out)[1]).toBe('### Lifecycle: 1 safe · 2 silenced');
    expect(off.out).toMatch(/- \*\*LC220\*\* at lifecycle\.config\.yaml:\d+: turned off in templates\/&#42;&#42;\n/);
    expect(off.out).toContain('1 mended or silenced');
    change('lifecycle.config.yaml', (text) => text.replace(', templates/**: {LC220: off}', ''));
    await shop.lifecycle(['check', '--write-baseline']);
    const hidden = await report('--against', 'HEAD');
    expect(hidden.out).toContain('at lifecycle.baseline.json: the baseline hides 1 more in templates/new.mjml');
  });

  it('shows what a message said and says, for whom', async () => {
    change('templates/letter.mjml', (text) => text.replace(/^subject: .*$/m, 'subject: "Hello @team, see #12"'));
    const { code, out } = await report();
    expect(code).toBe(0);
    expect(lines(out)[1]).toBe('### Lifecycle: 4 safe · 2 campaigns · 4 emails changed');
    expect(out).toMatch(
      /\*\*letters\/second\*\*: changed for (\d+) of \1 personas; here it is for .*:\n\n```diff\n- subject: .*\n\+ subject: Hello @team, see #12\n```\n/,
    );
    expect(wrongWith(out)).toEqual([]);
  });

  it('prints JSON that keeps to its schema', async () => {
    change(LETTERS_FILE, (text) => text.replace('delay: 3d', 'delay: 2d'));
    shop.write('dist/tests.json', (await shop.lifecycle(['test', '--format', 'json'])).out);
    const { out } = await report(
      '--format',
      'json',
      '--tests',
      'dist/tests.json',
      '--preview-url',
      'https://a.example',
    );
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/review.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'look', tests: { failed: 0 }, preview: 'https://a.example' });
  });

  it('tells the steps of a GitHub workflow, and writes the long form into its summary', async () => {
    change(LETTERS_FILE, (text) => text.replace('delay: 3d', 'delay: 2d'));
    const env = {
      GITHUB_OUTPUT: join(shop.root, 'dist/output'),
      GITHUB_STEP_SUMMARY: join(shop.root, 'dist/summary.md'),
    };
    shop.write('dist/summary.md', 'before\n');
    shop.write('dist/output', '');
    const { out, err } = await shop.lifecycle(['report-pr', '--out', 'dist/comment.md'], { env });
    expect([out, err]).toEqual(['', '1 dangerous · 1 campaign\n']);
    expect(shop.read('dist/output')).toBe('changes=true\nlevel=dangerous\nverdict=look\nsay=true\n');
    expect(shop.read('dist/summary.md')).toBe(`before\n${shop.read('dist/comment.md')}`);
    git('checkout', '-q', 'main', '--', '.');
    await shop.lifecycle(['report-pr', '--out', 'dist/comment.md'], { env: { GITHUB_OUTPUT: env.GITHUB_OUTPUT } });
    expect(lines(shop.read('dist/output')).slice(-5)).toEqual([
      'changes=false',
      'level=none',
      'verdict=fine',
      'say=false',
      '',
    ]);
  });

  it('stops at failing tests, and says kindly what is no report of tests', async () => {
    const told = (summary: object): void => shop.write('dist/tests.json', JSON.stringify({ format: 1, summary }));
    told({ tests: 3, passed: 2, failed: 1 });
    expect(await report('--tests', 'dist/tests.json')).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 of 3 tests failed'),
    });
    told({ errors: 1, warnings: 0 });
    expect(await report('--tests', 'dist/tests.json')).toMatchObject({ code: 0 });
    told({});
    expect(await report('--tests', 'dist/tests.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not a report of tests'),
    });
    expect(await report('--tests', 'nowhere.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere.json is not there'),
    });
  });

  it('compares with a plan, which does not say what there was to find, and with a project that is new', async () => {
    await shop.lifecycle(['build']);
    shop.write('templates/old.mjml', shop.read('templates/letter.mjml'));
    change(LETTERS_FILE, (text) => text.replace('delay: 3d', 'delay: 2d'));
    const { code, out } = await report('--against', 'dist/plan.json');
    expect(code).toBe(0);
    expect(lines(out)[1]).toBe('### Lifecycle: 1 dangerous · 1 campaign · 1 finding');
    expect(out).toContain('#### 1 finding\n');
    shop.write('dist/empty/lifecycle.config.yaml', '');
    const empty = await report('--against', 'dist/empty');
    expect(empty).toMatchObject({ code: 0 });
    expect(lines(empty.out)[1]).toMatch(/^### Lifecycle: not compared/);
    git('checkout', '-q', '--orphan', 'none');
    git('rm', '-rqf', '--cached', '.');
    git('commit', '-qm', 'nothing', '--allow-empty');
    const all = await report('--against', 'HEAD');
    expect(lines(all.out)[1]).toMatch(/^### Lifecycle: 2 dangerous · 2 campaigns · 4 emails changed/);
    git('checkout', '-qf', 'edit');
  });

  it('gives the same bytes of the same files', async () => {
    change(LETTERS_FILE, (text) => text.replace('{id: second,', '{id: reminder,'));
    const [first, second] = [await report(), await report()];
    expect(first.out).toBe(second.out);
  });
});
