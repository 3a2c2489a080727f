import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { atClock } from './preload.js';
import { ndjson, type Outcome, ROOT, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { ANSWER, makeSmallShop, people, person, ping } from './small-shop.js';

const IDS = ['ada-lovelace', 'ben'];
const ADDRESS = 'Ada.Lovelace@people.example';

let shop: TestProject;
let sink: Sink;
beforeEach(async () => {
  shop = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    campaigns: { answer: `${ANSWER}  - {id: more, delay: 1d, email: {template: letter, topic: news}}\n` },
    profiles: people([person('ada-lovelace', 'UTC', ADDRESS), person('ben'), person('cyd')]),
    events: '',
  });
  sink = await startSink(shop.root);
  expect((await shop.lifecycle(['build'])).code).toBe(0);
  await run();
});
afterEach(async () => {
  await sink.stop();
  shop.remove();
});

const command = (...args: readonly string[]): Promise<Outcome> => shop.lifecycle(args, { env: { SMTP_URL: sink.url } });
const run = (): Promise<Outcome> => command('run', '--send');
let events: object[] = [];
const happen = (name: string, ids: readonly string[] = IDS): void => {
  events = ids.map((id) => ping(id, new Date().toISOString(), `${id} ${name}`));
  shop.write('data/events.ndjson', ndjson(events));
};
/** How often a text stands in the files beside the ledger, the ledger among them, in any case. */
const found = (text: string): number =>
  readdirSync(join(shop.root, '.lifecycle'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.startsWith('ledger.db') && statSync(join(entry.parentPath, entry.name)).isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1').toLowerCase())
    .reduce((sum, bytes) => sum + bytes.split(text.toLowerCase()).length - 1, 0);

it('forgets a person, in the bytes of the file as well, and sends nothing to whoever comes back as them', async () => {
  happen('once');
  expect((await run()).out).toContain('2 messages sent');
  await command('suppress', ADDRESS, '--topic', 'news', '--reason', `wrote from ${ADDRESS}`);
  expect(found('ada-lovelace')).toBeGreaterThan(5);
  expect(found(ADDRESS)).toBeGreaterThan(1);

  // As a run over more data leaves it.
  shop.write('.lifecycle/cache/data/kept.duckdb', 'ada-lovelace');
  const forgotten = await command('forget', 'ada-lovelace');
  expect(existsSync(join(shop.root, '.lifecycle/cache/data'))).toBe(false);
  expect(forgotten).toMatchObject({ code: 0, err: '' });
  expect(forgotten.out).toMatch(/^"ada-lovelace" is forgotten: \d+ lines of the journal in .* changed\./);
  expect(forgotten.out).toContain('The data still have them');
  expect([found('ada-lovelace'), found(ADDRESS), found('lovelace')]).toEqual([0, 0, 0]);
  expect(found('ben@') + found('"ben')).toBeGreaterThan(0);
  // What was sent stays counted.
  expect(JSON.parse((await command('status', '--format', 'json')).out).totals).toMatchObject([
    { entered: 2, sent: 2, exited: 1, exitedBy: [{ reason: 'forgotten', count: 1 }] },
  ]);
  expect((await command('why', 'ada-lovelace')).out).toContain('no more messages: forgotten');

  // They are in the data still, do something again, and come back under another id.
  happen('twice', ['ada-lovelace', 'cyd']);
  expect((await run()).out).toContain('1 messages sent');
  expect(found('ada-lovelace')).toBe(0);
  shop.write('data/profiles.csv', people([person('adl', 'UTC', ADDRESS), person('ben')]));
  happen('thrice', ['adl']);
  expect((await run()).out).toContain('0 messages sent');
  expect((await command('why', 'adl')).out).toContain('letter: dropped: unsubscribed');
  expect(sink.accepted().map(({ to }) => to.join().toLowerCase())).toEqual([
    expect.any(String),
    expect.any(String),
    'cyd@people.example',
  ]);
  expect((await command('rebuild', '--out', 'anew.db')).code).toBe(0);
});

it('forgets whom the data no longer have by the addresses named, and whom the ledger never had', async () => {
  happen('once');
  await run();
  shop.write('data/profiles.csv', people([person('ben')]));
  expect((await command('forget', 'ada-lovelace', '--address', ADDRESS)).out).toContain(
    `Nothing goes to them any more, nor to ${ADDRESS.toLowerCase()}.\nThe data do not have them.`,
  );
  expect((await command('forget', 'nobody')).out).toMatch(/^"nobody" is not in /);
  expect(found('ada-lovelace')).toBe(0);
  shop.write('data/profiles.csv', people([person('adl', 'UTC', ADDRESS)]));
  happen('again', ['adl']);
  expect((await run()).out).toContain('0 messages sent');
  expect((await command('why', 'adl')).out).toContain('letter: dropped: bounced, complained or was suppressed');
});

it('prints everything known of a person, by its schema', async () => {
  happen('once');
  await run();
  const { out, code } = await command('export', 'ada-lovelace');
  expect(code).toBe(0);
  const document = JSON.parse(out);
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(join(ROOT, 'schemas/export.schema.json'), 'utf8')),
  );
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(document).toMatchObject({
    profile: 'ada-lovelace',
    data: {
      email: ADDRESS,
      attributes: { first_name: 'Ada', consent_news: true },
      events: [{ name: 'pinged', id: 'ada-lovelace once' }],
    },
    ledger: {
      journeys: [{ campaign: 'answer', status: 'active', step: 'more' }],
      messages: [{ step: 'letter', status: 'sent', code: null }],
    },
  });
  await command('forget', 'ada-lovelace');
  shop.write('data/profiles.csv', people([person('ben')]));
  expect(JSON.parse((await command('export', 'ada-lovelace')).out)).toMatchObject({
    data: null,
    ledger: {
      groups: [],
      journeys: [],
      messages: [],
      skipped: [],
      refused: [],
      suppressions: [{ reason: 'forgotten' }],
    },
  });
});

it('takes the words of what ended long ago out of the bytes of the file, and sends nothing again for it', async () => {
  events = IDS.map((id) => ({ ...ping(id, new Date().toISOString()), properties: { note: 'bought a hat' } }));
  shop.write('data/events.ndjson', ndjson(events));
  expect((await run()).out).toContain('2 messages sent');
  const days = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString();
  const at = (count: number, ...args: readonly string[]): Promise<Outcome> =>
    shop.lifecycle(args, atClock(days(count), { SMTP_URL: sink.url }));
  expect((await at(2, 'run', '--send')).out).toContain('2 messages sent');
  expect((await at(30, 'prune', '--older-than', '60d')).out).toContain('nothing in .lifecycle/ledger.db ended longer');
  expect(found('bought a hat')).toBeGreaterThan(2);

  const pruned = await at(90, 'prune', '--older-than', '60d');
  expect(pruned).toMatchObject({ code: 0, err: '' });
  expect(pruned.out).toMatch(/^\d+ lines of the journal in \.lifecycle\/ledger\.db lost their words/);
  expect(found('bought a hat')).toBe(0);
  expect(found('"ben')).toBeGreaterThan(0);
  expect((await at(90, 'run', '--send')).out).toContain('0 messages sent');
  expect((await at(90, 'why', 'ben')).out).toContain('letter: sent');
  expect((await at(90, 'rebuild', '--out', 'pruned.db')).code).toBe(0);
  expect(await command('prune', '--older-than', 'long')).toMatchObject({ code: 2 });
});
