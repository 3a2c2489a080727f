import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { ndjson, type TestProject } from '../e2e/project.js';
import { makeSmallShop, people, person, ping } from '../e2e/small-shop.js';

/** Every so many calls one fails; 1 is all of them. */
const EVERY = Number(process.env.LIFECYCLE_EVERY_CALL ?? (process.env.CI ? 24 : 96));
const FIRST = Number(process.env.LIFECYCLE_SEED ?? 7);
const IDS = Array.from({ length: 20 }, (_, i) => `p${i}`);

interface Report {
  /** How many points were tried, by what failed. */
  readonly tally: Readonly<Record<string, number>>;
  /** How often each error was told. */
  readonly errors: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
  readonly wrongs: number;
  /** How many calls a run makes. */
  readonly calls: Readonly<Record<string, number>>;
}

let project: TestProject | null = null;
afterEach(() => project?.remove());

it(
  'whichever call fails, nothing leaves without a committed intent, the error is clear, and the next run sends each message once',
  async () => {
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const steps = ['one', 'two'].map((id) => `  - {id: ${id}, email: {template: letter, topic: news}}\n`).join('');
    // Where there is a folder in memory, thousands of runs need not wait for the disk.
    project = makeSmallShop({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
      transport: '${SMTP_URL}',
      campaigns: { answer: `triggers: [{event: pinged}]\nbackfill: 1d\nsteps:\n${steps}` },
      profiles: people(IDS.map((id) => person(id))),
      events: ndjson(IDS.map((id) => ping(id, anHourAgo))),
      folder: existsSync('/dev/shm') ? '/dev/shm' : tmpdir(),
    });
    expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
    const temporary = join(project.root, 'temporary');
    mkdirSync(temporary);
    const script = fileURLToPath(new URL('failing-calls.mjs', import.meta.url));
    const order = JSON.stringify({ root: project.root, every: EVERY, first: FIRST });
    const env = { PATH: process.env.PATH ?? '', HOME: project.root, TMPDIR: temporary };
    const { stdout } = await promisify(execFile)(process.execPath, [script, order], { env, maxBuffer: 2 ** 26 });
    const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;

    expect(report.wrong).toEqual([]);
    const points = Object.values(report.tally).reduce((sum, count) => sum + count, 0);
    expect(points).toBeGreaterThanOrEqual(Math.min(500, 10_000 / EVERY));
    // It did look where it matters: there are calls of either kind, and what was told of them was of several kinds.
    expect(report.calls.store).toBeGreaterThan(500);
    expect(report.calls.dryFiles).toBeGreaterThan(100);
    expect(report.calls.disk).toBeGreaterThan(5);
    expect(report.tally).toMatchObject({ 'disk EIO': expect.any(Number), 'disk ENOSPC': expect.any(Number) });
    expect(Object.keys(report.errors)).toEqual(expect.arrayContaining(['LC902', 'LC908']));
    console.log(`${points} calls failed:`, report.tally, report.errors, 'of', report.calls);
  },
  // A machine that has much else to do is no failure.
  600_000 + 7_200_000 / EVERY,
);
