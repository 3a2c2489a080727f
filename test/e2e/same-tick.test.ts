import { afterEach, describe, expect, it } from 'vitest';
import { ndjson, outcomeOf, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const IDS = Array.from({ length: 40 }, (_, i) => `p${i}`);
const FIRST = '2026-03-02T10:00Z';
const SECOND = '2026-03-02T11:00Z';

let project: TestProject | null = null;
let sink: Sink | null = null;
afterEach(async () => {
  await sink?.stop();
  project?.remove();
});

/** A shop of forty people who did something between the two ticks. */
function makeShop(): TestProject {
  return makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2026-03-02T10:30:00Z'))),
  });
}

async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; !what(); waited += 5) {
    if (waited > 30_000) throw new Error('it did not happen within 30 seconds');
    await new Promise((done) => setTimeout(done, 5));
  }
}

describe('the same tick twice', () => {
  it('sends nothing twice', async () => {
    project = makeShop();
    sink = await startSink(project.root);
    await project.lifecycle(['build']);
    const inbox = ['--inbox', sink.url];
    const first = await project.lifecycle(['run', '--now', FIRST, '--until', SECOND, ...inbox]);
    expect(first.out).toContain('40 messages sent');
    expect([first.code, first.err]).toEqual([0, '']);
    for (const again of [1, 2]) {
      const { code, out } = await project.lifecycle(['run', '--now', SECOND, ...inbox]);
      expect(out, `time ${again}`).toContain('0 messages sent');
      expect(code).toBe(0);
    }
    const accepted = sink.accepted();
    expect(accepted.map(({ to }) => to.join()).sort()).toEqual(IDS.map((id) => `${id}@people.example`).sort());
    expect(new Set(accepted.map(({ id }) => id)).size).toBe(40);
    expect(new Set(accepted.map(({ from }) => from))).toEqual(new Set(['hello@small-shop.example']));
  });

  it('does not go back: an earlier tick than the last is refused, and sends nothing', async () => {
    project = makeShop();
    sink = await startSink(project.root);
    await project.lifecycle(['build']);
    const inbox = ['--inbox', sink.url];
    await project.lifecycle(['run', '--now', FIRST, '--until', SECOND, ...inbox]);
    const { code, err } = await project.lifecycle(['run', '--now', FIRST, ...inbox]);
    expect(err).toContain('error[LC905]');
    expect(code).toBe(3);
    expect(sink.accepted()).toHaveLength(40);
  });
});

it('a second run on a ledger that is held stops with LC902, and the first goes on', async () => {
  project = makeShop();
  sink = await startSink(project.root, { hold: true });
  await project.lifecycle(['build']);
  const args = ['run', '--now', FIRST, '--until', SECOND, '--inbox', sink.url];
  const first = outcomeOf(project.start(args));
  await until(() => (sink?.accepted().length ?? 0) > 0);
  const second = await project.lifecycle(['run', '--now', SECOND, '--inbox', sink.url]);
  expect(second.err).toMatch(/error\[LC902\] the ledger is in use by process \d+ on/);
  expect(second.code).toBe(3);
  sink.release();
  const { code, out } = await first;
  expect(out).toContain('40 messages sent');
  expect(code).toBe(0);
  expect(new Set(sink.accepted().map(({ id }) => id)).size).toBe(40);
  expect(sink.accepted()).toHaveLength(40);
});

it('the real clock: the first tick marks the start, the second sends through the plan’s own transport, the third nothing', async () => {
  project = makeShop();
  sink = await startSink(project.root);
  const env = { SMTP_URL: sink.url };
  await project.lifecycle(['build']);
  const first = await project.lifecycle(['run', '--send'], { env });
  expect(first.out).toContain('This is the first tick');
  expect(first.code).toBe(0);
  project.write('data/events.ndjson', ndjson(IDS.map((id) => ping(id, new Date().toISOString()))));
  const second = await project.lifecycle(['run', '--send'], { env });
  expect(second.out).toContain('40 messages sent');
  const third = await project.lifecycle(['run', '--send'], { env });
  expect(third.out).toContain('0 messages sent');
  expect(sink.accepted()).toHaveLength(40);
  expect((await project.lifecycle(['why', 'p7'])).out).toMatch(/letter: sent, the answer was "250 queued"/);
});
