import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { expectCounts } from './online-retail/expect-counts.js';
import { makeRetailShop, readInvoices } from './online-retail/shop.js';
import { ROOT, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';

const DATA = join(ROOT, '../shared/data/online-retail/invoices.csv.gz');
const TITLE = existsSync(DATA)
  ? 'a year of 25,900 real invoices'
  : 'a year of real invoices (left out: no invoices.csv.gz)';

const HOUR = 3_600_000;
const FIRST = Date.UTC(2010, 10, 30, 12);
const LAST = Date.UTC(2011, 11, 20, 12);
const iso = (t: number): string => new Date(t).toISOString().replace('.000Z', 'Z');

describe.skipIf(!existsSync(DATA))(TITLE, () => {
  let project: TestProject | null = null;
  let sink: Sink | null = null;
  afterEach(async () => {
    await sink?.stop();
    project?.remove();
  });

  it('stops before it decides anything while one event in seven has no profile', async () => {
    project = makeRetailShop(readInvoices(DATA), '5%');
    expect((await project.lifecycle(['build'])).code).toBe(0);
    const { code, err } = await project.lifecycle(['run', '--now', iso(FIRST), '--until', iso(LAST), '--every', '1d']);
    expect(err).toContain('error[LC907] 3710 of 25900 rows of events cannot be used, more than 5%');
    expect(err).toContain('3710 × no profile id');
    expect(code).toBe(3);
    expect(existsSync(join(project.root, '.lifecycle/ledger.db'))).toBe(false);
  });

  it('counts what plain loops count, and sends exactly those messages', async () => {
    const invoices = readInvoices(DATA);
    const guests = invoices.filter(({ customer }) => customer === '').length;
    expect([invoices.length, guests]).toEqual([25_900, 3_710]);
    project = makeRetailShop(invoices, '20%');
    sink = await startSink(project.root);
    expect((await project.lifecycle(['build'])).code).toBe(0);
    const span = ['--now', iso(FIRST), '--until', iso(LAST), '--every', '1d'];
    const run = await project.lifecycle(['run', ...span, '--inbox', sink.url, '--format', 'json']);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    const { quality, delivery } = JSON.parse(run.out);
    expect(quality.events).toEqual({ rows: 25_900, setAside: guests });
    expect(quality.profiles).toEqual({ rows: 4372, setAside: 0 });
    expect(quality.findings).toMatchObject([{ source: 'events', reason: 'no profile id', count: guests }]);

    const ticks = Array.from({ length: (LAST - FIRST) / (24 * HOUR) + 1 }, (_, i) => FIRST + i * 24 * HOUR);
    const { campaigns, mails } = expectCounts(invoices, ticks);
    const look = ['status', '--ledger', '.lifecycle/inbox-ledger.db', '--format', 'json'];
    const status = await project.lifecycle(look);
    expect(status.code).toBe(0);
    const counted = JSON.parse(status.out);
    expect(counted.lastTick).toBe(LAST);
    expect(counted.ticks).toBe(ticks.length);
    for (const [campaign, counts] of Object.entries(campaigns)) {
      const row = counted.campaigns.find((each: { campaign: string }) => each.campaign === campaign);
      expect(row).toEqual({ campaign, startedAt: FIRST, ...counts });
    }
    expect(counted.campaigns).toHaveLength(3);

    const accepted = sink.accepted();
    expect(new Set(accepted.map(({ id }) => id)).size).toBe(accepted.length);
    expect(accepted.length).toBe(delivery.sent);
    const line = (to: string, subject: string, at: number): string => `${iso(at)} ${to} ${subject}`;
    expect(accepted.map(({ to, subject, date }) => line(to.join(), subject, Date.parse(date))).sort()).toEqual(
      mails.map(({ to, subject, at }) => line(to, subject, at)).sort(),
    );

    const again = await project.lifecycle(['run', '--now', iso(LAST), '--inbox', sink.url]);
    expect(again.code).toBe(0);
    expect(sink.accepted()).toHaveLength(mails.length);
    const after = JSON.parse((await project.lifecycle(look)).out);
    expect(after.campaigns).toEqual(counted.campaigns);
  }, 300_000);
});
