import { afterAll, beforeAll, expect, it } from 'vitest';
import { ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

/** Half of 120 people are held out; every third buys, for anything between 10 and 500, whatever he got. */
const IDS = Array.from({ length: 120 }, (_, i) => `p${i}`);
const LEDGER = ['--ledger', '.lifecycle/inbox.db'];
let shop: TestProject;
let sink: Sink;
const redeal = (...args: readonly string[]) => shop.lifecycle(['measure', 'aa', ...LEDGER, ...args]);

beforeAll(async () => {
  shop = makeSmallShop({
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2026-03-02T10:00:00Z'))),
  });
  const config = shop
    .read('lifecycle.config.yaml')
    .replace('  pinged: {note: string}', '  pinged: {note: string}\n  bought: {total: number}')
    .replace('  pings: {share: pinged}', '  buyers: {share: bought}\n  revenue: {sum: bought.total}');
  shop.write('lifecycle.config.yaml', `${config}economics: {currency: EUR, revenue: revenue, margin: 50%}\n`);
  shop.write(
    'campaigns/answer.yaml',
    'name: Ask\ngoal: Bring people back\nholdout: 50%\nkpi: {metric: buyers, window: 7d}\ntriggers: [{event: pinged}]\nsteps:\n  - {id: letter, email: {template: letter, topic: news}}\n',
  );
  sink = await startSink(shop.root);
  expect((await shop.lifecycle(['build'])).err).not.toContain('error');
}, 60_000);
afterAll(async () => {
  await sink?.stop();
  shop?.remove();
});

it('deals the arms of a real run anew, by the KPI and by money', async () => {
  await shop.lifecycle(['suppress', 'p0@elsewhere.example']);
  expect(await shop.lifecycle(['measure', 'aa'])).toMatchObject({ code: 3, err: expect.stringContaining('LC946') });
  for (const now of ['2026-03-02T09:00Z', '2026-03-02T11:00Z'])
    expect((await shop.lifecycle(['run', '--inbox', sink.url, ...LEDGER, '--now', now])).code).toBe(0);
  const bought = IDS.filter((_, i) => i % 3 === 0).map((id, i) => ({
    ...{ id: `${id} buys`, profile_id: id, name: 'bought', time: '2026-03-05T10:00:00Z' },
    properties: { total: 10 + ((i * i) % 490) },
  }));
  shop.write('data/events.ndjson', shop.read('data/events.ndjson') + ndjson(bought));

  // On the last tick nobody's window is over.
  expect((await redeal()).out).toContain('nobody whose window is over has anything to count');
  const { code, out, err } = await redeal('answer', '--as-of', '2026-03-20', '--format', 'json');
  expect([code, err]).toEqual([0, '']);
  const { campaigns } = JSON.parse(out);
  expect(campaigns).toMatchObject([
    {
      campaign: 'answer',
      metrics: [
        { metric: 'buyers', people: 120, active: 40, share: 0.5, deals: 2000 },
        { metric: 'revenue', people: 120, active: 40, share: 0.5, deals: 2000 },
      ],
    },
  ]);
  expect((await redeal('--as-of', '2026-03-20')).out).toContain('they keep to the 2.5% on each side');
}, 60_000);
