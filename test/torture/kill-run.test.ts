import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../deliver/seeded-random.js';
import { atClock } from '../e2e/preload.js';
import { ndjson, ROOT, type TestProject } from '../e2e/project.js';
import { makeSmallShop, people, person, ping } from '../e2e/small-shop.js';
import { type MailSink, startMailSink } from './mail-sink.js';

// The whole of it in CI, and a thousand with `npm run torture`; a quarter by whoever waits for it.
const KILLS = Number(process.env.LIFECYCLE_KILLS ?? (process.env.CI ? 100 : 25));
/** Enough that each kill finds more messages than a run sends while it dies. */
const PROFILES = Number(process.env.LIFECYCLE_PROFILES ?? 20 * KILLS);
const SEED = Number(process.env.LIFECYCLE_SEED ?? 7);
const STEPS = ['one', 'two', 'three', 'four'];
/** The lost answers, drops and refusals of a bad provider, in percent. */
const TROUBLE = { seed: SEED, lost: 2, dropped: 3, refused: 5 };
/** What a run opens unless told otherwise: so many messages may be on their way when it is killed. */
const CONNECTIONS = 5;
/** Longer than the longest time that a message waits after a refusal. */
const LATER_MS = 90 * 60_000;

let project: TestProject;
let sink: MailSink;
afterEach(async () => {
  await sink.stop();
  project.remove();
});

/** About so many of all messages really go: the others are of people who are held out. */
const GOING = 0.75;

/** Four messages for each of so many people, all due. */
async function makeShop(profiles: number): Promise<void> {
  const ids = Array.from({ length: profiles }, (_, i) => `p${i}`);
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const steps = STEPS.map((id) => `  - {id: ${id}, email: {template: letter, topic: news}}\n`).join('');
  project = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    policies: '  lateness: 30d',
    campaigns: { answer: `holdout: 20%\ntriggers: [{event: pinged}]\nbackfill: 1d\nsteps:\n${steps}` },
    profiles: people(ids.map((id) => person(id))),
    events: ndjson(ids.map((id) => ping(id, anHourAgo))),
  });
  expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
}

/** `lifecycle run --send` by the true clock, in a process group of its own. */
function startRun() {
  const env = { PATH: process.env.PATH ?? '', HOME: project.root, TMPDIR: tmpdir(), SMTP_URL: sink.url };
  const args = [join(ROOT, 'dist/cli.js'), 'run', '--send'];
  return spawn(process.execPath, args, { cwd: project.root, env, stdio: 'ignore', detached: true });
}

/** The ids of messages by what the ledger says of them, from a copy: a look must not mend what a kill left. */
function ledgerNow(sql = 'SELECT id, status FROM messages ORDER BY id'): (status: string) => readonly string[] {
  const ledger = join(project.root, '.lifecycle/ledger.db');
  if (!existsSync(ledger)) return () => [];
  const folder = mkdtempSync(join(tmpdir(), 'look-'));
  try {
    const copy = join(folder, 'ledger.db');
    for (const ending of ['', '-wal']) if (existsSync(ledger + ending)) copyFileSync(ledger + ending, copy + ending);
    const db = new Database(copy);
    // A kill may come before the ledger has its tables.
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'messages'`).all();
    const rows = (tables.length === 0 ? [] : db.prepare(sql).all()) as {
      readonly id: string;
      readonly status: string;
    }[];
    db.close();
    return (status) => rows.filter((row) => row.status === status).map(({ id }) => id);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lets the run that is the last one end, by a clock at which everything that was put off may go again. */
async function runToTheEnd(): Promise<number | null> {
  const later = new Date(Date.now() + LATER_MS).toISOString();
  const { code, err } = await project.lifecycle(['run', '--send'], atClock(later, { SMTP_URL: sink.url }));
  expect(err).toBe('');
  return code;
}

/** Holds whatever was done to the run: no copy, nothing forgotten, nothing stuck, and unknown exactly these. */
function expectTruth(profiles: number, inHand: ReadonlySet<string>): void {
  const { answered, lost } = sink.log();
  const taken = [...answered, ...lost];
  const of = ledgerNow();
  const [sent, unknown] = [of('sent'), of('unknown')];
  expect(taken.length - new Set(taken).size, 'copies').toBe(0);
  const known = new Set([...sent, ...unknown]);
  expect(
    taken.filter((id) => !known.has(id)),
    'forgotten',
  ).toEqual([]);
  const answers = new Set(answered);
  expect(
    sent.filter((id) => !answers.has(id)),
    'sent, but never taken',
  ).toEqual([]);
  const withheld = of('withheld');
  expect(known.size + withheld.length, 'messages that came to an end').toBe(STEPS.length * profiles);
  const gone = new Set(taken);
  expect(
    withheld.filter((id) => gone.has(id)),
    'held out, and taken',
  ).toEqual([]);
  expect(withheld.length, 'people held out').toBeGreaterThan(0);
  const exposed = ledgerNow('SELECT message_id AS id, arm AS status FROM exposures ORDER BY 1');
  expect([exposed('held'), new Set(exposed('sent'))]).toEqual([withheld, known]);
  expect(unknown).toEqual([...new Set([...lost, ...inHand])].sort());
}

it(
  `a run that is killed ${KILLS} times sends nothing twice, forgets nothing, gets to its end, and knows exactly what it does not know`,
  async () => {
    await makeShop(PROFILES);
    sink = await startMailSink(join(project.root, 'taken.ndjson'), TROUBLE);
    const random = seededRandom(SEED);
    const inHand = new Set<string>();
    let amid = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const run = startRun();
      const ended = once(run, 'exit');
      const before = sink.taken();
      // One in ten comes at any moment from the start on; the others amid the sending.
      if (kill % 10 === 0) await sleep(random() * 1500);
      else {
        // So many that some are left for the last one.
        const most = (1.6 * (GOING * STEPS.length * PROFILES - sink.taken())) / (KILLS - kill + 1.5);
        const wanted = before + 1 + Math.floor(random() * Math.min(most - 1, 60));
        while (sink.taken() < wanted && run.exitCode === null) await Promise.race([sink.nextMessage(), ended]);
        await sleep(random() * 8);
      }
      if (run.exitCode === null) process.kill(-run.pid!, 'SIGKILL');
      await ended;
      if (run.signalCode === 'SIGKILL' && sink.taken() > before) amid += 1;
      const open = ledgerNow()('handing_over');
      expect(open.length, 'in hand at once').toBeLessThanOrEqual(CONNECTIONS);
      for (const id of open) inHand.add(id);
    }
    await sink.calmDown();
    const code = await runToTheEnd();
    expectTruth(PROFILES, inHand);
    expect(code).toBe(0);
    expect(amid, 'kills amid the sending').toBeGreaterThan(0.8 * KILLS - 2);
    const { answered, lost } = sink.log();
    console.log(
      `${KILLS} kills, ${amid} of them amid the sending: ${answered.length} of ${STEPS.length * PROFILES} answered, ${ledgerNow()('withheld').length} withheld, ${lost.length} answers lost, ${inHand.size} in hand at a kill; 0 twice, 0 forgotten, 0 stuck`,
    );
  },
  300_000 + KILLS * 10_000,
);

it('a run that nobody kills calls unknown exactly the messages whose answer was lost, and names each', async () => {
  const profiles = 100;
  await makeShop(profiles);
  sink = await startMailSink(join(project.root, 'taken.ndjson'), { ...TROUBLE, lost: 5 });
  const env = { SMTP_URL: sink.url };
  const first = await project.lifecycle(['run', '--send'], { env });
  expect([first.code, first.err]).toEqual([1, '']);
  await sink.calmDown();
  expect(await runToTheEnd()).toBe(0);
  const { lost } = sink.log();
  expect(lost.length).toBeGreaterThan(10);
  expect(first.out).toContain(`${lost.length} are unknown: the receiver may or may not have taken them`);
  expectTruth(profiles, new Set());

  const status = await project.lifecycle(['status'], { env });
  expect(status.code).toBe(1);
  const db = new Database(join(project.root, '.lifecycle/ledger.db'));
  const named = db.prepare(`SELECT profile_id, step FROM messages WHERE status = 'unknown'`).all() as {
    readonly profile_id: string;
    readonly step: string;
  }[];
  db.close();
  for (const { profile_id, step } of named) expect(status.out).toContain(`answer/${step}  profile "${profile_id}"  `);
}, 300_000);
