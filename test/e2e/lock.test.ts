import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { lockText } from '../../src/compile/lock-text.js';
import { pinCampaigns } from '../../src/compile/pin-campaigns.js';
import type { LockFile } from '../../src/model/lock-file.js';
import { readProject } from '../../src/read/read-project.js';
import { ROOT, type TestProject } from './project.js';
import { ANSWER, makeSmallShop } from './small-shop.js';

let shop: TestProject | null = null;
afterEach(() => shop?.remove());

const HELD = `holdout: 10%\n${ANSWER}`;

interface Built {
  readonly campaigns: readonly { readonly id: string; readonly assignment?: object }[];
}

function built(project: TestProject): Built {
  return JSON.parse(project.read('dist/plan.json')) as Built;
}

describe('lifecycle build and the lock', () => {
  test('it pins what is new, says so, and says nothing the second time', async () => {
    shop = makeSmallShop({ campaigns: { answer: HELD } });
    const first = await shop.lifecycle(['build']);
    expect(first.out).toContain('lifecycle.lock: pinned the arms of answer; commit it with the campaigns\n');
    expect(first.code).toBe(0);
    const text = shop.read('lifecycle.lock');
    const plan = shop.read('dist/plan.json');
    const second = await shop.lifecycle(['build']);
    expect(second.out).not.toContain('lifecycle.lock');
    expect(shop.read('lifecycle.lock')).toBe(text);
    expect(shop.read('dist/plan.json')).toBe(plan);
    shop.write('campaigns/answer.yaml', shop.read('campaigns/answer.yaml').replace('10%', '20%'));
    const third = await shop.lifecycle(['build']);
    expect(third.out).toContain('lifecycle.lock: the holdout of answer is 20% from now on, and was 10%;');
    expect(JSON.parse(shop.read('lifecycle.lock'))).toMatchObject({ campaigns: { answer: { shares: [0.1, 0.2] } } });
  });

  test('frozen, it fails where something is missing and writes nothing', async () => {
    const more = 'layers: {pings: {answer: 50%, other: 50%}}\n';
    shop = makeSmallShop({ campaigns: { answer: HELD, other: HELD }, more });
    const bare = await shop.lifecycle(['build', '--frozen']);
    expect(bare).toMatchObject({ code: 3, out: '' });
    expect(bare.err).toContain(
      'error[LC940] lifecycle.lock lacks campaign "answer", campaign "other", layer "pings"; nothing was written',
    );
    expect(shop.files('.').filter((file) => /lock|plan/.test(file))).toEqual([]);
    await shop.lifecycle(['build']);
    expect((await shop.lifecycle(['build', '--frozen'])).code).toBe(0);
    shop.write('campaigns/answer.yaml', shop.read('campaigns/answer.yaml').replace('10%', '20%'));
    const resized = await shop.lifecycle(['build', '--frozen']);
    expect(resized.err).toContain('lacks the holdout of 20% of campaign "answer"');
  });

  test('nothing but build writes it', async () => {
    shop = makeSmallShop({ campaigns: { answer: HELD } });
    await shop.lifecycle(['check']);
    await shop.lifecycle(['diff', '--against', '.']);
    expect(shop.files('.').filter((file) => file.includes('lock'))).toEqual([]);
  });

  test('a campaign whose file and entry are renamed keeps what its people are assigned by', async () => {
    shop = makeSmallShop({ campaigns: { answer: HELD } });
    await shop.lifecycle(['build']);
    expect(built(shop).campaigns[0]).not.toHaveProperty('assignment');
    shop.write('campaigns/reply.yaml', shop.read('campaigns/answer.yaml'));
    shop.write('lifecycle.lock', shop.read('lifecycle.lock').replace('"answer": {', '"reply": {'));
    await shop.lifecycle(['build']);
    expect(built(shop).campaigns.map(({ id, assignment }) => [id, assignment])).toEqual([
      ['answer', { salt: 'answer-2', version: 1 }],
      ['reply', { salt: 'answer', version: 1 }],
    ]);
  });

  test('a campaign with a name that programs keep for themselves is built, and leaves a lock that can be read', async () => {
    const more = 'layers: {pings: {answer: 50%}}\n';
    shop = makeSmallShop({ campaigns: { constructor: HELD, answer: HELD }, more });
    expect((await shop.lifecycle(['build'])).code).toBe(0);
    expect(shop.read('lifecycle.lock')).not.toContain('constructor');
    expect((await shop.lifecycle(['build', '--frozen'])).code).toBe(0);
    expect(built(shop).campaigns.map(({ id, assignment }) => [id, assignment])).toEqual([
      ['answer', undefined],
      ['constructor', undefined],
    ]);
  });

  test('a lock that is a link is left alone', async () => {
    shop = makeSmallShop({ campaigns: { answer: HELD } });
    const { symlinkSync, writeFileSync } = await import('node:fs');
    writeFileSync(join(shop.root, 'elsewhere'), '{}');
    symlinkSync('elsewhere', join(shop.root, 'lifecycle.lock'));
    const { code, err } = await shop.lifecycle(['build']);
    expect(code).toBe(1);
    expect(err + shop.read('elsewhere')).toContain('{}');
  });
});

describe('two people and a lock', () => {
  const git = (root: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
    });
  const commit = (root: string): void => {
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'as it is');
  };
  const hold = (project: TestProject, id: string, share: string): void =>
    project.write(`campaigns/${id}.yaml`, project.read(`campaigns/${id}.yaml`).replace('10%', share));

  test('what each of them built merges, and diff knows the lock of before', async () => {
    const more = 'layers: {pings: {answer: 30%, other: 30%, third: 30%}}\n';
    shop = makeSmallShop({ campaigns: { answer: HELD, other: HELD, third: HELD }, more });
    shop.write('.gitignore', '.lifecycle/\ndist/\n');
    await shop.lifecycle(['build']);
    git(shop.root, 'init', '-q', '-b', 'main');
    commit(shop.root);
    git(shop.root, 'switch', '-qc', 'one');
    hold(shop, 'answer', '20%');
    await shop.lifecycle(['build']);
    commit(shop.root);
    git(shop.root, 'switch', '-q', 'main');
    hold(shop, 'third', '5%');
    await shop.lifecycle(['build']);
    commit(shop.root);
    git(shop.root, 'merge', '-q', 'one');
    expect((await shop.lifecycle(['build', '--frozen'])).code).toBe(0);
    expect(JSON.parse(shop.read('lifecycle.lock'))).toMatchObject({
      campaigns: { answer: { shares: [0.1, 0.2] }, other: { shares: [0.1] }, third: { shares: [0.1, 0.05] } },
    });

    expect((await shop.lifecycle(['diff', '--against', 'HEAD'])).out).not.toContain('LC8');
    const locked = JSON.parse(shop.read('lifecycle.lock')) as LockFile;
    const answer = { salt: 'answer', version: 2, shares: [0.2] };
    shop.write('lifecycle.lock', lockText({ ...locked, campaigns: { ...locked.campaigns, answer } }));
    const changed = await shop.lifecycle(['diff', '--against', 'HEAD']);
    expect(changed.out).toContain(
      'dangerous[LC823] campaign "answer": everybody is drawn anew for its holdout: about 32%',
    );
    commit(shop.root);
    expect((await shop.lifecycle(['diff', '--against', 'HEAD'])).out).not.toContain('LC8');
  });
});

test.each([
  ['the starter', 'starter'],
  ['the example shop', '.'],
])('%s has a lock with nothing missing', (_, folder) => {
  const { project } = readProject(join(ROOT, folder));
  if (project === null) throw new Error('it can be read');
  expect(lockText(pinCampaigns(project).lock)).toBe(readFileSync(join(ROOT, folder, 'lifecycle.lock'), 'utf8'));
});
