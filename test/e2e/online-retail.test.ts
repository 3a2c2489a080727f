import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { expectCounts } from './online-retail/expect-counts.js';
import { type Invoice, makeRetailShop, readInvoices } from './online-retail/shop.js';
import { ROOT, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';

const DATA = join(ROOT, '../shared/data/online-retail/invoices.csv.gz');
/** `LIFECYCLE_RETAIL=year` runs the whole year: 25,900 invoices. Without it every third customer and four months do, the change to summer time among them. */
const YEAR = process.env.LIFECYCLE_RETAIL === 'year';
const TITLE = `${YEAR ? 'a year of real invoices' : 'four months of real invoices, of every third customer'}${existsSync(DATA) ? '' : ' (left out: no invoices.csv.gz)'}`;

const HOUR = 3_600_000;
const FIRST = Date.UTC(2010, 10, 30, 12);
const LAST = YEAR ? Date.UTC(2011, 11, 20, 12) : Date.UTC(2011, 2, 31, 12);
const iso = (t: number): string => new Date(t).toISOString().replace('.000Z', 'Z');

/** The invoices that are looked at, and how many of them are guests'. */
function readPart(): { readonly invoices: readonly Invoice[]; readonly guests: number } {
  const whole = readInvoices(DATA);
  expect([whole.length, whole.filter(({ customer }) => customer === '').length]).toEqual([25_900, 3_710]);
  const invoices = YEAR
    ? whole
    : whole.filter(
        ({ at, customer, number }) => at <= LAST && Number((customer || number).replace(/^C/, '')) % 3 === 0,
      );
  return { invoices, guests: invoices.filter(({ customer }) => customer === '').length };
}

describe.skipIf(!existsSync(DATA))(TITLE, () => {
  let project: TestProject | null = null;
  let sink: Sink | null = null;
  afterEach(async () => {
    await sink?.stop();
    project?.remove();
  });

  it('stops before it decides anything while one event in seven has no profile', async () => {
    const { invoices, guests } = readPart();
    project = makeRetailShop(invoices, '5%');
    expect((await project.lifecycle(['build'])).code).toBe(0);
    const { code, err } = await project.lifecycle(['run', '--now', iso(FIRST), '--until', iso(LAST), '--every', '1d']);
    expect(err).toContain(`error[LC907] ${guests} of ${invoices.length} rows of events cannot be used, more than 5%`);
    expect(err).toContain(`${guests} × no profile id`);
    expect(code).toBe(3);
    expect(existsSync(join(project.root, '.lifecycle/ledger.db'))).toBe(false);
  });

  it('counts what plain loops count, and sends exactly those messages', async () => {
    const { invoices, guests } = readPart();
    const customers = new Set(invoices.map(({ customer }) => customer)).size - 1;
    project = makeRetailShop(invoices, '20%');
    sink = await startSink(project.root);
    expect((await project.lifecycle(['build'])).code).toBe(0);
    const span = ['--now', iso(FIRST), '--until', iso(LAST), '--every', '1d'];
    const run = await project.lifecycle(['run', ...span, '--inbox', sink.url, '--format', 'json']);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    const { quality, delivery } = JSON.parse(run.out);
    expect(quality.events).toEqual({ rows: invoices.length, setAside: guests });
    expect(quality.profiles).toEqual({ rows: customers, setAside: 0 });
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
    // Nothing is proved of a campaign that nobody enters and leaves.
    for (const { entered, finished } of Object.values(campaigns))
      expect(Math.min(entered, finished)).toBeGreaterThan(50);
    for (const { exited } of [campaigns.onboarding, campaigns['win-back']])
      expect(Object.values(exited)).toEqual([expect.toSatisfy((count: number) => count > 5)]);

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
