import { expect, test } from 'vitest';
import { redealArms } from '../../src/measure/redeal-arms.js';
import type { Arm } from '../../src/model/exposure.js';
import type { Measure } from '../../src/model/metric.js';
import { seedRandom } from '../../src/model/random.js';
import type { MetricReading } from '../../src/model/reading.js';
import type { Redealt } from '../../src/model/redealt.js';
import { mostFalse } from '../../src/model/redealt.js';
import { printRedealt } from '../../src/report/measuring/print-redealt.js';

const SUM: Measure = { kind: 'sum', event: 'bought', property: 'total', where: [] };
const SHARE: Measure = { kind: 'share', event: 'bought', where: [] };

/** Ten days of people, a tenth held out; `rate` of them buy, for amounts with a long tail unless the measure is a share. */
function measured(measure: Measure, people: number, rate: number, lift = 1): MetricReading {
  const random = seedRandom(people, 7);
  const values: Record<Arm, number[]> = { sent: [], held: [] };
  const days = Array.from({ length: 10 }, (_, i) =>
    (['sent', 'held'] as const).map((arm) => {
      const n = Math.round((people / 10) * (arm === 'held' ? 0.1 : 0.9));
      const sums = { people: n, sum: 0, sumOfSquares: 0, active: 0, negative: 0, below: null, before: null };
      for (let person = 0; person < n; person++) {
        if (!random.chance(rate * (arm === 'sent' ? lift : 1))) continue;
        const y = measure.kind === 'share' ? 1 : Math.round(5000 * random.factor(1.3)) / 100;
        values[arm].push(y);
        sums.sum += y;
        sums.sumOfSquares += y * y;
        sums.active++;
      }
      return { day: `2026-03-${String(i + 1).padStart(2, '0')}`, arm, sums };
    }),
  ).flat();
  const sorted = { sent: values.sent.sort((a, b) => a - b), held: values.held.sort((a, b) => a - b) };
  return { metric: 'buys', days, values: measure.kind === 'share' ? null : sorted };
}

const exposed = (people: number) => [{ share: 0.1, sent: people * 0.9, held: people * 0.1 }];
const redeal = (measure: Measure, people: number, rate: number, lift = 1, deals?: number) =>
  redealArms(measure, measured(measure, people, rate, lift), exposed(people), deals) as Redealt;

test('what verdicts rest on keeps its word on spend with a long tail, and Welch does not', () => {
  // That the campaign works is no matter: between arms dealt by chance nothing differs.
  const { intervals, deals, looks, tooFew } = redeal(SUM, 10_000, 0.04, 2);
  expect([deals, looks, tooFew]).toEqual([2000, 10, 0]);
  expect(intervals.map(({ method, looked, decides }) => [method.slice(0, 21), looked, decides])).toEqual([
    ['two-part log lift, sp', 'once', true],
    ['always-valid', 'daily', true],
    ['Welch', 'once', false],
    ['delta, relative', 'once', false],
    ['Welch', 'daily', false],
  ]);
  for (const { more, less, decides } of intervals)
    if (decides) expect(Math.max(more, less)).toBeLessThan(mostFalse(2000));
  expect(intervals[2]!.more).toBeGreaterThan(0.06);
  expect(intervals[4]!.more).toBeGreaterThan(intervals[2]!.more);
  // A deal counts once, on however many days it is found.
  expect(intervals[4]!.more).toBeLessThan(0.3);
});

test('shares need no values; few buyers find nothing, and it is said', () => {
  const shares = redeal(SHARE, 8000, 0.05, 1, 300);
  expect(shares.intervals[0]!.method).toContain('Newcombe');
  expect(shares.intervals.filter(({ decides }) => decides).every(({ more, less }) => more + less < 0.1)).toBe(true);
  const few = redeal(SUM, 1000, 0.02);
  expect(few.tooFew).toBe(2000);
  expect(printRedealt([{ campaign: 'win-back', metrics: [few] }])).toContain('gives counts only');
});

test('the same people give the same answer', () => {
  expect(redeal(SUM, 3000, 0.1, 1, 50)).toEqual(redeal(SUM, 3000, 0.1, 1, 50));
});

test('says what cannot be dealt', () => {
  const reading = measured(SUM, 1000, 0.1);
  const reason = (measure: Measure, of: MetricReading, people = exposed(1000)) =>
    (redealArms(measure, of, people) as { reason: string }).reason;
  expect(reason(SUM, { ...reading, values: null })).toContain('only sums');
  expect(reason(SUM, { ...reading, days: [] })).toContain('anything to count');
  expect(reason(SUM, reading, [])).toContain('nobody is held out');
});

test('in words', async () => {
  const one: Redealt = {
    metric: 'revenue',
    people: 12_430,
    active: 1203,
    share: 0.1,
    deals: 2000,
    looks: 30,
    tooFew: 0,
    intervals: [
      { method: 'two-part log lift', looked: 'once', decides: true, more: 0.0145, less: 0.027 },
      { method: 'always-valid', looked: 'daily', decides: true, more: 0.0005, less: 0.003 },
      { method: 'Welch', looked: 'once', decides: false, more: 0.115, less: 0.001 },
    ],
  };
  const wrong = { ...one, tooFew: 30, intervals: one.intervals.map((each) => ({ ...each, more: 0.1 })).slice(0, 1) };
  await expect(
    printRedealt([
      { campaign: 'win-back', metrics: [one, wrong] },
      { campaign: 'hello', metrics: [{ metric: 'aov', reason: 'nobody is held out' }] },
    ]),
  ).toMatchFileSnapshot('redealt.golden.txt');
});
