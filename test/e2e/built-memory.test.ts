import { rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { makeProject, type Outcome, type TestProject } from './project.js';

let shop: TestProject;
beforeEach(() => {
  shop = makeProject(exampleProject);
});
afterEach(() => shop.remove());

const build = (...more: string[]): Promise<Outcome> => shop.lifecycle(['build', ...more]);
const PLAN = 'dist/plan.json';
const DAY = 86_400;

/** Whether a build writes the plan. */
async function writes(): Promise<boolean> {
  const path = join(shop.root, PLAN);
  utimesSync(path, DAY, DAY);
  const { mtimeMs } = statSync(path);
  await build();
  return statSync(path).mtimeMs !== mtimeMs;
}

/** What a build makes and says that knows nothing of any other. */
async function afresh(): Promise<readonly [Outcome, string]> {
  const [cache, plan] = [join(shop.root, '.lifecycle'), join(shop.root, PLAN)];
  rmSync(cache, { recursive: true, force: true });
  rmSync(plan, { force: true });
  const outcome = await build();
  return [outcome, shop.read(PLAN)];
}

test('a project that was built is not built again, and what is said and made is the same', async () => {
  const text = exampleProject['campaigns/cart.yaml'] ?? '';
  shop.write('campaigns/cart.yaml', `holdout: 10%\n${text.replace('window: 5d,', 'window: 5d, minimum_lift: 40%,')}`);
  await build();
  const counted = { from: '2026-03-01', to: '2026-04-30', people: 40, metric: 'order_rate', window: '7d' };
  const lock = JSON.parse(shop.read('lifecycle.lock')) as object;
  const traffic = { cart: { ...counted, rate: 0.25, mean: 0.25, spread: 0 } };
  shop.write('lifecycle.lock', JSON.stringify({ ...lock, traffic }));
  const first = await build();
  const plan = shop.read(PLAN);
  expect(first.err).toContain('note: lifecycle.lock has the traffic of cart for another metric or window');
  expect(await writes()).toBe(false);
  expect(await build()).toEqual(first);
  expect(await build('--frozen')).toEqual(first);
  expect(await afresh()).toEqual([first, plan]);
});

test('it is built again as soon as anything of it changed, a plan that was not built of it least of all taken for its own', async () => {
  await build();
  await build();
  const plan = shop.read(PLAN);
  for (const [path, text] of Object.entries(exampleProject)) {
    shop.write(path, `${text}\n`);
    expect(await writes(), path).toBe(true);
    expect(await writes(), path).toBe(false);
    shop.write(path, text);
    expect(await writes(), path).toBe(true);
    expect(shop.read(PLAN)).toBe(plan);
  }
  shop.write(PLAN, plan.replace('"hash": "sha256:', '"hash": "sha256:0'));
  await build();
  expect(shop.read(PLAN)).toBe(plan);
  rmSync(join(shop.root, PLAN));
  await build();
  expect(shop.read(PLAN)).toBe(plan);
  rmSync(join(shop.root, 'lifecycle.lock'));
  const { out } = await build();
  expect(out).toContain('lifecycle.lock: pinned the arms of');
});

test('where it is no longer sound nothing is said to be built', async () => {
  await build();
  await build();
  const path = Object.keys(exampleProject).find((one) => one.startsWith('campaigns/')) ?? '';
  shop.write(path, 'steps: 1\n');
  expect((await build()).code).toBe(1);
  shop.write(path, exampleProject[path] ?? '');
  const other = await build('--out', 'other.json');
  expect(other.out).toContain('other.json: ');
  expect(shop.read('other.json')).toBe(shop.read(PLAN));
});
