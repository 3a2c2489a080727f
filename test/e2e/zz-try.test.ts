import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expectCounts } from './online-retail/expect-counts.js';
import { readInvoices } from './online-retail/shop.js';

it('x', async () => {
  const t0 = Date.now();
  const F = Date.UTC(2010, 10, 30, 12);
  const ticks = Array.from({ length: 386 }, (_, i) => F + i * 86400000);
  const { campaigns, mails } = expectCounts(readInvoices('/work/shared/data/online-retail/invoices.csv.gz'), ticks);
  console.log(Date.now() - t0, mails.length);
  const s = JSON.parse(readFileSync('/tmp/h9/status.json', 'utf8'));
  const acc = readFileSync('/tmp/h9/acc', 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  const a = acc.map((m: any) => `${new Date(m.date).toISOString()} ${m.to} ${m.subject}`).sort();
  const b = mails.map((m) => `${new Date(m.at).toISOString()} ${m.to} ${m.subject}`).sort();
  const A = new Set(a),
    B = new Set(b);
  console.log(
    a.length,
    b.length,
    'only sink',
    a.filter((x) => !B.has(x)).slice(0, 10),
    'only test',
    b.filter((x) => !A.has(x)).slice(0, 10),
  );
  expect(Object.fromEntries(s.campaigns.map((c: any) => [c.campaign, c]))).toEqual(
    Object.fromEntries(Object.entries(campaigns).map(([k, v]) => [k, { campaign: k, startedAt: F, ...v }])),
  );
});
