import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Watch, watchProject } from '../../src/serve/watch-project.js';

let root: string;
let watch: Watch;
/** What ends the quiet that the watch waits for. */
let quiet: (() => void)[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'lifecycle-watch-'));
  write('lifecycle.config.yaml');
  write('campaigns/cart.yaml');
  quiet = [];
  watch = watchProject(root, () => new Promise((done) => quiet.push(done)));
  await watch.ready;
});

afterEach(async () => {
  await watch.close();
  rmSync(root, { recursive: true });
});

function write(file: string, text = 'x'): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const turn = () => new Promise((done) => setTimeout(done, 20));

/** Lets time pass until the watch says that something changed. */
async function changed(): Promise<boolean> {
  const next = watch.next();
  let isOver = false;
  void next.then(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const end of quiet.splice(0)) end();
    await turn();
  }
  return next;
}

test.each([
  ['a file that is new', () => write('campaigns/new.yaml')],
  ['a file that changed', () => write('campaigns/cart.yaml', 'other')],
  ['a file that is gone', () => rmSync(join(root, 'campaigns/cart.yaml'))],
  [
    'a file that took the place of another',
    () => {
      write('.cart.yaml.swp', 'new');
      renameSync(join(root, '.cart.yaml.swp'), join(root, 'campaigns/cart.yaml'));
    },
  ],
  ['a folder that was not there', () => write('schemas/personas/ann.yaml')],
  ['the configuration', () => write('lifecycle.config.yaml', 'other')],
])('sees %s', async (_, act) => {
  act();
  expect(await changed()).toBe(true);
});

test('takes two hundred files that are saved at once for one change', async () => {
  let changes = 0;
  void (async () => {
    while (await watch.next()) changes += 1;
  })();
  for (let n = 0; n < 200; n += 1) write(`templates/t${n % 10}/m${n}.mjml`);
  // As long as more comes, the quiet that it waits for is not over.
  for (let n = 0; n < 25; n += 1) await turn();
  expect(changes).toBe(0);
  while (changes === 0 || quiet.length > 0) {
    for (const end of quiet.splice(0)) end();
    await turn();
  }
  expect(changes).toBe(1);
});

test('leaves alone what no check reads', async () => {
  let changes = 0;
  void (async () => {
    while (await watch.next()) changes += 1;
  })();
  for (const file of [
    '.lifecycle/cache/a.json',
    'node_modules/a/index.js',
    'data/events.csv',
    'dist/plan.json',
    'schemas/config.schema.json',
  ])
    write(file);
  for (let n = 0; n < 10; n += 1) await turn();
  expect([changes, quiet.length]).toEqual([0, 0]);
});

test('ends what waits when it is closed', async () => {
  const next = watch.next();
  await watch.close();
  expect(await next).toBe(false);
});
