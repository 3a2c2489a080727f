import { expect, it } from 'vitest';
import { lowerKpi } from '../../src/compile/lower-kpi.js';
import { lowerEveryMetric } from '../../src/compile/lower-metrics.js';
import type { Exposure } from '../../src/model/exposure.js';
import type { DataQuality } from '../../src/model/facts.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { openReadings } from '../../src/warehouse/measuring/open-readings.js';
import { at, folderWith } from './fixture.js';
import { campaignWith, planWith } from './plan.js';

const METRICS = lowerEveryMetric({
  revenue: { sum: 'order.value' },
  spent: { cost: ['ad', 'acquisition'] },
  ad_return: { ratio: ['revenue', { cost: ['ad'] }] },
  per_customer: { ratio: [{ cost: ['acquisition'] }, { share: 'order', where: { first: true } }] },
  per_nothing: { ratio: ['revenue', { cost: ['posters'] }] },
});

const campaign = campaignWith({
  id: 'c',
  kpi: lowerKpi({
    metric: 'revenue',
    window: '7d',
    secondary: ['spent', 'ad_return', 'per_customer', 'per_nothing'],
  }),
});

const plan = planWith({
  timezone: 'Europe/Berlin',
  campaigns: [campaign],
  metrics: METRICS,
  events: { order: { value: 'number', first: 'boolean' } },
  data: { ...planWith({}).data, costs: 'costs.csv' },
});

const EXPOSURE: Exposure = {
  messageId: 'm',
  campaign: 'c',
  step: 's',
  profileId: 'a',
  unit: 'a',
  salt: 'c/holdout/v1',
  u: 0.5,
  share: 0.1,
  at: at('2026-03-02T10:00:00Z'),
  arm: 'sent',
  by: null,
  variant: null,
  channel: 'email',
  incentive: null,
  plan: 'sha256:x',
};

const order = (id: string, profile_id: string, time: string, value: number, first: boolean) => ({
  id,
  profile_id,
  name: 'order',
  time,
  properties: { value, first },
});

function folder(costs: string): string {
  return folderWith({
    'profiles.ndjson': ['a', 'b', 'z'].map((id) => ({ id })),
    'events.ndjson': [
      // On the local day of the first exposure, though before it: the business has no arms.
      order('1', 'b', '2026-03-01T23:30:00Z', 40, true),
      order('2', 'a', '2026-03-05T10:00:00Z', 100, true),
      order('3', 'a', '2026-03-06T10:00:00Z', 60, false),
      order('4', 'z', '2026-03-01T22:30:00Z', 1000, true),
    ],
    'costs.csv': costs,
  });
}

async function read(costs: string) {
  const readings = await openReadings(plan, folder(costs), [EXPOSURE], at('2026-03-20T10:00:00Z'));
  const { business } = await readings.read('c');
  readings.close();
  return { business, quality: readings.quality };
}

const told = ({ findings }: DataQuality) =>
  findings
    .filter(({ source }) => source === 'costs')
    .map(({ source, reason, count, samples }) => `${count} ${source}: ${reason} [${samples.join(', ')}]`);

it('divides what everybody did by what was spent on the same days', async () => {
  const { business, quality } = await read(
    `day,kind,amount
2026-03-01,ad,900
2026-03-02,ad,30
2026-03-02,ad,10
2026-03-20,ad,10
2026-03-21,ad,900
2026-03-09,acquisition,24.50
`,
  );
  expect(business).toEqual({ spent: 74.5, ad_return: 200 / 50, per_customer: 24.5 / 2, per_nothing: null });
  expect(quality.costs).toEqual({ rows: 6, setAside: 0 });
});

it('sets rows aside that say no day, kind or amount, and says where they are', async () => {
  const { business, quality } = await read(
    `day,kind,amount
2026-03-02,ad,50
02.03.2026,ad,50
,ad,50
2026-03-03,,50
2026-03-03,ad,
2026-03-03,ad,much
`,
  );
  expect(business.ad_return).toBe(4);
  expect(quality.costs).toEqual({ rows: 6, setAside: 5 });
  expect(told(quality)).toEqual([
    '1 costs: amount is no number [costs.csv:7 "2026-03-03"]',
    '1 costs: day is no date [costs.csv:3 "02.03.2026"]',
    '1 costs: no amount [costs.csv:6 "2026-03-03"]',
    '1 costs: no day [costs.csv:4]',
    '1 costs: no kind [costs.csv:5 "2026-03-03"]',
  ]);
});

it('says which column a table of costs lacks, and asks a run for no costs at all', async () => {
  await expect(read('day,kind\n2026-03-02,ad\n')).rejects.toMatchObject({
    code: 'LC914',
    message: 'costs.csv has no column "amount"',
  });
  const warehouse = await openDuckdb(plan, folder('nothing'), at('2026-03-20T10:00:00Z'));
  expect(warehouse.quality.costs).toBeUndefined();
  await warehouse.close();
});
