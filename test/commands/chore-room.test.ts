import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emailRules } from '../../src/check/email/email-rules.js';
import { exampleProject } from '../../src/check/example/example-project.js';
import { rules } from '../../src/check/rules.js';
import { openChoreRoom as openUnbuiltRoom } from '../../src/commands/chore-room.js';
import type { openOneReading, openSession } from '../../src/commands/session.js';
import { ROOT } from '../e2e/project.js';

const built = async <T>(path: string): Promise<T> => (await import(pathToFileURL(`${ROOT}dist/${path}`).href)) as T;
// A thread runs what was built, so what opens it is the built one too.
const { openChoreRoom } = await built<typeof import('../../src/commands/chore-room.js')>('commands/chore-room.js');
const { loadProject } = await built<typeof import('../../src/commands/load-project.js')>('commands/load-project.js');
const { openOneReading: openBuilt, openSession: openPlain } = await built<{
  openOneReading: typeof openOneReading;
  openSession: typeof openSession;
}>('commands/session.js');

type Room = ReturnType<typeof openChoreRoom>;
const alone = () => openChoreRoom({ processors: 1 });
const together = (worthLearning = 0) => openChoreRoom({ processors: 2, enough: 0, worthLearning });
/** Here nothing is done but what the other thread leaves undone. */
const byOther = () => together(Number.POSITIVE_INFINITY);

const ORDER = { schema: 'persona.schema.json', name: 'the persona' };
const texts = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    file: `${at}.yaml`,
    text:
      at % 7 === 0 ? `name: [${at}\n` : `name: Person ${at}\nprofile: {id: p-${at}, note: "${'x'.repeat(at % 50)}"}\n`,
    order: ORDER,
  }));
const outcome = async (room: Room, count = 60) => JSON.stringify(await room.begin('yaml', texts(count), 2).finish());

/** Everything that a cold check of a project comes to; without a room nothing is made ready or handed out. */
async function check(files: Readonly<Record<string, string>>, room: Room | null): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-chores-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { project, templates, findings, sound } = await loadProject(
      root,
      {},
      null,
      room === null ? openPlain(root) : openBuilt(root, room),
    );
    const read = project && [project.config, project.campaigns, project.templates, project.partials];
    return JSON.stringify({ read, templates, diagnostics: findings.diagnostics, sound }, null, 1);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('two threads', () => {
  test('make of a project what one makes of it, whatever is wrong with it', async () => {
    const edits = [...rules, ...emailRules].flatMap(({ example }) => example ?? []);
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(edits, { maxLength: 2 }),
        fc.constantFrom(together, byOther),
        async (chosen, open) => {
          const files: Record<string, string> = { ...exampleProject };
          for (const { file, good, bad } of chosen) files[file] = (files[file] ?? '').replace(good, () => bad);
          const room = open();
          const found = await check(files, {
            ...room,
            begin: (kind, asked, weight) => {
              if (asked.length > 0) kinds.add(kind);
              return room.begin(kind, asked, weight);
            },
          });
          expect(found).toBe(await check(files, alone()));
          expect(found).toBe(await check(files, null));
          // Where this thread is faster, the other may have nothing left to do.
          if (open === byOther) expect(room.byOther).toBeGreaterThan(0);
        },
      ),
      { numRuns: 8 },
    );
    expect([...kinds].sort()).toEqual(['emails', 'template', 'yaml']);
  });

  test.each([together, byOther])('do lists one after the other, each whole and in its order', async (open) => {
    const room = open();
    const lists = [room.begin('yaml', texts(40), 2), room.begin('yaml', texts(3), 2), room.begin('yaml', [], 2)];
    const done = await Promise.all(lists.map((list) => list.finish()));
    if (open === byOther) expect(room.byOther).toBe(43);
    await room.close();
    const expected = await Promise.all([40, 3, 0].map((count) => outcome(alone(), count)));
    expect(done.map((each) => JSON.stringify(each))).toEqual(expected);
  });
});

describe('where the second thread', () => {
  test('is not worth it, there is none', async () => {
    const room = openChoreRoom({ processors: 2, enough: 121 });
    await outcome(room);
    expect(room.byOther).toBe(0);
    await room.close();
  });

  test('cannot be started, all is done here', async () => {
    // Beside the sources there is nothing that a thread could run.
    const room = openUnbuiltRoom({ processors: 2, enough: 0 });
    expect(await outcome(room)).toBe(await outcome(alone()));
    expect(room.byOther).toBe(0);
    await room.close();
  });

  test('is not allowed, all is done here', () => {
    const script = `import { openChoreRoom } from ${JSON.stringify(pathToFileURL(`${ROOT}dist/commands/chore-room.js`).href)};
      const room = openChoreRoom({ processors: 2, enough: 0 });
      console.log(JSON.stringify(await room.begin('yaml', ${JSON.stringify(texts(3))}, 2).finish()), room.byOther);`;
    const args = ['--input-type=module', '--eval', script];
    const strict = ['--experimental-permission', '--allow-fs-read=*', ...args];
    const { stdout } = spawnSync(process.execPath, strict, { encoding: 'utf8' });
    expect(stdout).toMatch(/^\[null,\{.*\] 0\n$/);
  });

  test.each([0, 30, 120])('ends after %i ms, the rest is done here', async (ms) => {
    const room = together();
    const begun = [room.begin('yaml', texts(400), 2), room.begin('yaml', texts(60), 2)];
    await setTimeout(ms);
    await room.close();
    const done = await Promise.all(begun.map((each) => each.finish()));
    expect(JSON.stringify(done[0])).toBe(await outcome(alone(), 400));
    expect(JSON.stringify(done[1])).toBe(await outcome(alone(), 60));
    expect(await outcome(room, 5)).toBe(await outcome(alone(), 5));
    await room.close();
  });
});
