import { afterEach, expect, it } from 'vitest';
import { ndjson, outcomeOf, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let project: TestProject | null = null;
let sink: Sink | null = null;
afterEach(async () => {
  await sink?.stop();
  project?.remove();
});

/** A shop of so many people who have just done something, after its first tick. */
async function makeShop(
  count: number,
  throttle: string,
): Promise<{ shop: TestProject; inbox: Sink; env: Record<string, string> }> {
  const ids = Array.from({ length: count }, (_, i) => `p${i}`);
  const shop = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    more: `    throttle: ${throttle}\n`,
    profiles: people(ids.map((id) => person(id))),
    events: ndjson([ping('p0', '2026-03-02T10:00:00Z')]),
  });
  project = shop;
  const inbox = await startSink(shop.root);
  sink = inbox;
  const env = { SMTP_URL: inbox.url };
  await shop.lifecycle(['build']);
  await shop.lifecycle(['run', '--send'], { env });
  shop.write('data/events.ndjson', ndjson(ids.map((id) => ping(id, new Date().toISOString()))));
  return { shop, inbox, env };
}

it('a run keeps to the rate and sends everything', async () => {
  const { shop, inbox, env } = await makeShop(6, '{per_domain: {people.example: 2/s}}');
  const began = Date.now();
  const { code, out } = await shop.lifecycle(['run', '--send'], { env });
  expect(out).toContain('6 messages sent');
  expect(code).toBe(0);
  expect(inbox.accepted()).toHaveLength(6);
  // Two at once, then one every half second.
  expect(Date.now() - began).toBeGreaterThanOrEqual(2000);
});

it('Ctrl-C ends a run that waits, and the next one goes on with what is left', async () => {
  const { shop, inbox, env } = await makeShop(3, '{rate: 1200/h}');
  const child = shop.start(['run', '--send'], { env });
  const ended = outcomeOf(child);
  for (let waited = 0; inbox.accepted().length === 0 && waited < 30_000; waited += 20)
    await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => setTimeout(done, 300));
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(out).toContain('1 messages sent');
  expect(out).toContain("2 wait at the door: their turn, by the channel's throttle");
  expect(out).toContain('stopped before the end');
  expect(code).toBe(3);
  expect(inbox.accepted()).toHaveLength(1);
  const next = await shop.lifecycle(['run', '--send'], { env });
  expect(next.out).toContain('2 messages sent');
  expect(new Set(inbox.accepted().map(({ id }) => id)).size).toBe(3);
});

it('a replay into a test inbox, whose clock stands still, is not kept back', async () => {
  const { shop, inbox } = await makeShop(4, '{rate: 1/d}');
  const later = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
  await shop.lifecycle(['run', '--now', '2026-03-01T00:00Z', '--inbox', inbox.url]);
  const { out } = await shop.lifecycle(['run', '--now', `${later}Z`, '--inbox', inbox.url]);
  expect(out).toMatch(/[45] messages sent/);
});
