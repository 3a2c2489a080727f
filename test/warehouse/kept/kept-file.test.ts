import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { readCount } from '../../../src/warehouse/connection.js';
import { keptFolder } from '../../../src/warehouse/kept/kept-folder.js';
import type { SourceFile } from '../../../src/warehouse/kept/source-files.js';
import { folderWith } from '../fixture.js';
import { planOf, START } from './histories.js';

// As the child runs it: kept data are those of the very code that made them.
const BUILT = new URL('../../../dist/warehouse/open-world.js', import.meta.url).href;
const { openWorld } = (await import(BUILT)) as typeof import('../../../src/warehouse/open-world.js');

const plan = planOf(false);
const CHILD = new URL('open-kept.mjs', import.meta.url).pathname;

const events = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `e${from + i}`,
    profile_id: `p${(i * 7) % 50}`,
    name: i % 3 === 0 ? 'order' : 'visit',
    time: new Date(START - ((i * 7919) % 9_000) * 60_000).toISOString(),
    properties: { string: `s${i}`, number: i },
  }));
const project = (count = 500): string =>
  folderWith({
    'plan.json': JSON.stringify(plan),
    'profiles.ndjson': Array.from({ length: 50 }, (_, i) => ({ id: `p${i}`, email: `p${i}@x.test` })),
    // Two files are two batches where a single byte is too much for one.
    'events-0.ndjson': events(0, count / 2),
    'events-1.ndjson': events(count / 2, count / 2),
  });
const addFile = (root: string, number: number, count: number) =>
  writeFileSync(
    join(root, `events-${number}.ndjson`),
    events(number * 1_000_000, count)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
  );

async function look(root: string, keptFrom = 0) {
  const open = await openWorld(plan, root, START, 'run', keptFrom, 1);
  const count = await readCount(open.world.connection, 'events');
  open.close();
  return { count, isKept: open.isKept, version: open.world.version, quality: open.quality };
}
const keptFile = (root: string): string => {
  const name = readdirSync(keptFolder(root)).find((each) => each.endsWith('.duckdb'));
  return join(keptFolder(root), name ?? 'none');
};

/** What a kept file remembers of the files it was made from. */
async function statesOf(root: string): Promise<readonly SourceFile[]> {
  const instance = await DuckDBInstance.create(keptFile(root), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const [[text] = []] = (await connection.runAndReadAll('SELECT text FROM kept_state')).getRows();
  connection.closeSync();
  instance.closeSync();
  const { profiles, events: files } = JSON.parse(String(text)) as Record<'profiles' | 'events', readonly SourceFile[]>;
  return [...profiles, ...files];
}

async function child(root: string, { keptFrom = 0, hold = '', shell = '' } = {}) {
  const args = [CHILD, join(root, 'plan.json'), root, String(START), String(keptFrom), hold];
  const started =
    shell === ''
      ? spawn(process.execPath, args)
      : spawn('bash', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...args]);
  const lines: string[] = [];
  started.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  return { process: started, said: () => JSON.parse(lines.join('')) as Awaited<ReturnType<typeof look>>, lines };
}

describe('a kept file that cannot be used is made anew, and nobody can tell', () => {
  const harm: Readonly<Record<string, (path: string) => void | Promise<void>>> = {
    'no database': (path) => writeFileSync(path, 'not a database'),
    'half of it': (path) => truncateSync(path, statSync(path).size >> 1),
    'a damaged log': (path) => writeFileSync(`${path}.wal`, Buffer.alloc(3_000, 7)),
    'rows that are gone': async (path) => {
      const instance = await DuckDBInstance.create(path);
      const connection = await instance.connect();
      await connection.run('DELETE FROM events WHERE ord % 5 = 0');
      connection.closeSync();
      instance.closeSync();
    },
    'a state of something else': async (path) => {
      const instance = await DuckDBInstance.create(path);
      const connection = await instance.connect();
      await connection.run('DELETE FROM kept_state');
      connection.closeSync();
      instance.closeSync();
    },
  };
  it.each(Object.keys(harm))('%s', async (name) => {
    const root = project();
    const before = await look(root);
    expect(before).toMatchObject({ isKept: true, count: 500 });
    await harm[name]?.(keptFile(root));
    const after = await look(root);
    expect(after).toEqual(before);
    expect(after).toEqual(await look(root));
  });
});

it('reads again what was written a moment before, and files that were only touched, and then knows them', async () => {
  const root = project();
  const first = await look(root);
  const written = await statesOf(root);
  expect(written).toHaveLength(3);
  expect(written.filter(({ isSettled }) => isSettled)).toEqual([]);
  // As long as the slowest clock of a disk may stand still.
  await new Promise((done) => setTimeout(done, 2_100));
  expect(await look(root)).toEqual(first);
  const settled = await statesOf(root);
  expect(settled).toEqual(written.map((file) => ({ ...file, isSettled: true })));

  utimesSync(join(root, 'events-0.ndjson'), 1, 1);
  expect(await look(root)).toEqual(first);
  const touched = await statesOf(root);
  expect(touched.map(({ name, sha256 }) => [name, sha256])).toEqual(settled.map(({ name, sha256 }) => [name, sha256]));
  expect(touched.map(({ look: is }, i) => is === settled[i]?.look)).toEqual([true, false, true]);

  addFile(root, 2, 10);
  expect(await look(root)).toMatchObject({ isKept: true, count: 510 });
  expect(await statesOf(root)).toHaveLength(4);
});

it('is open once: a second opening, here or in another process, reads for itself', async () => {
  const root = project();
  const first = await openWorld(plan, root, START, 'run', 0);
  expect(first.isKept).toBe(true);
  const second = await look(root);
  expect(second).toMatchObject({ isKept: false, count: 500, quality: first.quality });
  const other = await child(root);
  await once(other.process, 'exit');
  expect(other.said()).toMatchObject({ isKept: false, quality: first.quality });
  first.close();
  expect(await look(root)).toMatchObject({ isKept: true, version: first.world.version });

  const holder = await child(root, { hold: 'hold' });
  await once(holder.process.stdout, 'data');
  expect(holder.said()).toMatchObject({ isKept: true, version: first.world.version });
  expect(await look(root)).toMatchObject({ isKept: false, count: 500 });
  holder.process.stdin.end();
  await once(holder.process, 'exit');
  expect(await look(root)).toMatchObject({ isKept: true, version: first.world.version });
}, 60_000);

it('survives that it is killed while it is made and brought up to date', async () => {
  const root = project(20_000);
  let files = 1;
  for (const delay of [150, 300, 450, 600, 750, 900]) {
    const killed = await child(root);
    await new Promise((resolve) => setTimeout(resolve, delay));
    killed.process.kill('SIGKILL');
    if (killed.process.exitCode === null && killed.process.signalCode === null) await once(killed.process, 'exit');
    files += 1;
    addFile(root, files, 3_000);
    const fresh = await look(root, Number.POSITIVE_INFINITY);
    const kept = await look(root);
    expect({ ...kept, isKept: false, version: '' }).toEqual({ ...fresh, isKept: false, version: '' });
    expect(kept.isKept).toBe(true);
    if (delay % 300 === 0) rmSync(keptFile(root));
  }
}, 120_000);

it('a full disk stops nothing, whether all is to be written or what is new', async () => {
  const root = project(20_000);
  const fresh = await look(root, Number.POSITIVE_INFINITY);
  const limited = async (kilobytes: number) => {
    const small = await child(root, { shell: `trap '' XFSZ; ulimit -f ${kilobytes}` });
    await once(small.process, 'exit');
    return small.said();
  };
  expect(await limited(100)).toMatchObject({ isKept: false, quality: fresh.quality });
  expect(readdirSync(keptFolder(root))).toEqual(['clock']);

  expect((await look(root)).isKept).toBe(true);
  addFile(root, 2, 20_000);
  const more = await look(root, Number.POSITIVE_INFINITY);
  expect(more.count).toBe(40_000);
  expect(await limited(100)).toMatchObject({ isKept: false, quality: more.quality });
  expect(await look(root)).toEqual({ ...more, isKept: true, version: expect.stringMatching(/^[0-9a-f]{32}$/) });
}, 120_000);

it('where nothing can be written, data are read for the run', async () => {
  const root = project();
  mkdirSync(join(root, '.lifecycle', 'cache'), { recursive: true });
  writeFileSync(keptFolder(root), 'in the way');
  expect(await look(root)).toMatchObject({ isKept: false, count: 500 });
  expect(readFileSync(keptFolder(root), 'utf8')).toBe('in the way');
});

it('keeps nothing of little, and nothing for a report', async () => {
  const root = project();
  const report = await openWorld(plan, root, START, 'report', 0);
  report.close();
  expect(report.isKept).toBe(false);
  const run = await openWorld(plan, root, START, 'run');
  run.close();
  expect(run.isKept).toBe(false);
  expect(existsSync(keptFolder(root))).toBe(false);
});

it('data that know more than is to be known at an earlier moment are read for it, and stay kept', async () => {
  const root = project();
  const before = await look(root);
  const earlier = await openWorld(plan, root, START - 9 * 86_400_000, 'run', 0);
  earlier.close();
  expect(earlier.isKept).toBe(false);
  expect(earlier.quality.events.setAside).toBeGreaterThan(0);
  expect(await look(root)).toEqual(before);
});
