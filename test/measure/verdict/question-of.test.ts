import { expect, it } from 'vitest';
import { questionOf } from '../../../src/measure/verdict/question-of.js';
import type { Kpi } from '../../../src/model/kpi.js';
import type { Traffic } from '../../../src/model/lock-file.js';
import type { Measure } from '../../../src/model/metric.js';
import { campaignWith, lasting, planWith } from '../../warehouse/plan.js';

const ORDERS: Measure = { kind: 'share', event: 'ordered', where: [] };
const STAYS: Measure = {
  kind: 'retention',
  event: 'ordered',
  where: [],
  after: lasting('10d'),
  within: lasting('40d'),
};
const KPI: Kpi = {
  metric: 'orders',
  window: lasting('20d'),
  minimumLift: 0.05,
  guardrails: [{ metric: 'optouts', limit: { kind: 'max', value: 0.01 } }],
  secondary: ['revenue'],
  analysis: 'fixed',
  verdictAfter: lasting('60d'),
};
const PLAN = planWith({
  metrics: {
    orders: { measure: ORDERS, better: 'higher' },
    stays: { measure: STAYS, better: 'higher' },
    revenue: { measure: { kind: 'sum', event: 'ordered', property: 'total', where: [] }, better: 'higher' },
    optouts: { measure: { kind: 'share', event: 'unsubscribed', where: [] }, better: 'lower' },
  },
  incentives: { ten: { codes: null, cost: 5 } },
  economics: {
    currency: 'EUR',
    revenue: 'revenue',
    margin: 0.5,
    costPerMessage: { email: 0.01 },
    costPerUnsubscribe: 2,
  },
});
const TRAFFIC: Traffic = {
  from: '2026-01-01',
  to: '2026-01-30',
  people: 3000,
  metric: 'orders',
  window: '20d',
  rate: 0.05,
  mean: 0.05,
  spread: 0,
};

it('asks what the plan says, and counts the day of the verdict from the first exposure, on the clock of the project', () => {
  // 1 March, 23:30 in Berlin; 60 days later the clocks have gone forward.
  const since = Date.UTC(2026, 2, 1, 22, 30);
  const question = questionOf(PLAN, campaignWith({ kpi: KPI, holdout: 0.1 }), since);
  expect(question).toMatchObject({
    kpi: { metric: 'orders', compares: 'holdout' },
    guardrails: [{ metric: 'optouts', compares: 'variants', limit: { kind: 'max', value: 0.01 } }],
    secondary: [{ metric: 'revenue' }],
    revenue: { metric: 'revenue' },
    economics: { costPerIncentive: { ten: 5 }, costPerMessage: { email: 0.01 } },
    verdictAt: Date.UTC(2026, 3, 30, 21, 30),
    verdictDay: '2026-04-30',
    plannedPeople: null,
  });
  expect(questionOf(PLAN, campaignWith({ kpi: KPI }), null)).toMatchObject({ verdictAt: null, verdictDay: null });
});

it('counts on the people of the lock, as far as they were counted for this metric and window', () => {
  const planned = (kpi: Partial<Kpi>, traffic: Partial<Traffic> = {}): number | null => {
    const campaign = campaignWith({ kpi: { ...KPI, ...kpi } });
    return questionOf(PLAN, campaign, null, { [campaign.id]: { ...TRAFFIC, ...traffic } }).plannedPeople;
  };
  // 100 a day, of whom those of the first 40 days have their window over on the 60th.
  expect(planned({})).toBe(4000);
  expect(planned({ metric: 'stays' }, { metric: 'stays' })).toBe(2000);
  expect(planned({ metric: 'stays' })).toBeNull();
  expect(planned({ window: lasting('7d') })).toBeNull();
  expect(planned({}, { people: 0 })).toBeNull();
});
