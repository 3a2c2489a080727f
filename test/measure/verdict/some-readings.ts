import type { Arm } from '../../../src/model/exposure.js';
import type { AskedMetric, Economics, Question } from '../../../src/model/measurement.js';
import type { Measure } from '../../../src/model/metric.js';
import type { MessageCost, MetricReading, Reading, Sums } from '../../../src/model/reading.js';
import type { Duration } from '../../../src/model/value.js';

/** Readings made of people, as the data say of them: everybody with the day on which they came in and what they did. */

export const DAY = 86_400_000;
export const SINCE = Date.UTC(2026, 0, 5, 9);

export const days = (count: number): Duration => ({ months: 0, days: count, exact: 0, text: `${count}d` });

/** A person: in which arm, on which day after the first they came in, and by metric what they did within their window. */
export interface Someone {
  readonly arm: Arm;
  readonly day: number;
  readonly did: Readonly<Record<string, Did>>;
}

/** What somebody did: a number, or of a ratio what is above and below the line; `x` is the same before. */
export type Did = number | { readonly y: number; readonly below?: number; readonly x?: number };

export interface Around {
  readonly share?: number;
  readonly shares?: readonly number[];
  /** Days since the first came in. */
  readonly asOf?: number;
  readonly window?: number;
  readonly cost?: Partial<MessageCost>;
  readonly values?: boolean;
  readonly more?: Partial<Reading>;
}

/** What the data say of these people. */
export function readPeople(people: readonly Someone[], around: Around = {}): Reading {
  const { share = 0.1, shares = [share], asOf = 90, window = 14, values = true } = around;
  const come = people.filter(({ day }) => day <= asOf);
  const ripe = come.filter(({ day }) => day + window <= asOf);
  const count = (of: readonly Someone[], arm: Arm): number => of.filter((one) => one.arm === arm).length;
  const exposedOn = [...new Set(come.map(({ day }) => day))].sort((a, b) => a - b);
  const names = [...new Set(people.flatMap(({ did }) => Object.keys(did)))];
  const first = exposedOn[0];
  const last = exposedOn.at(-1);
  return {
    campaign: 'win-back',
    salt: 'win-back',
    asOf: SINCE + asOf * DAY,
    since: first === undefined ? null : SINCE + first * DAY,
    until: last === undefined ? null : SINCE + last * DAY,
    shares: come.length === 0 ? [] : shares,
    exposed: come.length === 0 ? [] : [{ share, sent: count(come, 'sent'), held: count(come, 'held') }],
    daily: exposedOn.map((day) => {
      const then = come.filter((one) => one.day === day);
      return { day: dayText(day), sent: count(then, 'sent'), held: count(then, 'held') };
    }),
    excluded: { global: 0, changedSides: 0 },
    inBothArms: 0,
    messages: {
      sent: {
        own: count(ripe, 'sent'),
        others: count(ripe, 'sent') * 2,
        cost: { channels: { email: count(ripe, 'sent') }, incentives: {}, ...around.cost },
      },
      held: { own: 0, others: count(ripe, 'held') * 2, cost: { channels: {}, incentives: {} } },
    },
    metrics: Object.fromEntries(names.map((name) => [name, readMetric(name, ripe, window, values)])),
    business: {},
    stages: [],
    tests: [],
    ...around.more,
  };
}

function readMetric(metric: string, ripe: readonly Someone[], window: number, keepsValues: boolean): MetricReading {
  const known = ripe.filter(({ did }) => did[metric] !== undefined);
  const ends = [...new Set(known.map(({ day }) => day))].sort((a, b) => a - b);
  const amounts = (arm: Arm): number[] =>
    known
      .filter((one) => one.arm === arm)
      .map(({ did }) => amount(did[metric] ?? 0).y)
      .filter((y) => y !== 0)
      .sort((a, b) => a - b);
  return {
    metric,
    days: ends.flatMap((day) =>
      (['sent', 'held'] as const).flatMap((arm) => {
        const those = known
          .filter((one) => one.day === day && one.arm === arm)
          .map(({ did }) => amount(did[metric] ?? 0));
        return those.length === 0 ? [] : [{ day: dayText(day + window), arm, sums: sumsOf(those) }];
      }),
    ),
    values: keepsValues && metric === 'revenue' ? { sent: amounts('sent'), held: amounts('held') } : null,
  };
}

interface Amount {
  readonly y: number;
  readonly below?: number;
  readonly x?: number;
}

function amount(did: Did): Amount {
  return typeof did === 'number' ? { y: did } : did;
}

/** What people add up to. */
export function sumsOf(those: readonly Amount[]): Sums {
  const pair = (of: (one: Amount) => number | undefined): Sums['below'] =>
    those.some((one) => of(one) === undefined)
      ? null
      : {
          sum: total(those, (one) => of(one) ?? 0),
          sumOfSquares: total(those, (one) => (of(one) ?? 0) ** 2),
          product: total(those, (one) => (of(one) ?? 0) * one.y),
        };
  return {
    people: those.length,
    sum: total(those, ({ y }) => y),
    sumOfSquares: total(those, ({ y }) => y * y),
    active: those.filter(({ y }) => y !== 0).length,
    negative: those.filter(({ y }) => y < 0).length,
    below: pair(({ below }) => below),
    before: pair(({ x }) => x),
  };
}

function total(those: readonly Amount[], of: (one: Amount) => number): number {
  return those.reduce((sum, one) => sum + of(one), 0);
}

function dayText(day: number): string {
  return new Date(SINCE + day * DAY).toISOString().slice(0, 10);
}

const event = 'order_placed';
const metric = (name: string, measure: Measure, more: Partial<AskedMetric> = {}): AskedMetric => ({
  metric: name,
  measure,
  better: 'higher',
  compares: 'holdout',
  ...more,
});

export const ASKED = {
  orders: metric('orders', { kind: 'share', event, where: [] }),
  revenue: metric('revenue', { kind: 'sum', event, property: 'total', where: [] }),
  visits: metric('visits', { kind: 'count', event: 'page_viewed', where: [] }),
  basket: metric('basket', {
    kind: 'ratio',
    of: [
      { kind: 'sum', event, property: 'total', where: [] },
      { kind: 'count', event, where: [] },
    ],
  }),
  optouts: metric(
    'optouts',
    { kind: 'share', event: 'unsubscribed', where: [] },
    { better: 'lower', compares: 'variants' },
  ),
  returns: metric('returns', { kind: 'share', event: 'order_returned', where: [] }, { better: 'lower' }),
} as const;

export const ECONOMICS: Economics = {
  currency: 'EUR',
  revenue: 'revenue',
  margin: 0.5,
  costPerMessage: { email: 0.01 },
  costPerIncentive: {},
  costPerUnsubscribe: 0,
};

/** Whether orders are more, to be said 60 days after the first came in. */
export function ask(more: Partial<Question> = {}): Question {
  const verdictAt = SINCE + 60 * DAY;
  return {
    campaign: 'win-back',
    name: 'Win back',
    owner: null,
    goal: 'Bring people back',
    kpi: ASKED.orders,
    window: days(14),
    minimumLift: null,
    secondary: [],
    guardrails: [],
    analysis: 'fixed',
    verdictAt,
    verdictDay: new Date(verdictAt).toISOString().slice(0, 10),
    plannedPeople: null,
    holdout: 0.1,
    economics: null,
    revenue: null,
    tests: [],
    ...more,
  };
}

/** A stream of numbers from 0 to below 1 (mulberry32), the same for the same seed. */
export function chances(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A crowd that comes in evenly over 45 days: so many in each arm, of whom so many order, and each order is worth 20 to 100. */
export function crowd(
  sizes: Readonly<Record<Arm, readonly [people: number, orders: number]>>,
  seed = 1,
): readonly Someone[] {
  const next = chances(seed);
  return (['sent', 'held'] as const).flatMap((arm) => {
    const [people, orders] = sizes[arm];
    return Array.from({ length: people }, (_, i): Someone => {
      // Spread evenly: the orders fall on every so-manieth person.
      const isOrder = Math.floor(((i + 1) * orders) / people) > Math.floor((i * orders) / people);
      const total = isOrder ? 20 + Math.round(next() * 80) : 0;
      return {
        arm,
        day: Math.floor((i * 45) / people),
        did: {
          orders: isOrder ? 1 : 0,
          revenue: total,
          visits: (i * 7) % 3,
          optouts: i % 500 === 7 ? 1 : 0,
          returns: isOrder && i % 9 === 0 ? 1 : 0,
        },
      };
    });
  });
}
