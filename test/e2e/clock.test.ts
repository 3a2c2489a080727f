import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { atClock } from './preload.js';
import { ndjson, type Outcome, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { ANSWER, makeSmallShop, people, person, ping } from './small-shop.js';

// Two batches are in hand at a time: there must be more messages than that.
const IDS = Array.from({ length: 80 }, (_, i) => `p${i}`);
const MONTHLY = `triggers: [{schedule: "0 8 2 * *"}]
reentry: always
backfill: 1d
steps:
  - {id: morning, email: {template: letter, topic: news}}
`;
const HOUR = 3_600_000;

let project: TestProject;
let sink: Sink;
beforeAll(async () => {
  const more = 'backfill: 1d\nsteps:\n';
  project = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    campaigns: {
      answer: `${ANSWER.replace('steps:\n', more)}  - {id: later, delay: 2h, email: {template: letter, topic: news}}\n`,
      monthly: MONTHLY,
    },
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2026-03-02T10:30:00Z'))),
  });
  expect((await project.lifecycle(['build'])).code).toBe(0);
});
beforeEach(async () => {
  sink = await startSink(project.root);
});
afterEach(async () => {
  await sink.stop();
  for (const file of project.files('.lifecycle').filter((name) => name.startsWith('ledger.db')))
    rmSync(join(project.root, '.lifecycle', file));
  rmSync(join(project.root, 'accepted.ndjson'), { force: true });
});
afterAll(() => project.remove());

/** The real sending, at whatever moment the machine takes it to be. */
function send(moment: string, more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return project.lifecycle(['run', '--send'], atClock(moment, { SMTP_URL: sink.url, ...more }));
}

interface Row {
  readonly id: string;
  readonly profile: string;
  readonly step: string;
  readonly status: string;
  readonly outcome: string | null;
}

function rows<Of>(sql: string): readonly Of[] {
  const db = new Database(join(project.root, '.lifecycle/ledger.db'));
  try {
    return db.prepare(sql).all() as Of[];
  } finally {
    db.close();
  }
}

function messages(): readonly Row[] {
  return rows('SELECT id, profile_id AS profile, step, status, outcome FROM messages ORDER BY id');
}

/** How many of each step arrived; no message twice, and the ledger calls sent exactly what arrived. */
function arrived(): Readonly<Record<string, number>> {
  const ids = sink.accepted().map(({ id }) => id.slice(1, 53));
  expect(new Set(ids).size).toBe(ids.length);
  const sent = messages().filter(({ status }) => status === 'sent');
  expect(ids.toSorted()).toEqual(sent.map(({ id }) => id));
  const counts: Record<string, number> = {};
  for (const { step } of sent) counts[step] = (counts[step] ?? 0) + 1;
  return counts;
}

it('a clock that is set back sends nothing, says so, and all is as it was when it is right again', async () => {
  expect((await send('2026-03-02T10:45Z')).code).toBe(0);
  expect(arrived()).toEqual({ letter: 80, morning: 80 });
  const before = messages();
  for (const moment of ['2026-03-02T09:45Z', '2026-03-01T10:45Z']) {
    const { code, err } = await send(moment);
    expect(err).toContain('error[LC905] the clock went back: this run is for ');
    expect(err).toContain(`${moment.slice(0, 14)}45:0`);
    expect(err).toContain('the ledger already stands at 2026-03-02T10:45:0');
    expect(err).toContain('= help: Mend the clock');
    expect(code).toBe(3);
    expect(messages()).toEqual(before);
  }
  expect((await send('2026-03-02T12:31Z')).code).toBe(0);
  expect(arrived()).toEqual({ letter: 80, morning: 80, later: 80 });
});

it('a clock that stands still, or is a year ahead, sends nothing twice and drops nothing without its reason', async () => {
  const still = { CLOCK_FROZEN: '1' };
  for (let again = 0; again < 2; again++) expect((await send('2026-03-02T10:45Z', still)).code).toBe(0);
  expect(arrived()).toEqual({ letter: 80, morning: 80 });
  expect((await send('2027-03-02T10:45Z')).code).toBe(0);
  // Within the two days of lateness there was one more second of a month; the step that came due a year ago is not sent any more.
  expect(arrived()).toEqual({ letter: 80, morning: 160 });
  expect(rows("SELECT step, outcome, count(*) AS n FROM messages WHERE status = 'dropped' GROUP BY 1, 2")).toEqual([
    { step: 'later', outcome: 'late', n: 80 },
    { step: 'morning', outcome: 'late', n: 11 * 80 },
  ]);
  expect((await send('2026-03-02T12:31Z')).err).toContain('error[LC905]');
  expect(arrived()).toEqual({ letter: 80, morning: 160 });
});

it.each([
  ['an hour back', -HOUR],
  ['a year ahead', 365 * 24 * HOUR],
] as const)('a clock that jumps %s amid the sending sends nothing twice and loses nothing', async (_, jump) => {
  const jumps = { CLOCK_JUMP: String(jump), CLOCK_JUMP_WHEN: join(project.root, 'accepted.ndjson') };
  const amid = await send('2026-03-02T10:45Z', jumps);
  expect(amid.code).toBe(0);
  const first = arrived();
  expect((first.letter ?? 0) + (first.morning ?? 0)).toBeGreaterThan(0);
  expect(messages().some(({ status }) => status !== 'sent')).toBe(true);
  expect((await send('2026-03-02T10:50Z')).code).toBe(0);
  const ended = messages();
  expect(ended).toHaveLength(2 * IDS.length);
  expect(ended.filter(({ status, outcome }) => status !== 'sent' && outcome !== 'late')).toEqual([]);
  if (jump < 0) expect(arrived()).toEqual({ letter: 80, morning: 80 });
});
