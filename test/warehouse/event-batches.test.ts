import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/warehouse/connection.js';
import { type DataFile, findDataFiles } from '../../src/warehouse/data-files.js';
import { eventBatches, TOGETHER } from '../../src/warehouse/event-batches.js';
import { layOut } from '../../src/warehouse/layout.js';
import { loadEvents } from '../../src/warehouse/load-events.js';
import { loadProfiles } from '../../src/warehouse/load-profiles.js';
import { openWorld } from '../../src/warehouse/open-world.js';
import { QualityReport } from '../../src/warehouse/quality.js';
import { stageEvents } from '../../src/warehouse/stage-events.js';
import { contentOf } from './content-of.js';
import { folderWith } from './fixture.js';
import { begin, type Change, type Event, happen, histories, planOf, START } from './kept/histories.js';

const RUNS = Number(process.env.LIFECYCLE_KEPT_RUNS ?? 6);

/** What is known of a project when so many bytes of event files are looked at together. */
async function contentAt(root: string, together: number, isDated = false) {
  const open = await openWorld(planOf(isDated), root, START, 'run', Number.POSITIVE_INFINITY, together);
  try {
    return await contentOf(open);
  } finally {
    open.close();
  }
}

const order = (id: string | null, who: string, hours: number, properties: object = {}): Event => ({
  ...{ id, who, name: 'order', properties: { ...properties } },
  time: new Date(START + hours * 3_600_000).toISOString(),
});
const people = ['ann', 'bob'].map((id) => ({ id, email: `${id}@x.test`, tz: 'Europe/Berlin' }));
const add = (file: number, ...events: readonly Event[]): Change => ({ kind: 'add', file, events });

it('files looked at one by one come to what all of them come to together, to the finding', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ isDated, people: some, first, changes }) => {
      const root = folderWith({});
      begin(root, some, first);
      for (const change of changes) if (change.kind !== 'clock') happen(root, change);
      expect(await contentAt(root, 1, isDated)).toEqual(await contentAt(root, TOGETHER, isDated));
    }),
    { numRuns: RUNS },
  );
}, 600_000);

it('an id that comes again in another file counts once, the earliest, and every file says what is wrong with it', async () => {
  const root = folderWith({});
  begin(root, people, [order('a', 'ann', -3), order('c', 'bob', -1, { number: 'many' }), order(null, 'ann', -9)]);
  // Twice the same, once another one that is earlier, and one without an id that is there already.
  happen(root, add(1, order('a', 'ann', -3), order('c', 'ann', -2, { number: 'few' }), order('x', 'nobody', -1)));
  happen(root, add(2, order('a', 'ann', -3), order('y', 'ann', 99)));
  happen(root, add(4, order(null, 'ann', -9), order('z', 'bob', -1, { number: 'all' })));
  const content = await contentAt(root, 1);
  expect(content).toEqual(await contentAt(root, TOGETHER));
  expect(content.events.map((row) => [row[0], String(row[3]).slice(0, 2)])).toEqual([
    ['ann', 'h:'],
    ['ann', 'a'],
    ['ann', 'c'],
    ['bob', 'z'],
  ]);
  const found = content.quality.findings.filter(({ source }) => source === 'events');
  expect(found.map(({ reason, count }) => [reason.slice(0, 22), count])).toEqual([
    ['more than a day in the', 1],
    ['unknown profile', 1],
    ['same event twice (coun', 3],
    ['event id used for diff', 1],
    ['value of "number" does', 2],
  ]);
});

it('lines of a later CSV are told as they are in it, behind records that were rejected and ones over several lines', async () => {
  const line = (id: string, number: string) => `${id},ann,order,2026-03-01T00:00:00Z,"{""number"": ${number}}"\n`;
  const root = folderWith({
    'profiles.ndjson': people,
    'events-1.csv': `id,profile_id,name,time,properties\n${line('a', '1')}`,
    'events-2.csv': `id,profile_id,name,time,properties\nb,ann\nb,ann,order,2026-03-01T00:00:00Z,"{\n}"\n\nb\n${line('c', '""many""')}${line('a', '1')}`,
  });
  const content = await contentAt(root, 1);
  expect(content).toEqual(await contentAt(root, TOGETHER));
  const told = content.quality.findings.map(({ samples }) => samples);
  expect(told.filter(([first]) => first?.startsWith('events'))).toEqual([
    ['events-2.csv:2', 'events-2.csv:6'],
    ['events-2.csv:8 "a"'],
    ['events-2.csv:7 "many"'],
  ]);
});

it('a file that is another one when it is read again stops the run: its events could count twice', async () => {
  const root = folderWith({});
  begin(root, people, [order('a', 'ann', -3)]);
  happen(root, add(4, order('a', 'ann', -3)));
  const plan = planOf(false);
  const layout = layOut(plan, 'run');
  const files = findDataFiles(root, plan.data.events, 'data.events');
  const read: number[] = [];
  const stage: typeof stageEvents = async (connection, all, latest, among) => {
    if (read.length === 2) writeFileSync(join(root, 'events-5.ndjson'), '\n');
    read.push(...among);
    await stageEvents(connection, all, latest, among);
  };
  const { connection, close } = await openDatabase(0);
  try {
    const report = new QualityReport();
    await loadProfiles(connection, plan, layout, findDataFiles(root, plan.data.profiles, 'data.profiles'), report);
    await expect(loadEvents(connection, layout, files, START, report, { stage, together: 1 })).rejects.toMatchObject({
      code: 'LC913',
      exitCode: 3,
    });
    expect(read).toEqual([0, 1, 0, 1]);
  } finally {
    close();
  }
});

it('looks at files together as long as they have room, and at a larger one alone', () => {
  const file = (bytes: number, format: DataFile['format'] = 'ndjson', gzip = false): DataFile => ({
    ...{ path: '', name: '', linesBefore: 0 },
    ...{ bytes, format, gzip },
  });
  expect(eventBatches([file(5), file(5), file(1), file(99), file(1)], 10)).toEqual([[0, 1], [2], [3], [4]]);
  expect(eventBatches([file(2, 'parquet'), file(1, 'csv', true), file(1)], 10)).toEqual([[0], [1, 2]]);
  expect(eventBatches([], 10)).toEqual([]);
});
