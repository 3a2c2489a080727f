import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preloading } from './preload.js';
import { ROOT } from './project.js';
import { makeSmallShop } from './small-shop.js';

const shop = makeSmallShop();
afterAll(() => shop.remove());
beforeAll(async () => {
  // Everything that can be kept is kept from here on.
  expect(await shop.lifecycle(['build'])).toMatchObject({ code: 0 });
});

const OURS = new Set(
  Object.keys((JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object }).dependencies),
);
const PACKAGE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** Those of our own dependencies of which a command loads code in a process of its own. */
async function loadedBy(args: readonly string[], atMost: number): Promise<readonly string[]> {
  const list = join(shop.root, 'loaded.txt');
  rmSync(list, { force: true });
  const { err, code } = await shop.lifecycle(args, preloading(['list-loaded.mjs'], { LOADED: list }));
  expect({ err, code }).toMatchObject({ code: 0 });
  const files = new Set(
    readFileSync(list, 'utf8')
      .trim()
      .split('\n')
      .map((address) => fileURLToPath(address)),
  );
  const own = [...files].filter((path) => path.startsWith(join(ROOT, 'dist')));
  // The program is a few files; our modules one by one would be hundreds.
  expect(own.length).toBeGreaterThan(1);
  expect(own.length).toBeLessThanOrEqual(atMost);
  // The program names above the code of each package where that comes from.
  const within = (path: string): readonly string[] =>
    path.startsWith(join(ROOT, 'dist')) ? (readFileSync(path, 'utf8').match(/^\/\/ .*node_modules\/.*$/gm) ?? []) : [];
  const origins = [...files].filter((path) => !path.endsWith('.json')).flatMap((path) => [path, ...within(path)]);
  const packages = new Set(origins.map((path) => PACKAGE.exec(path)?.[1] ?? ''));
  return [...packages].filter((name) => OURS.has(name)).sort();
}

describe('what a command loads', () => {
  const texts = ['liquidjs', 'temporal-polyfill', 'yaml'];
  it.each<readonly [command: string, may: readonly string[]]>([
    ['explain LC103', texts],
    // Nothing is new here: no template is compiled, no email looked into.
    ['check', texts],
    ['build', [...texts, 'ajv']],
    ['show', ['liquidjs']],
    // It reads the plan, and neither campaigns nor templates.
    ['run', ['@duckdb/node-api', 'libsql', 'liquidjs', 'temporal-polyfill']],
  ])('%s: of the packages nothing but what it needs', async (command, may) => {
    const loaded = await loadedBy(command.split(' '), 99);
    expect(loaded).toContain('commander');
    expect(loaded.filter((name) => ![...may, 'commander'].includes(name))).toEqual([]);
  });

  it.each(['--help', '--version'])('%s: no package at all, and two files of ours', async (asked) => {
    expect(await loadedBy([asked], 2)).toEqual([]);
  });
});
