import { expect, it } from 'vitest';
import { judgeCampaign } from '../../../src/measure/verdict/judge-campaign.js';
import { judgePortfolio } from '../../../src/measure/verdict/judge-portfolio.js';
import { ask, crowd, readPeople } from './some-readings.js';

const report = (campaign: string, orders: number, asOf = 90) =>
  judgeCampaign(ask({ campaign }), readPeople(crowd({ sent: [9000, orders], held: [1000, 50] }), { asOf }));

it('corrects the p of campaigns whose verdict may fall for one another', () => {
  // Two-sided p of 0.043, 0.0072 and 0.82 by the pooled z test.
  const reports = [report('a', 585), report('b', 630), report('c', 460), report('early', 900, 40)];
  const p = reports.slice(0, 3).map(({ primary }) => primary.p ?? Number.NaN);
  const together = judgePortfolio(reports);
  expect(together.map((one) => one.p)).toEqual([...p, null]);
  expect(together[1]?.adjustedP).toBeCloseTo(3 * p[1]!, 12);
  expect(together[0]?.adjustedP).toBeCloseTo(1.5 * p[0]!, 12);
  expect(together[2]?.adjustedP).toBeCloseTo(p[2]!, 12);
  expect(together.map(({ stands }) => stands)).toEqual([true, true, false, false]);
});

it('draws lifts towards the others, the largest most, and never past them', () => {
  const reports = [report('a', 500), report('b', 700), report('c', 450), report('early', 900, 40)];
  const lifts = reports.map(({ primary }) => primary.relative?.value ?? Number.NaN);
  const drawn = judgePortfolio(reports).map(({ shrunkenLift }) => shrunkenLift);
  expect(drawn[3]).toBeNull();
  expect(drawn[1]?.value).toBeLessThan(lifts[1]!);
  expect(drawn[2]?.value).toBeGreaterThan(lifts[2]!);
  expect(drawn[1]?.value).toBeGreaterThanOrEqual(drawn[0]?.value ?? Number.NaN);
  expect(judgePortfolio(reports.slice(0, 2)).map(({ shrunkenLift }) => shrunkenLift)).toEqual([null, null]);
});
