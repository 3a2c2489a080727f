import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProject, ROOT, type TestProject } from './project.js';
import { makeSmallShop } from './small-shop.js';

const LETTERS = `in_flight: follow
triggers: [{event: pinged}]
steps:
  - {id: letter, email: {template: letter, topic: news}}
  - {id: second, delay: 3d, email: {template: letter, topic: news}}
`;

let shop: TestProject;
const made: TestProject[] = [];
const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b.example',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b.example',
    },
  });
const commit = (root: string, message: string): void => {
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', message);
};
const campaign = (change: (text: string) => string): void =>
  shop.write('campaigns/letters.yaml', change(shop.read('campaigns/letters.yaml')));

/** The state of the repository that nobody but the user may change. */
const state = (): string =>
  git(shop.root, 'status', '--porcelain=v2', '--branch', '--ignored=no') + git(shop.root, 'stash', 'list');

beforeAll(async () => {
  shop = makeSmallShop({ campaigns: { letters: LETTERS } });
  made.push(shop);
  shop.write('.gitignore', '.lifecycle/\ndist/\n');
  git(shop.root, 'init', '-q', '-b', 'main');
  commit(shop.root, 'first');
  expect((await shop.lifecycle(['build'])).code).toBe(0);
  git(shop.root, 'switch', '-q', '-c', 'edit');
});
afterAll(() => {
  for (const project of made) project.remove();
});

describe('lifecycle diff in a Git repository', () => {
  it('says nothing of files that are as they were', async () => {
    expect(await shop.lifecycle(['diff'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^the work tree against main at [0-9a-f]{7}: nothing changes for anybody\n$/),
    });
  });

  it('fails on a breaking change that nobody accepted, and touches nothing', async () => {
    campaign((text) => text.replace('{id: second,', '{id: reminder,'));
    const before = state();
    const folders = readdirSync(tmpdir()).filter((name) => name.startsWith('lifecycle-diff-'));
    const { code, out, err } = await shop.lifecycle(['diff']);
    expect(err).toBe('');
    expect(out).toContain(
      'campaigns/letters.yaml:8:10: breaking[LC802] step "second" seems to be called "reminder" now\n',
    );
    expect(out).toContain('moved: [{from: second, to: reminder}]');
    expect(out).toMatch(/: 1 breaking; up to everybody who is inside is affected \(no census was given\)\n$/);
    expect(code).toBe(1);
    expect(state()).toBe(before);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('lifecycle-diff-'))).toEqual(folders);
  });

  it('fails only from the level on that it is asked for', async () => {
    expect((await shop.lifecycle(['diff', '--fail-on', 'never'])).code).toBe(0);
    campaign((text) => text.replace('{id: reminder, delay: 3d', '{id: second, delay: 2d'));
    const dangerous = await shop.lifecycle(['diff']);
    expect(dangerous.out).toContain('dangerous[LC804]');
    expect(dangerous.code).toBe(0);
    const failing = await shop.lifecycle(['diff', '--fail-on', 'dangerous']);
    expect(failing.code).toBe(1);
    expect(failing.out).toContain('accepts: [{change: LC804, step: second, reason: "..."}]');
  });

  it('names the messages that read otherwise', async () => {
    const before = shop.read('templates/letter.mjml');
    shop.write('templates/letter.mjml', before.replace(/^subject: .*$/m, 'subject: Another'));
    const { out } = await shop.lifecycle(['diff']);
    expect(out).toMatch(/\nemail letters\/letter reads otherwise \(subject\) for (\d) of \1 personas\n/);
    shop.write('templates/letter.mjml', before.replace('<mj-text>', '<mj-text color="#333333">'));
    expect((await shop.lifecycle(['diff'])).out).toMatch(
      /\nemail letters\/second looks otherwise for (\d) of \1 personas\n/,
    );
    shop.write('templates/letter.mjml', before);
  });

  it('takes what the files accept, until its day is over', async () => {
    const accepting = (until: string) =>
      campaign(
        (text) =>
          `${text.replace(/accepts:.*\n/, '')}accepts: [{change: LC804, step: second, reason: too slow, until: ${until}}]\n`,
      );
    accepting('2999-12-31');
    const accepted = await shop.lifecycle(['diff', '--fail-on', 'dangerous']);
    expect(accepted.out).toContain('accepted: too slow (until 2999-12-31)');
    expect(accepted.code).toBe(0);
    accepting('2001-12-31');
    const late = await shop.lifecycle(['diff', '--fail-on', 'dangerous']);
    expect(late.out).toContain('"accepts" of LC804 for step "second" ran out on 2001-12-31');
    expect(late.code).toBe(1);
    campaign((text) => text.replace(/accepts:.*\n/, ''));
  });

  it('compares with a branch, a commit, a folder and a plan', async () => {
    commit(shop.root, 'second');
    const base = git(shop.root, 'rev-parse', 'main').trim();
    git(shop.root, 'worktree', 'add', '-q', '--detach', join(shop.root, 'dist/before'), 'main');
    for (const against of [
      [],
      ['main'],
      [base],
      [base.slice(0, 10)],
      ['HEAD~1'],
      ['dist/before'],
      ['dist/plan.json'],
    ]) {
      const { out, code } = await shop.lifecycle(['diff', ...against.flatMap((name) => ['--against', name])]);
      expect(out, String(against)).toMatch(/: 1 dangerous; /);
      expect(code).toBe(0);
    }
    expect((await shop.lifecycle(['diff', '--against', 'HEAD'])).out).toContain('nothing changes');
    git(shop.root, 'worktree', 'remove', '--force', join(shop.root, 'dist/before'));
  });

  it('prints JSON that keeps to its schema, and a comment for a pull request', async () => {
    const { out } = await shop.lifecycle(['diff', '--format', 'json', '--format', 'markdown=dist/comment.md']);
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/diff.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
    const comment = shop.read('dist/comment.md');
    expect(comment).toMatch(/^<!-- lifecycle diff -->\n### Lifecycle: 1 dangerous; /);
    expect(comment).toContain('| 🟡 dangerous | **LC804** letters/second: the delay of step "second" is shorter');
  });

  it('tells later steps of a GitHub workflow', async () => {
    shop.write('dist/output', 'x=1\n');
    const env = { GITHUB_OUTPUT: join(shop.root, 'dist/output') };
    await shop.lifecycle(['diff'], { env });
    await shop.lifecycle(['diff', '--against', 'HEAD'], { env });
    expect(shop.read('dist/output')).toBe('x=1\nchanges=true\nlevel=dangerous\nchanges=false\nlevel=none\n');
  });

  it('lowers what concerns nobody, by a census', async () => {
    const census = (people: number) => ({
      format: 1,
      project: 'small-shop',
      lineage: 'x',
      serial: 7,
      campaigns: [
        {
          campaign: 'letters',
          inside: 12,
          over: 0,
          waiting: people === 0 ? [] : [{ step: 'second', structure: 's', people }],
          past: [],
        },
      ],
    });
    shop.write('dist/census.json', JSON.stringify(census(12)));
    const many = await shop.lifecycle(['diff', '--census', 'dist/census.json']);
    expect(many.out).toContain('people: 0 before it, 12 waiting in it, 0 past it');
    expect(many.out).toMatch(/: 1 dangerous; 12 people waiting are affected\n$/);
    shop.write('dist/census.json', JSON.stringify(census(0)));
    const none = await shop.lifecycle(['diff', '--census', 'dist/census.json']);
    expect(none.out).toContain('but nobody waits in it, as of serial 7 of the ledger (dangerous without a census)');
    shop.write('dist/census.json', JSON.stringify({ ...census(0), project: 'other' }));
    expect(await shop.lifecycle(['diff', '--census', 'dist/census.json'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('counts the people of project "other"'),
    });
  });

  it('says kindly what it cannot compare with', async () => {
    expect(await shop.lifecycle(['diff', '--against', 'nowhere'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('error[LC919] there is no branch, tag or commit "nowhere"'),
    });
    expect((await shop.lifecycle(['diff', '--against', '--output=x'])).code).toBe(2);
    campaign((text) => text.replace('event: pinged', 'event: pingd'));
    commit(shop.root, 'broken');
    expect(await shop.lifecycle(['diff', '--against', 'main'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('LC2'),
    });
    campaign((text) => text.replace('event: pingd', 'event: pinged'));
    const old = await shop.lifecycle(['diff', '--against', 'HEAD']);
    expect(old.code).toBe(3);
    expect(old.err).toMatch(
      /error\[LC919\] HEAD at [0-9a-f]{7} has 1 error, so there is no plan to compare with\n {2}= help: the first is campaigns\/letters.yaml:/,
    );
    const alone = makeProject({
      'lifecycle.config.yaml': shop.read('lifecycle.config.yaml'),
      'templates/letter.mjml': shop.read('templates/letter.mjml'),
    });
    made.push(alone);
    rmSync(join(alone.root, '.git'), { recursive: true, force: true });
    expect((await alone.lifecycle(['diff'], { env: { GIT_CEILING_DIRECTORIES: tmpdir() } })).err).toContain(
      'is in no Git repository',
    );
  });
});

it('finds a project that lies in a folder of the repository, and one that is not there yet', async () => {
  const repository = makeProject({ 'README.md': 'hello' });
  made.push(repository);
  git(repository.root, 'init', '-q', '-b', 'main');
  commit(repository.root, 'first');
  for (const file of ['lifecycle.config.yaml', 'templates/letter.mjml', 'campaigns/letters.yaml']) {
    repository.write(`shops/kettle/${file}`, shop.read(file));
  }
  const options = { cwd: join(repository.root, 'shops/kettle') };
  const added = await repository.lifecycle(['diff'], options);
  expect(added.out).toContain('campaign "letters" is new');
  // As a hook of Git would call it.
  const hooked = { ...options, env: { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_PREFIX: '' } };
  expect((await repository.lifecycle(['diff'], hooked)).out).toBe(added.out);
  expect(added.out).toMatch(/against main at [0-9a-f]{7}, where the project is not there yet: 1 dangerous; /);
  commit(repository.root, 'second');
  repository.write(
    'shops/kettle/campaigns/letters.yaml',
    shop.read('campaigns/letters.yaml').replace('delay: 2d', 'delay: 1d'),
  );
  expect((await repository.lifecycle(['diff'], options)).out).toContain('dangerous[LC804]');
});
