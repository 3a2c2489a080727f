import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT, type TestProject } from './project.js';
import { makeSmallShop } from './small-shop.js';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly 'continue-on-error'?: boolean;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILES = {
  'of a new project': 'starter/github/workflows/lifecycle.yml',
  'of this repository': '.github/workflows/review.yml',
} as const;
const textOf = (name: keyof typeof FILES): string => readFileSync(join(ROOT, FILES[name]), 'utf8');
const read = (name: keyof typeof FILES): Workflow => parse(textOf(name)) as Workflow;
const NEW = read('of a new project');
const runOf = (job: string, name: string): string => {
  const step = NEW.jobs[job]?.steps.find((each) => each.name === name);
  if (step?.run === undefined) throw new Error(`no step "${name}" in ${job}`);
  return step.run;
};

const KEYS = {
  workflow: ['name', 'on', 'permissions', 'concurrency', 'jobs'],
  job: ['runs-on', 'timeout-minutes', 'outputs', 'needs', 'if', 'permissions', 'steps'],
  step: ['id', 'name', 'if', 'uses', 'with', 'env', 'run', 'continue-on-error'],
};

describe.each(Object.keys(FILES) as (keyof typeof FILES)[])('the workflow %s', (name) => {
  const workflow = read(name);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('has no key that GitHub does not know', () => {
    expect(Object.keys(workflow).filter((key) => !KEYS.workflow.includes(key))).toEqual([]);
    expect(jobs.flatMap(Object.keys).filter((key) => !KEYS.job.includes(key))).toEqual([]);
    expect(steps.flatMap(Object.keys).filter((key) => !KEYS.step.includes(key))).toEqual([]);
    for (const step of steps) expect([step.uses, step.run].filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('pins every action, and lets no text of others into a script', () => {
    const lines = textOf(name)
      .split('\n')
      .filter((line) => line.includes('uses:'));
    for (const line of lines) expect(line).toMatch(/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('lets no job that reads the files write anything, and none that writes read them', () => {
    expect(workflow.on).toBe('pull_request');
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const [first, ...others] = Object.entries(workflow.jobs);
    expect(first?.[1].permissions).toBeUndefined();
    expect(first?.[1].steps[0]).toMatchObject({ with: { 'persist-credentials': false } });
    expect(others.map(([id, { permissions }]) => [id, permissions])).toEqual([
      ['comment', { 'pull-requests': 'write' }],
      ['alerts', { 'security-events': 'write' }],
    ]);
    for (const [, { needs, steps: own }] of others) {
      expect(needs).toBe(first?.[0]);
      expect(own.map(({ uses = '' }) => uses.split('@')[0])).toEqual(['actions/download-artifact', '']);
    }
  });

  it('names only steps and jobs that there are', () => {
    const text = textOf(name);
    const ids = steps.flatMap(({ id }) => id ?? []);
    for (const [, id = ''] of text.matchAll(/\bsteps\.([a-z]+)/g)) expect(ids).toContain(id);
    for (const [, id = ''] of text.matchAll(/\bneeds\.([a-z]+)/g)) expect(Object.keys(workflow.jobs)).toContain(id);
  });
});

it('comments on this repository as on a new project', () => {
  const own = read('of this repository');
  const scripts = (workflow: Workflow) =>
    ['comment', 'alerts'].map((job) => workflow.jobs[job]?.steps.map(({ run }) => run));
  expect(scripts(own)).toEqual(scripts(NEW));
  const rest = (workflow: Workflow) =>
    Object.values(workflow.jobs)[0]
      ?.steps.filter(({ name = '' }) => /^(?:Check|Test|Build|Preview|Report)$/.test(name))
      .map(({ run = '' }) => run.replaceAll('node dist/cli.js', 'lifecycle'));
  expect(rest(own)).toEqual(rest(NEW));
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifecycle-workflow-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const made: TestProject[] = [];
afterAll(() => {
  for (const project of made) project.remove();
});

/** Runs a script as GitHub does, with commands of these names on the path. */
function bash(
  script: string,
  cwd: string,
  commands: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: folder, TMPDIR: tmpdir(), ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the scripts that read the files', () => {
  const lifecycle = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/cli.js')}' "$@"\n`;

  it('leave a report, findings and a word for the job that comments', () => {
    const shop = makeSmallShop();
    made.push(shop);
    const git = (...args: readonly string[]) =>
      bash(`git -c user.name=a -c user.email=a@b.example ${args.join(' ')}`, shop.root, {});
    shop.write('.gitignore', '.lifecycle/\nreview/\ndist/\n');
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['add', '-A'],
      ['commit', '-qm', 'first'],
    ])
      git(...args);
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('switch', '-q', '-c', 'edit');
    shop.write('campaigns/answer.yaml', `${shop.read('campaigns/answer.yaml')}foo: 1\n`);
    const output = join(folder, 'output');
    const env = {
      GITHUB_ACTIONS: 'true',
      PREVIEW: 'https://github.com/acme/shop/actions/runs/1/artifacts/2',
      GITHUB_BASE_REF: 'main',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    };
    const run = (name: string) => bash(runOf('check', name), shop.root, { lifecycle }, env);
    const broken = run('Check');
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('::error file=campaigns/answer.yaml,line=') });
    expect(JSON.parse(shop.read('review/lifecycle.sarif')).runs[0].results).toHaveLength(1);
    expect(run('Report').code).toBe(1);
    expect(shop.read('review/comment.md')).toContain('### Lifecycle: 1 error in the files');
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toBe(shop.read('review/comment.md'));

    shop.write('campaigns/answer.yaml', shop.read('campaigns/answer.yaml').replace('foo: 1\n', ''));
    shop.write(
      'census.json',
      JSON.stringify({ format: 1, project: 'small-shop', lineage: 'x', serial: 7, campaigns: [] }),
    );
    writeFileSync(output, '');
    for (const name of ['Check', 'Test', 'Preview', 'Report']) expect(run(name).code, name).toBe(0);
    expect(shop.read('dist/preview.html')).toContain('<html');
    expect(shop.read('review/comment.md')).toContain(`(${env.PREVIEW})`);
    expect(shop.read('review/comment.md')).toContain('census: serial 7');
    expect(readFileSync(output, 'utf8')).toContain('say=false\n');
  });

  it('say what to set when nobody said what to install', () => {
    const npm = '#!/bin/sh\necho "npm $*"\n';
    expect(bash(runOf('check', 'Install lifecycle'), folder, { npm }, { LIFECYCLE_PACKAGE: '' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('set the repository variable LIFECYCLE_PACKAGE'),
    });
    expect(bash(runOf('check', 'Install lifecycle'), folder, { npm }, { LIFECYCLE_PACKAGE: 'a b' }).out).toBe(
      'npm install --global a b\n',
    );
  });
});

describe.skipIf(spawnSync('jq', ['--version']).status !== 0)('the scripts that write', () => {
  const gh = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'test/e2e/gh.mjs')}' "$@"\n`;
  const comment = (id: number, login: string, body: string) => ({ id, user: { login }, body });
  const MARK = '<!-- lifecycle my-flow:comment -->';
  const start = (state: object = {}): void =>
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ comments: [], next: 100, ...state }));
  const state = () => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
  const bodies = (): readonly string[] => state().comments.map(({ body }: { body: string }) => body);
  const leave = (file: string, text: string): void => {
    mkdirSync(join(folder, 'review'), { recursive: true });
    writeFileSync(join(folder, 'review', file), text);
  };
  const post = (env: Readonly<Record<string, string>> = {}, job = 'comment', name = 'Comment') =>
    bash(
      runOf(job, name),
      folder,
      { gh },
      {
        GH_TOKEN: 'x',
        GH_REPO: 'acme/shop',
        GH_STATE: join(folder, 'state.json'),
        PULL: '7',
        SAY: 'true',
        RUN: 'https://github.com/acme/shop/actions/runs/1',
        GITHUB_WORKFLOW: 'my flow',
        GITHUB_JOB: 'comment',
        GITHUB_SHA: 'abc',
        GITHUB_REF: 'refs/pull/7/merge',
        ...env,
      },
    );

  it('keep one comment, and take it away when there is nothing left to say', () => {
    const others = [
      comment(1, 'ann', `${MARK}\nquoted`),
      comment(2, 'github-actions[bot]', '<!-- lifecycle other:comment -->\n'),
    ];
    start({ comments: others });
    leave('comment.md', '### Lifecycle: 1 safe\n');
    expect(post()).toMatchObject({ code: 0, err: '' });
    expect(bodies()[2]).toBe(
      `${MARK}\n### Lifecycle: 1 safe\n\n[The whole run](https://github.com/acme/shop/actions/runs/1)\n`,
    );
    leave('comment.md', '### Lifecycle: 2 safe\n');
    expect(post().code).toBe(0);
    expect(bodies()).toHaveLength(3);
    expect(bodies()[2]).toContain('2 safe');
    expect(post({ SAY: 'false' }).code).toBe(0);
    expect(state().comments).toEqual(others);
    expect(
      readFileSync(join(folder, 'state.json.log'), 'utf8')
        .split('\n')
        .filter((line) => !line.startsWith('GET')),
    ).toEqual([
      'POST repos/acme/shop/issues/7/comments',
      'PATCH repos/acme/shop/issues/comments/100',
      'DELETE repos/acme/shop/issues/comments/100',
      '',
    ]);
    expect(post({ SAY: 'false' }).code).toBe(0);
  });

  it('say so where there is no report, or one that GitHub would refuse', () => {
    start();
    expect(post({ SAY: '' }).code).toBe(0);
    expect(bodies()[0]).toContain('### Lifecycle: there is no report');
    leave('comment.md', '😀'.repeat(65_600));
    expect(post()).toMatchObject({ code: 0, out: '' });
    expect(bodies()[0]).toContain('there is no report');
    leave('comment.md', `${'ü'.repeat(64_999)}\n`);
    expect(post().code).toBe(0);
    expect(bodies()[0]).toContain('üü');
  });

  it('do not fail where they may not write', () => {
    start({ isReadOnly: true });
    leave('comment.md', 'x\n');
    expect(post()).toMatchObject({ code: 0, out: expect.stringContaining('::notice::') });
    expect(bodies()).toEqual([]);
  });

  it('know their comment whatever the workflow is called', () => {
    start();
    leave('comment.md', 'x\n');
    const GITHUB_WORKFLOW = 'a "b" --> \\(c) $(touch bad) `d`';
    for (let times = 0; times < 2; times++) expect(post({ GITHUB_WORKFLOW })).toMatchObject({ code: 0, err: '' });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]?.split('\n')[0]).toMatch(/^<!-- lifecycle [\w.:-]+ -->$/);
    expect(existsSync(join(folder, 'bad'))).toBe(false);
  });

  it('hand over the findings where they are taken', () => {
    start({ scans: [] });
    expect(post({}, 'alerts', 'Upload the findings').code).toBe(0);
    expect(state().scans).toEqual([]);
    leave('lifecycle.sarif', '{"runs":[]}');
    expect(post({}, 'alerts', 'Upload the findings').code).toBe(0);
    const [scan] = state().scans as readonly Readonly<Record<string, string>>[];
    expect(scan).toMatchObject({ commit_sha: 'abc', ref: 'refs/pull/7/merge', tool_name: 'lifecycle' });
    expect(gunzipSync(Buffer.from(scan?.sarif ?? '', 'base64')).toString()).toBe('{"runs":[]}');
    start();
    expect(post({}, 'alerts', 'Upload the findings')).toMatchObject({
      code: 0,
      out: expect.stringContaining('::notice::'),
    });
  });
});
