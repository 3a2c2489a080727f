import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLedger } from '../../src/ledger/copy.js';
import type { Plan } from '../../src/model/plan.js';
import { ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const HEAD = 'name: Series\ngoal: Show that it works\nkpi: {metric: pings, window: 14d}\n';
const SERIES = `triggers: [{event: pinged}]
steps:
  - {id: hello, email: {template: letter, topic: news}}
  - id: nudge
    delay: 3d
    when: {all: [{segment: keen}, {attribute: pings, gte: 1}, {stage: busy}]}
    email: {template: nudge, topic: news}
  - {id: last, delay: 4d, email: {template: letter, topic: news, subject: Last}}
`;
/** What the nudge asks, all of it of one event. */
const asked = (event: string): string => `segments:
  keen: {event: ${event}, count: {gte: 1}}
traits:
  pings: {count: ${event}}
stages:
  - {id: busy, when: {event: ${event}, within: 30d}}
  - {id: idle}
`;
const KEEN = asked('pinged');

let shop: TestProject;
let sink: Sink;
beforeEach(async () => {
  shop = makeSmallShop({
    subject: 'Hello',
    more: KEEN,
    campaigns: { series: `in_flight: pinned\n${SERIES}` },
    profiles: people([person('ada'), person('ben')]),
    events: ndjson([ping('ada', '2026-03-02T10:00:00Z'), ping('ben', '2026-03-05T10:00:00Z')]),
  });
  shop.write('templates/nudge.mjml', shop.read('templates/letter.mjml').replace('"Hello"', 'Nudge'));
  sink = await startSink(shop.root);
});
afterEach(async () => {
  await sink.stop();
  shop.remove();
});

async function run(...moments: readonly string[]): Promise<void> {
  for (const now of moments) {
    const { code, err } = await shop.lifecycle(['run', '--now', now, '--inbox', sink.url]);
    expect([code, err], now).toEqual([0, '']);
  }
}

async function build(): Promise<Plan> {
  const { code, err } = await shop.lifecycle(['build']);
  expect(code, err).toBe(0);
  return JSON.parse(shop.read('dist/plan.json')) as Plan;
}

async function edit(campaign: string, config: (text: string) => string = (text) => text): Promise<Plan> {
  shop.write('campaigns/series.yaml', HEAD + campaign);
  shop.write('lifecycle.config.yaml', config(shop.read('lifecycle.config.yaml')));
  return await build();
}

const mails = (): readonly string[] =>
  sink.accepted().map(({ to, subject }) => `${to.join().split('@')[0]} ${subject}`);
const why = async (): Promise<string> =>
  (await shop.lifecycle(['why', 'ada', '--ledger', '.lifecycle/inbox-ledger.db'])).out;
const kept = (plan: Plan): number => {
  const ledger = readLedger(join(shop.root, '.lifecycle/inbox-ledger.db'));
  try {
    return ledger.keptCampaigns(plan).length;
  } finally {
    ledger.close();
  }
};

it('pinned: whoever is inside finishes the old series, as it asked then and with what it sent, and who comes later gets the new one', async () => {
  const before = await build();
  await run('2026-03-02T09:00Z', '2026-03-02T11:00Z');
  expect(mails()).toEqual(['ada Hello']);
  // The nudge goes, and what its segment asks is another thing from now on, of an event that nobody had.
  shop.write('templates/letter.mjml', shop.read('templates/letter.mjml').replace('"Hello"', 'Good day'));
  const after = await edit(
    `in_flight: pinned
triggers: [{event: pinged}]
audience: {not: {segment: keen}}
steps:
  - {id: hello, email: {template: letter, topic: news}}
  - {id: last, delay: 1d, email: {template: letter, topic: news, subject: "Last, and new"}}
`,
    (text) =>
      text
        .replace('  pinged: {note: string}\n', '  pinged: {note: string}\n  bought: {note: string}\n')
        .replace(KEEN, asked('bought')),
  );
  expect(await why()).toMatch(
    new RegExp(`2026-03-05 10:00 {2}series {2}nudge: is due, by plan ${before.hash.slice(7, 19)}\\n`),
  );
  await run('2026-03-05T11:00Z');
  // Two messages of one tick go side by side.
  expect([...mails()].sort()).toEqual(['ada Hello', 'ada Nudge', 'ben Good day']);
  await run('2026-03-06T11:00Z');
  expect(mails()[3]).toBe('ben Last, and new');
  expect(kept(after)).toBe(1);
  await run('2026-03-09T11:00Z', '2026-03-10T11:00Z');
  // Content follows: the subject is the newest.
  expect(mails().slice(4)).toEqual(['ada Last, and new']);
  expect(await why()).toContain('2026-03-09 10:00  series  reached the end\n');
  expect(kept(after)).toBe(0);
});

it('follow: whoever is inside moves to the new plan, by renames, with its delays and its removals', async () => {
  await edit(`in_flight: follow\n${SERIES}`);
  await run('2026-03-02T09:00Z', '2026-03-02T11:00Z');
  const after = await edit(
    `in_flight: follow\n${SERIES.replace('id: nudge\n    delay: 3d', 'id: reminder\n    delay: 4d')}moved: [{from: nudge, to: reminder}]\n`,
  );
  await run('2026-03-03T11:00Z');
  expect(await why()).toContain(
    `2026-03-03 11:00  series  moved from nudge into plan ${after.hash.slice(7, 19)}\n2026-03-06 10:00  series  reminder: is due\n`,
  );
  await run('2026-03-05T11:00Z');
  expect(mails()).toEqual(['ada Hello', 'ben Hello']);
  await run('2026-03-06T11:00Z');
  expect(mails().slice(2)).toEqual(['ada Nudge']);
  await edit(`in_flight: follow
triggers: [{event: pinged}]
steps:
  - {id: hello, email: {template: letter, topic: news}}
  - {id: reminder, delay: 4d, email: {template: nudge, topic: news}}
  - {id: bye, email: {template: letter, topic: news, subject: Bye}}
moved: [{from: nudge, to: reminder}]
removed: [{step: last, reason: two are enough}]
`);
  await run('2026-03-06T12:00Z', '2026-03-09T11:00Z', '2026-03-11T11:00Z');
  expect(mails().slice(3)).toEqual(['ben Nudge', 'ben Bye']);
  const story = await why();
  expect(story).toContain('last: not sent: the step is no longer in the plan');
  expect(story).toContain('2026-03-06 12:00  series  reached the end\n');
});

it('pinned: hears of an event that only the old series waits for', async () => {
  const config = (text: string) =>
    text.replace('  pinged: {note: string}\n', '  pinged: {note: string}\n  bought: {note: string}\n');
  await edit(
    `in_flight: pinned
triggers: [{event: pinged}]
steps:
  - {id: hello, when: {segment: keen}, email: {template: letter, topic: news}}
  - {id: hold, wait_for: {event: bought, within: 10d, then: [{id: thanks, email: {template: letter, topic: news, subject: Thanks}}]}}
`,
    config,
  );
  await run('2026-03-02T09:00Z', '2026-03-02T11:00Z');
  await edit(
    `in_flight: pinned
triggers: [{event: pinged}]
steps:
  - {id: hello, when: {segment: keen}, email: {template: letter, topic: news}}
`,
    (text) => text.replace('  bought: {note: string}\n', ''),
  );
  await run('2026-03-03T11:00Z');
  const events = shop.read('data/events.ndjson');
  const bought = { ...ping('ada', '2026-03-04T10:00:00Z'), name: 'bought' };
  shop.write('data/events.ndjson', events + ndjson([bought]));
  expect(await why()).toContain('hold: waits until then for bought, by plan ');
  await run('2026-03-04T11:00Z');
  expect(mails()).toEqual(['ada Hello', 'ada Thanks']);
});
