import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runReportSql } from '../warehouse/run-report-sql.js';
import { ndjson, ROOT, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

/** Half of 240 people are held out; of those who got the letter every second buys for 30, of those held out every fourth. */
const IDS = Array.from({ length: 240 }, (_, i) => `p${i}`);
const LEDGER = ['--ledger', '.lifecycle/inbox.db'];
const CAMPAIGN = `name: Ask them in
goal: Bring people back
holdout: 50%
kpi:
  metric: buyers
  window: 7d
  verdict_after: 14d
  secondary: [revenue]
  guardrails: [{metric: optouts, max: 20%}]
triggers: [{event: pinged}]
steps:
  - {id: letter, email: {template: letter, topic: news}}
`;
let shop: TestProject;
let sink: Sink;

const buy = (id: string, time: string) => ({
  id: `${id} ${time}`,
  profile_id: id,
  name: 'bought',
  time,
  properties: { total: 30 },
});
const report = (...args: readonly string[]) => shop.lifecycle(['report', ...LEDGER, ...args]);

beforeAll(async () => {
  shop = makeSmallShop({
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2026-03-02T10:00:00Z'))),
  });
  const config = shop
    .read('lifecycle.config.yaml')
    .replace('  pinged: {note: string}', '  pinged: {note: string}\n  bought: {total: number}')
    .replace(
      '  pings: {share: pinged}',
      '  buyers: {share: bought}\n  revenue: {sum: bought.total}\n  optouts: {share: unsubscribed, better: lower}',
    );
  shop.write(
    'lifecycle.config.yaml',
    `${config}economics: {currency: EUR, revenue: revenue, margin: 50%, cost_per_message: {email: 0.01}, cost_per_unsubscribe: 2}\n`,
  );
  shop.write('campaigns/answer.yaml', CAMPAIGN);
  sink = await startSink(shop.root);
  expect((await shop.lifecycle(['build'])).err).not.toContain('error');
}, 60_000);

afterAll(async () => {
  await sink?.stop();
  shop?.remove();
});

describe('before the first run', () => {
  it('says that nothing has run', async () => {
    expect((await report()).err).toContain('error[LC906]');
    await shop.lifecycle(['suppress', 'p0@elsewhere.example']);
    const { code, err } = await shop.lifecycle(['report']);
    expect([code, err]).toEqual([3, expect.stringContaining('error[LC960] nothing has run on this ledger')]);
  });
});

describe('after a run', () => {
  beforeAll(async () => {
    for (const now of ['2026-03-02T09:00Z', '2026-03-02T11:00Z']) {
      const ran = await shop.lifecycle(['run', '--inbox', sink.url, ...LEDGER, '--now', now]);
      expect(ran.code, ran.err).toBe(0);
    }
    const got = new Set(sink.accepted().flatMap(({ to }) => to.map((address) => address.split('@')[0])));
    const bought = [true, false].flatMap((isSent) => {
      const those = IDS.filter((id) => got.has(id) === isSent);
      return those.filter((_, i) => i % (isSent ? 2 : 4) === 0).map((id) => buy(id, '2026-03-05T10:00:00Z'));
    });
    // After the window, and before the first message: neither counts.
    const outside = IDS.flatMap((id) => [buy(id, '2026-03-01T10:00:00Z'), buy(id, '2026-03-12T10:00:00Z')]);
    shop.write('data/events.ndjson', shop.read('data/events.ndjson') + ndjson([...bought, ...outside]));
  }, 60_000);

  it('tells at the last tick that nobody can be counted yet, and writes nothing into the ledger', async () => {
    const before = statSync(join(shop.root, '.lifecycle/inbox.db')).mtimeMs;
    const { code, out } = await report();
    expect(code).toBe(0);
    expect(out).toContain('It is too early to tell: the verdict falls on 16 Mar 2026.');
    expect(out).toContain('as of 2026-03-02 11:00 (UTC): 1 campaign: 1 undecided');
    expect(statSync(join(shop.root, '.lifecycle/inbox.db')).mtimeMs).toBe(before);
  });

  it('gives the verdict on its day, by people who got it and people who did not', async () => {
    const { code, out } = await report(
      'answer',
      '--as-of',
      '2026-03-16T12:00',
      '--format',
      'json',
      '--format',
      'html=out/report.html',
      '--format',
      'markdown=out/report.md',
    );
    expect(code).toBe(0);
    const json = JSON.parse(out);
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/measurement.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    const sent = sink.accepted().length;
    const [one] = json.campaigns;
    expect(one.verdict).toEqual({ kind: 'worth_running' });
    expect(one.kpi.arms).toMatchObject({
      sent: { people: sent, active: Math.ceil(sent / 2) },
      held: { people: 240 - sent, active: Math.ceil((240 - sent) / 4) },
    });
    expect(one.sample_ratio.is_sound).toBe(true);
    expect(one.money).toMatchObject({
      currency: 'EUR',
      attributed: 30 * Math.ceil(sent / 2),
      basis: 'per_count',
      per_count: 30,
    });
    expect(one.money.cost_of_messages).toBeCloseTo(sent * 0.01, 9);
    expect(one.guardrails).toMatchObject([{ metric: 'optouts', state: 'kept' }]);
    expect(shop.read('out/report.html')).toMatch(/^<!doctype html>/i);
    expect(shop.read('out/report.md')).toContain('**It is worth running: after all its costs it earned between €');
  });

  it('exports what anybody needs to work it out again, and finds an arm that was changed', async () => {
    const asOf = ['--as-of', '2026-03-16T12:00'];
    const { out, err } = await report('answer', ...asOf, '--format', 'json', '--export', 'out/export');
    expect(err).toContain('ids of people');
    const folder = join(shop.root, 'out/export');
    expect((await report(...asOf, '--sql')).out).toBe(readFileSync(join(folder, 'report.sql'), 'utf8'));
    const { arms } = JSON.parse(out).campaigns[0].kpi as { arms: Record<'sent' | 'held', object> };
    const counted = ({ metric }: Awaited<ReturnType<typeof runReportSql>>, arm: 'sent' | 'held') => {
      const rows = metric('answer', 'buyers').filter((row) => row.arm === arm);
      const [people = 0, active = 0] = (['people', 'active'] as const).map((key) =>
        rows.reduce((sum, { sums }) => sum + sums[key], 0),
      );
      return { people, active, value: active / people };
    };
    const again = await runReportSql(folder);
    expect(again.wrongArms).toEqual([]);
    expect({ sent: counted(again, 'sent'), held: counted(again, 'held') }).toEqual(arms);
    const exposures = readFileSync(join(folder, 'exposures.csv'), 'utf8');
    const line = exposures.split('\n').find((each) => each.includes(',sent,'))!;
    writeFileSync(join(folder, 'exposures.csv'), exposures.replace(line, line.replace(',sent,,', ',held,campaign,')));
    expect((await runReportSql(folder)).wrongArms).toMatchObject([
      { campaign: 'answer', arm: 'held', arm_by_sha256: 'sent' },
    ]);
    shop.write('out/other/events.csv', 'the only copy');
    const refused = await report(...asOf, '--export', 'out/other');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('error[LC948] ')]);
  });

  it('tells a marketer what to do', async () => {
    const { out } = await report('ans*', '--as-of', '2026-03-16T12:00');
    expect(out.split('\n').slice(0, 2)).toEqual([
      'Ask them in (answer)',
      expect.stringMatching(/^It is worth running: after all its costs it earned between €[\d.,]+ and €[\d.,]+\.$/),
    ]);
    expect(out).toContain('what to do\n  Let it run, and keep the holdout');
    expect(out).toContain('for the statistician');
  });

  it('counts nothing that happened later, and is the same later on', async () => {
    expect((await report('--as-of', '2026-03-08')).out).toContain('It is too early to tell');
    const [then, later] = await Promise.all(
      ['2026-03-16T12:00', '2026-05-01'].map((day) => report('--as-of', day, '--format', 'json')),
    );
    const [first, second] = [then!, later!].map(({ out }) => JSON.parse(out).campaigns[0]);
    expect(second.kpi).toEqual(first.kpi);
    expect(second.money).toEqual(first.money);
  });

  it('prints the SQL, and exports what it reads', async () => {
    const { out, code } = await report('--sql');
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      expect.stringContaining('Works out again what lifecycle report counted'),
    ]);
    const exported = await report('--as-of', '2026-03-16T12:00', '--export', 'out/export');
    expect(exported.err).toContain('out/export: ');
    expect(
      ['exposures.csv', 'events.csv', 'report.sql'].every((file) => existsSync(join(shop.root, 'out/export', file))),
    ).toBe(true);
  });

  it('refuses what it was not told right', async () => {
    expect(await report('ansver')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "answer"?') });
    expect((await report('--as-of', 'soon')).err).toContain('--as-of "soon" is not a moment');
    expect((await report('--format', 'pdf')).err).toContain('use one of text, json, markdown, html');
    shop.write('lifecycle.lock.kept', shop.read('lifecycle.lock'));
    shop.write('lifecycle.lock', '<<<<<<< ours');
    expect((await report()).err).toContain('error[LC961]');
    shop.write('lifecycle.lock', shop.read('lifecycle.lock.kept'));
  });

  it('is 1 when a guardrail is broken', async () => {
    const left = IDS.map((id) => ({
      id: `${id} left`,
      profile_id: id,
      name: 'unsubscribed',
      time: '2026-03-04T10:00:00Z',
      properties: { topic: 'news' },
    }));
    shop.write('data/events.ndjson', shop.read('data/events.ndjson') + ndjson(left));
    const { code, out } = await report('--as-of', '2026-03-16T12:00');
    expect(code).toBe(1);
    expect(out).toContain(
      'optouts  BROKEN. It is 100% among the people it was sent to, more than the 20% that it may be.',
    );
    expect(out).toContain('Stop it until that is mended: lifecycle halt answer.');
  });
});
