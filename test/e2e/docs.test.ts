import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProject, ROOT, type TestProject } from './project.js';
import { makeSmallShop } from './small-shop.js';

const HOSTILE = [
  '</title></script><script>alert(1)</script>',
  `"'><img src=x onerror=alert(1)>`,
  'n'.repeat(300),
  'مرحبا بالعالم',
  '{{ profile.email }} {% if x %}',
  '| `code` ~~ [link](javascript:alert(1)) @team #1',
];

/** What is no Liquid in a name is Liquid in a subject. */
const DAILY = (name: string): string => `name: ${JSON.stringify(name)}
goal: ${JSON.stringify(name)}
owner: ${JSON.stringify(name)}
kpi: {metric: pings, window: 7d}
triggers: [{schedule: "0 9 * * *"}]
reentry: always
steps:
  - {id: letter, email: {template: letter, topic: news, subject: ${JSON.stringify(name.replace(/[{}]/g, '-'))}}}
  - id: way
    split:
      - {variant: a, weight: 50%, steps: [{id: gone, exit: ${JSON.stringify(name)}}]}
      - {variant: b, weight: 50%, steps: [{id: second, email: {template: letter, topic: news}}]}
`;

const made: TestProject[] = [];
/** The small shop with that one campaign. */
const makeShop = (campaign: string): TestProject => {
  const project = keep(makeSmallShop({ timezone: 'Europe/Berlin', campaigns: {} }));
  project.write('campaigns/daily.yaml', campaign);
  return project;
};
const keep = (project: TestProject): TestProject => {
  made.push(project);
  return project;
};
afterAll(() => {
  for (const project of made) project.remove();
});

const git = (root: string, author: string, ...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: 'secret@b.example',
      GIT_COMMITTER_NAME: author,
      GIT_COMMITTER_EMAIL: 'secret@b.example',
      GIT_AUTHOR_DATE: '2026-03-02T23:30:00Z',
      GIT_COMMITTER_DATE: '2026-05-05T00:00:00Z',
    },
  });

/** The tags of a page in order with their attributes' names, but for how many lines a text of a picture takes. */
function shapeOf(page: string): readonly string[] {
  const shape: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name !== 'text') shape.push(`<${name} ${Object.keys(attributes).sort().join(' ')}>`);
    },
    onclosetag: (name) => {
      if (name !== 'text') shape.push(`</${name}>`);
    },
  });
  parser.end(page);
  return shape;
}

describe('lifecycle docs', () => {
  let shop: TestProject;
  beforeAll(() => {
    shop = makeShop(DAILY('Daily'));
  });

  it('writes one page, the same from any folder, and says so', async () => {
    const first = await shop.lifecycle(['docs', '--from', '2026-03-02']);
    expect(first).toEqual({ code: 0, out: 'dist/docs.html: 1 campaign, from 2026-03-02\n', err: '' });
    const other = keep(makeProject({ 'place/holder': '' }));
    for (const file of shop.files('.').filter((path) => /^(?:campaigns|templates|data|lifecycle)/.test(path)))
      other.write(`deep/er/${file}`, shop.read(file));
    const args = ['--project', 'deep/er', 'docs', '--from', '2026-03-02', '--out', 'page.html'];
    expect((await other.lifecycle(args, { apart: true, env: { TZ: 'Asia/Tokyo' } })).code).toBe(0);
    expect(other.read('page.html')).toBe(shop.read('dist/docs.html'));
    expect(shop.read('dist/docs.html')).toContain('there is no Git repository');
    expect(shop.read('dist/docs.html')).not.toMatch(/(?:src|href)="https?:/);
  });

  it('begins today, on the clock of the project, when no day is given', async () => {
    const { out } = await shop.lifecycle(['docs', '--format', 'markdown']);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(Date.now());
    expect(out).toBe(`dist/docs.md: 1 campaign, from ${today}\n`);
  });

  it('tells who changed what, by name and never by address', async () => {
    git(shop.root, 'Ann', 'init', '-q', '-b', 'main');
    shop.write('.gitignore', '.lifecycle/\ndist/\n');
    await shop.lifecycle(['docs', '--from', '2026-03-02']);
    expect(shop.read('dist/docs.html')).toContain('nothing was committed yet');
    const commit = (author: string, subject: string): void => {
      git(shop.root, author, 'add', '-A');
      git(shop.root, author, 'commit', '-qm', subject);
    };
    commit('Ann', 'first <b>words</b>');
    shop.write('README.md', 'nothing of a campaign');
    commit('Ann', 'about something else');
    shop.write('campaigns/daily.yaml', `${shop.read('campaigns/daily.yaml')}# a note\n`);
    commit('bob@b.example', '0123456789012345678901234567890123456789');
    await shop.lifecycle(['docs', '--from', '2026-03-02', '--format', 'markdown']);
    const [, changes = ''] = shop.read('dist/docs.md').split('### Changes\n\n');
    // 23:30 in UTC is the next day in Berlin.
    expect(changes.split('\n').slice(0, 3)).toEqual([
      '- 2026-03-03, bob: 0123456789012345678901234567890123456789',
      '- 2026-03-03, Ann: first &lt;b&gt;words&lt;/b&gt;',
      '',
    ]);
    await shop.lifecycle(['docs', '--from', '2026-03-02']);
    const page = shop.read('dist/docs.html');
    expect(page).toContain(`As of commit ${git(shop.root, 'Ann', 'rev-parse', 'HEAD').slice(0, 7)}.`);
    expect(page).not.toContain('secret@');
    expect(page).not.toContain('about something else');
  });

  it('tells the changes of a project that is one folder of a repository, and of its templates', async () => {
    const repository = keep(makeProject({ 'README.md': 'shops' }));
    for (const file of shop.files('.').filter((path) => /^(?:campaigns|templates|lifecycle)/.test(path)))
      repository.write(`shops/small/${file}`, shop.read(file));
    git(repository.root, 'Ann', 'init', '-q', '-b', 'main');
    git(repository.root, 'Ann', 'add', '-A');
    git(repository.root, 'Ann', 'commit', '-qm', 'begin');
    repository.write('shops/small/templates/letter.mjml', `${shop.read('templates/letter.mjml')}\n`);
    git(repository.root, 'Ann', 'commit', '-qam', 'another letter');
    const args = [
      '--project',
      'shops/small',
      'docs',
      '--from',
      '2026-03-02',
      '--format',
      'markdown',
      '--out',
      'docs.md',
    ];
    expect(await repository.lifecycle(args)).toMatchObject({ code: 0, err: '' });
    expect(repository.read('docs.md').match(/^- 2026-03-03, Ann: .*$/gm)).toEqual([
      '- 2026-03-03, Ann: another letter',
      '- 2026-03-03, Ann: begin',
    ]);
  });

  it('leads to the preview of each message, and to no script', async () => {
    await shop.lifecycle(['docs', '--from', '2026-03-02', '--preview', 'all of/preview.html']);
    expect(shop.read('dist/docs.html')).toContain('<a href="all%20of/preview.html#daily/letter">letter</a>');
    const { code, err } = await shop.lifecycle(['docs', '--preview', 'javascript:alert(1)']);
    expect({ code, err: err.split('\n')[0] }).toEqual({
      code: 2,
      err: 'error[LC900] --preview "javascript:alert(1)" is neither a path nor an https address',
    });
  });

  it('tells that a clone is cut short', async () => {
    const clone = keep(makeProject());
    git(clone.root, 'Ann', 'clone', '-q', '--depth', '1', `file://${shop.root}`, 'clone');
    await clone.lifecycle(['--project', 'clone', 'docs', '--from', '2026-03-02', '--out', 'page.html']);
    expect(clone.read('page.html')).toContain('This clone holds only the newest commits');
  });

  it('refuses a day that is none, and files with errors', async () => {
    const wrong = await shop.lifecycle(['docs', '--from', '2026-02-30']);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toBe('error[LC900] --from "2026-02-30" is not a day\n  = help: write it like 2026-03-02\n');
    const broken = makeShop(DAILY('Daily').replace('steps:', 'stepps:'));
    const { code, err } = await broken.lifecycle(['docs']);
    expect(code).toBe(1);
    expect(err).toContain('LC103');
    expect(broken.files('.').filter((file) => file.startsWith('dist/'))).toEqual([]);
  });

  it('a page has the same shape whatever people write', async () => {
    const pageOf = async (name: string): Promise<string> => {
      const project = makeShop(DAILY(name));
      const { code, err } = await project.lifecycle(['docs', '--from', '2026-03-02']);
      expect({ name, code, err }).toEqual({ name, code: 0, err: '' });
      return project.read('dist/docs.html');
    };
    const shape = shapeOf(await pageOf('Daily'));
    expect(shape.length).toBeGreaterThan(200);
    for (const name of HOSTILE) expect(shapeOf(await pageOf(name)), name).toEqual(shape);
  });

  it('is quick and small for the example shop', async () => {
    const out = keep(makeProject());
    await out.lifecycle(['--project', ROOT, 'docs', '--from', '2026-03-02', '--out', 'page.html']);
    const page = readFileSync(join(out.root, 'page.html'), 'utf8');
    expect(page.length).toBeLessThan(300_000);
    expect(page.match(/<article /g)).toHaveLength(8);
  });
});
