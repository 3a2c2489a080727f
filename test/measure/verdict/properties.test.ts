import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeCampaign } from '../../../src/measure/verdict/judge-campaign.js';
import type { Interval, Question } from '../../../src/model/measurement.js';
import type { MetricReading, Reading } from '../../../src/model/reading.js';
import { ASKED, ask, chances, crowd, ECONOMICS, readPeople, type Someone, sumsOf } from './some-readings.js';

const RUNS = Number(process.env.LIFECYCLE_RUNS ?? 60);
const MONEY = { economics: ECONOMICS, revenue: ASKED.revenue } as const;

/** Crowds of any shape, few and many, with orders and without. */
const crowds = fc
  .record({
    sent: fc.integer({ min: 0, max: 900 }),
    held: fc.integer({ min: 0, max: 300 }),
    buys: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    seed: fc.integer(),
  })
  .map(({ sent, held, buys: [s, h], seed }) =>
    crowd({ sent: [sent, Math.round(sent * s)], held: [held, Math.round(held * h)] }, seed),
  );

/** The share that makes any crowd's arms sound. */
const shareOf = (people: readonly Someone[]): number =>
  people.length === 0 ? 0.5 : people.filter(({ arm }) => arm === 'held').length / people.length;

const questions: fc.Arbitrary<Partial<Question>> = fc.record({
  kpi: fc.constantFrom(ASKED.orders, ASKED.revenue, ASKED.returns),
  analysis: fc.constantFrom('fixed', 'sequential'),
  minimumLift: fc.constantFrom(null, 0.05),
  secondary: fc.constantFrom([], [ASKED.revenue, ASKED.visits]),
});

it('never says what its interval does not, never NaN, and a lift only where one may be read', () => {
  fc.assert(
    fc.property(
      crowds,
      questions,
      fc.boolean(),
      fc.integer({ min: 0, max: 120 }),
      (people, question, hasMoney, asOf) => {
        const asked = ask({ ...question, ...(hasMoney ? MONEY : {}) });
        const { verdict, primary, money } = judgeCampaign(asked, readPeople(people, { asOf, share: shareOf(people) }));
        const net = money === null || money.basis === 'own' ? null : money.netPerPerson;
        const sign = asked.kpi.better === 'higher' ? 1 : -1;
        const own: Interval | null = primary.absolute && {
          value: sign * primary.absolute.value,
          low: sign === 1 ? primary.absolute.low : -(primary.absolute.high ?? 0),
          high: sign === 1 ? primary.absolute.high : -(primary.absolute.low ?? 0),
        };
        const gain = net ?? own;
        if (verdict.kind === 'worth_running') expect(gain?.low).toBeGreaterThan(0);
        if (verdict.kind === 'not_worth_running') expect(gain?.high).toBeLessThan(0);
        if (verdict.kind === 'not_answerable' || verdict.kind === 'invalid')
          expect([own, primary.monitoring, money]).toEqual([null, null, null]);
        if (asked.analysis === 'fixed' && asOf < 60) expect(verdict.kind).not.toMatch(/worth/);
        for (const interval of [primary.absolute, primary.relative, net, money?.incremental ?? null]) {
          if (interval === null) continue;
          expect(interval.low ?? -Infinity).toBeLessThanOrEqual(interval.value);
          expect(interval.high ?? Infinity).toBeGreaterThanOrEqual(interval.value);
        }
        const numbers = JSON.stringify([verdict, primary, money], (_, value: unknown) => {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
          return value;
        });
        expect(numbers).not.toContain('NaN');
      },
    ),
    { numRuns: RUNS },
  );
});

it('money in another unit is the same verdict, with every amount in that unit', () => {
  fc.assert(
    fc.property(crowds, fc.constantFrom(0.01, 7, 100), (people, factor) => {
      const around = { share: shareOf(people) };
      const economics = { ...ECONOMICS, costPerMessage: { email: 0.01 * factor } };
      const dear = people.map((one) => ({ ...one, did: { ...one.did, revenue: Number(one.did.revenue) * factor } }));
      const one = judgeCampaign(ask(MONEY), readPeople(people, around));
      const other = judgeCampaign(ask({ economics, revenue: ASKED.revenue }), readPeople(dear, around));
      expect(other.verdict.kind).toBe(one.verdict.kind);
      for (const bound of ['value', 'low', 'high'] as const) {
        const [mine, theirs] = [one.money?.net?.[bound] ?? 0, other.money?.net?.[bound] ?? 0];
        expect(Math.abs(theirs - mine * factor)).toBeLessThanOrEqual(1e-7 * Math.abs(theirs) + 1e-9);
      }
    }),
    { numRuns: RUNS },
  );
});

/** A reading with its arms the other way round. */
function swapped(reading: Reading): Reading {
  const other = { sent: 'held', held: 'sent' } as const;
  const turn = <T>({ sent, held, ...rest }: { readonly sent: T; readonly held: T }) => ({
    ...rest,
    sent: held,
    held: sent,
  });
  const metric = ({ metric, days, values }: MetricReading): MetricReading => ({
    metric,
    days: days.map(({ day, arm, sums }) => ({ day, arm: other[arm], sums })),
    values: values && turn(values),
  });
  return {
    ...reading,
    shares: reading.shares.map((share) => 1 - share),
    exposed: reading.exposed.map((each) => ({ ...each, share: 1 - each.share, sent: each.held, held: each.sent })),
    daily: reading.daily.map((each) => ({ ...each, sent: each.held, held: each.sent })),
    metrics: Object.fromEntries(Object.entries(reading.metrics).map(([name, each]) => [name, metric(each)])),
  };
}

it('arms the other way round turn the difference round, and the log of the lift', () => {
  fc.assert(
    fc.property(crowds, fc.constantFrom(ASKED.orders, ASKED.revenue, ASKED.visits), (people, kpi) => {
      const reading = readPeople(people, { share: shareOf(people), values: false });
      const one = judgeCampaign(ask({ kpi }), reading).primary;
      const two = judgeCampaign(ask({ kpi }), swapped(reading)).primary;
      expect(two.p ?? -1).toBeCloseTo(one.p ?? -1, 9);
      if (one.relative === null || two.relative === null) return;
      expect(Math.log1p(two.relative.value)).toBeCloseTo(-Math.log1p(one.relative.value), 9);
      if (kpi !== ASKED.orders) return;
      expect(two.absolute?.low).toBeCloseTo(-(one.absolute?.high ?? Number.NaN), 9);
    }),
    { numRuns: RUNS },
  );
});

it('of campaigns that change nothing, hardly any is said to be worth running', () => {
  const next = chances(20260105);
  const worlds = Number(process.env.LIFECYCLE_WORLDS ?? 300);
  let worth = { orders: 0, revenue: 0 };
  for (let world = 0; world < worlds; world++) {
    // Sums alone, of 10,000 people of whom 3% order for amounts with a long tail.
    const dealt = { sent: [] as number[], held: [] as number[] };
    for (let i = 0; i < 10_000; i++) {
      const arm = next() < 0.1 ? 'held' : 'sent';
      dealt[arm].push(
        next() < 0.03 ? Math.exp(3 + 1.2 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())) : 0,
      );
    }
    for (const kpi of ['orders', 'revenue'] as const) {
      const of = (arm: 'sent' | 'held') => sumsOf(dealt[arm].map((y) => ({ y: kpi === 'orders' ? Math.sign(y) : y })));
      const days = (['sent', 'held'] as const).map((arm) => ({ day: '2026-02-01', arm, sums: of(arm) }));
      const metrics = { [kpi]: { metric: kpi, days, values: null } };
      const exposed = [{ share: 0.1, sent: dealt.sent.length, held: dealt.held.length }];
      const reading = { ...readPeople(crowd({ sent: [9, 1], held: [1, 1] })), exposed, daily: [], metrics };
      if (judgeCampaign(ask({ kpi: ASKED[kpi] }), reading).verdict.kind === 'worth_running')
        worth = { ...worth, [kpi]: worth[kpi] + 1 };
    }
  }
  // 3% at most, and what four standard errors of so many worlds add.
  const most = worlds * 0.03 + 4 * Math.sqrt(worlds * 0.03 * 0.97);
  expect(worth.orders).toBeLessThanOrEqual(most);
  expect(worth.revenue).toBeLessThanOrEqual(most);
  // Of so many some are: else nothing was tried.
  if (worlds >= 300) expect(worth.orders + worth.revenue).toBeGreaterThan(0);
});
