import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { makeProject, ROOT, type TestProject } from './project.js';

let project: TestProject;
beforeAll(async () => {
  project = makeProject();
  expect((await project.lifecycle(['init', 'shop'])).code).toBe(0);
  expect((await project.lifecycle(['build'], { cwd: join(project.root, 'shop') })).code).toBe(0);
});

const explain = (...args: string[]) => project.lifecycle(['explain', ...args], { cwd: join(project.root, 'shop') });

test('shows what the data are asked for a campaign, the same at the same moment', async () => {
  const { code, out } = await explain('--sql', '--at', '2026-03-02');
  expect(code).toBe(0);
  expect(out).toMatchSnapshot();
  expect((await explain('--sql', '--at', '2026-03-02')).out).toBe(out);
});

test('shows whom the example shop asks about, what stops its journeys, and what each name stands for', async () => {
  const [plan, asks] = [join(project.root, 'shop.json'), (...more: string[]) => project.lifecycle(more, { cwd: ROOT })];
  expect((await asks('build', '--out', plan)).code).toBe(0);
  const { code, out } = await asks(
    'explain',
    '--sql',
    'cart-recovery',
    'win-back',
    '--at',
    '2026-03-02',
    '--plan',
    plan,
  );
  expect(code).toBe(0);
  expect(out).toMatchSnapshot();
});

test('says what is asked wrongly', async () => {
  const wrong = await explain('--sql', 'no-such');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('no campaign is called "no-such"')]);
  expect((await explain('--sql', '--at', 'soon')).err).toContain('--at "soon" is not a moment');
  expect((await explain()).err).toContain('it takes a code to explain');
  expect((await explain('LC103', 'LC104')).err).toContain('it explains one code at a time');
});
