import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { frozenValue } from '../../src/decide/frozen-value.js';
import type { Facts } from '../../src/model/facts.js';
import type { PlanTrait } from '../../src/model/plan.js';
import { type Population, TRAIT_PARTS } from '../../src/model/population.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { folderWith } from './fixture.js';
import { planWith } from './plan.js';
import { gapOfOrders, rfmOfOrders } from './populations-of-orders.js';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const RETAIL = `${DATA}online-retail/invoices.csv.gz`;
const CDNOW = `${DATA}cdnow/CDNOW_sample.txt`;
const DAY = 86_400_000;

interface Order {
  readonly customer: string;
  readonly time: number;
  readonly value: number;
}

/** Paid orders of known customers: no cancellations, no guests. */
function readRetail(): readonly Order[] {
  const lines = gunzipSync(readFileSync(RETAIL)).toString().trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [number = '', customer = '', time = '', amount = ''] = line.split(',');
    if (customer === '' || number.startsWith('C') || Number(amount) <= 0) return [];
    return [{ customer, time: Date.parse(`${time.replace(' ', 'T').replace('Z', '')}Z`), value: Number(amount) }];
  });
}

function readCdnow(): readonly Order[] {
  const lines = readFileSync(CDNOW, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, customer = '', day = '', , dollars = ''] = line.trim().split(/\s+/);
    const time = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T12:00:00Z`);
    return { customer, time, value: Number(dollars) };
  });
}

const again: Population = {
  kind: 'share',
  event: 'order',
  where: [{ property: 'value', test: { op: 'gte', value: 100 } }],
  of: 'order',
  refresh: 'daily',
  within: null,
  shrink: 20,
};

function traits(name: string, population: Population): readonly (readonly [string, PlanTrait])[] {
  const parts =
    population.kind === 'rfm' || population.kind === 'purchase_gap'
      ? Object.keys(TRAIT_PARTS[population.kind])
      : ['value'];
  return parts.map((part) => [
    `${name}.${part}`,
    { trait: { kind: 'frozen', population, part }, type: part === 'stopped' ? 'boolean' : 'number', nullable: true },
  ]);
}

/** Everybody's facts the midnight after the last order. */
async function factsAfter(orders: readonly Order[]): Promise<readonly Facts[]> {
  const end = (Math.floor(orders.reduce((latest, { time }) => Math.max(latest, time), 0) / DAY) + 1) * DAY;
  const asked = Object.fromEntries([
    ...traits('all', gapOfOrders(0, 1)),
    ...traits('gap', gapOfOrders(3, 200)),
    ...traits('rfm', rfmOfOrders),
    ...traits('large', again),
  ]);
  const known = Object.keys(asked).map(
    (name) => ({ kind: 'attribute', name, test: { op: 'exists', value: true } }) as const,
  );
  const plan = planWith({
    timezone: 'UTC',
    events: { order: { value: 'number' } },
    traits: asked,
    segments: { known: { kind: 'all', of: known } },
  });
  const root = folderWith({
    'profiles.ndjson': [...new Set(orders.map(({ customer }) => customer))].map((id) => ({ id, email: 'a@x.test' })),
    'events.ndjson': orders.map(({ customer, time, value }, i) => ({
      id: `o${i}`,
      profile_id: customer,
      name: 'order',
      time: new Date(time).toISOString(),
      properties: { value },
    })),
  });
  const warehouse = await openDuckdb(plan, root, end);
  try {
    return await warehouse.facts(await warehouse.profileIds(), end);
  } finally {
    await warehouse.close();
  }
}

function frozenIn(facts: Facts | undefined, name: string): number | null {
  return facts === undefined ? null : (frozenValue(facts, name, Number.MAX_SAFE_INTEGER) as number | null);
}

function bottomFifth(everybody: readonly Facts[]): number {
  return everybody.filter((facts) => (frozenIn(facts, 'rfm.percentile') ?? 1) <= 0.2).length / everybody.length;
}

interface Return {
  readonly customers: number;
  /** The share of people who order in the second period. */
  readonly all: number;
  readonly bottom: number;
  /** The share that the bottom fifth has in the days with orders of the second period. */
  readonly days: number;
}

/** Who comes back after a cut, of everybody who ordered before it and of the bottom fifth as it stood then. */
async function returnAfter(orders: readonly Order[], cut: number): Promise<Return> {
  const before = await factsAfter(orders.filter(({ time }) => time < cut));
  const days = new Map<string, Set<number>>();
  for (const { customer, time } of orders) {
    if (time >= cut) days.set(customer, (days.get(customer) ?? new Set()).add(Math.floor(time / DAY)));
  }
  const bottom = before.filter((facts) => (frozenIn(facts, 'rfm.percentile') ?? 1) <= 0.2);
  const back = (people: readonly Facts[]): number => people.filter(({ profileId }) => days.has(profileId)).length;
  const count = (people: readonly Facts[]): number =>
    people.reduce((sum, { profileId }) => sum + (days.get(profileId)?.size ?? 0), 0);
  return {
    customers: before.length,
    all: back(before) / before.length,
    bottom: back(bottom) / bottom.length,
    days: count(bottom) / count(before),
  };
}

const left = (path: string): string => (existsSync(path) ? '' : ' (left out: the data is not here)');

describe.skipIf(!existsSync(RETAIL))(`a year of an online retailer${left(RETAIL)}`, () => {
  it('has the gaps, the bottom fifth and the shares that are known of it', { timeout: 120_000 }, async () => {
    const orders = readRetail();
    const everybody = await factsAfter(orders);
    expect(everybody).toHaveLength(4338);
    const [one] = everybody;
    expect(frozenIn(one, 'all.population_mean')).toBeCloseTo(82.0, 1);
    expect(frozenIn(one, 'all.population_p50')).toBe(57);
    expect(frozenIn(one, 'all.population_p80')).toBe(133);
    expect(frozenIn(one, 'all.coverage')).toBe(2790 / 4338);
    expect(bottomFifth(everybody)).toBeCloseTo(0.2, 3);
    // Of a year, only gaps of a third of it can be told without being cut short: the mean and the median are longer than they looked, and p80 cannot be told.
    expect(frozenIn(one, 'gap.population_mean')).toBeCloseTo(92.5, 1);
    expect(frozenIn(one, 'gap.population_p50')).toBe(66);
    expect(frozenIn(one, 'gap.population_p80')).toBeNull();
    const large = orders.filter(({ value }) => value >= 100).length / orders.length;
    for (const facts of everybody.slice(0, 50)) {
      const own = orders.filter(({ customer }) => customer === facts.profileId);
      const part = own.filter(({ value }) => value >= 100).length;
      expect(frozenIn(facts, 'large.value')).toBeCloseTo((part + 20 * large) / (own.length + 20), 12);
    }
  });

  it('sees few of the bottom fifth again in the next 14 weeks', { timeout: 120_000 }, async () => {
    const next = await returnAfter(readRetail(), Date.UTC(2011, 8, 1));
    expect(next.customers).toBe(3317);
    expect(next.all).toBeCloseTo(0.588, 3);
    expect(next.bottom).toBeCloseTo(0.35, 3);
    expect(next.days).toBeCloseTo(0.0724, 4);
  });
});

describe.skipIf(!existsSync(CDNOW))(`a tenth of the customers of CDNOW${left(CDNOW)}`, () => {
  it('has the gaps and the bottom fifth of the whole, as near as a tenth comes', { timeout: 120_000 }, async () => {
    const everybody = await factsAfter(readCdnow());
    expect(everybody).toHaveLength(2357);
    const [one] = everybody;
    // Of all 23,570 customers: mean 111.0, median 57, p80 207; 11,516 came back.
    expect(frozenIn(one, 'all.population_mean')).toBeCloseTo(107.88, 2);
    expect(frozenIn(one, 'all.population_p50')).toBe(55);
    expect(frozenIn(one, 'all.population_p80')).toBe(198);
    expect(frozenIn(one, 'all.coverage')).toBe(1139 / 2357);
    expect(bottomFifth(everybody)).toBeCloseTo(0.2, 3);
  });

  it('sees few of the bottom fifth again in the next 39 weeks', { timeout: 120_000 }, async () => {
    const next = await returnAfter(readCdnow(), Date.UTC(1997, 9, 1));
    expect(next.customers).toBe(2357);
    expect(next.all).toBeCloseTo(0.29, 3);
    expect(next.bottom).toBeCloseTo(0.113, 3);
    expect(next.days).toBeCloseTo(0.056, 3);
  });
});
