import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Buyers } from '../../../src/measure/models/buying-history.js';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const CDNOW = `${DATA}cdnow/CDNOW_sample.txt`;
const RETAIL = `${DATA}online-retail/invoices.csv.gz`;

/** What one person ordered on one day, by the number of the day. */
export interface OrderDay {
  readonly customer: string;
  readonly day: number;
  readonly amount: number;
}

/** Whether the two data sets are beside the checkout. */
export const hasCdnow = existsSync(CDNOW);
export const hasRetail = existsSync(RETAIL);

/** Fader and Hardie's tenth of the customers of CDNOW. */
export function readCdnow(): readonly OrderDay[] {
  return byDay(
    readFileSync(CDNOW, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [, customer = '', day = '', , dollars = ''] = line.trim().split(/\s+/);
        return {
          customer,
          day: dayNumber(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`),
          amount: Number(dollars),
        };
      }),
  );
}

/** Paid orders of the known customers of an online retailer: no cancellations, no guests. */
export function readRetail(): readonly OrderDay[] {
  const lines = gunzipSync(readFileSync(RETAIL)).toString().trim().split('\n').slice(1);
  return byDay(
    lines.flatMap((line) => {
      const [number = '', customer = '', time = '', amount = ''] = line.split(',');
      if (customer === '' || number.startsWith('C') || Number(amount) <= 0) return [];
      return [{ customer, day: dayNumber(time.slice(0, 10)), amount: Number(amount) }];
    }),
  );
}

/** The number of a day that is written as 1997-09-30. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

/** One customer up to a day, and after it. */
export interface Customer extends Buyers {
  /** What the days after the first brought on average. */
  readonly mean: number;
  readonly later: number;
}

/** Everybody with an order up to the day `until`, that included, and on how many days they ordered after it. */
export function customersUntil(orders: readonly OrderDay[], until: number): readonly Customer[] {
  const people = new Map<string, OrderDay[]>();
  for (const order of orders) people.set(order.customer, [...(people.get(order.customer) ?? []), order]);
  return [...people.values()].flatMap((days) => {
    const before = days.filter(({ day }) => day <= until);
    const first = before[0];
    if (first === undefined) return [];
    const again = before.slice(1);
    return {
      repeats: again.length,
      last: (before.at(-1)!.day - first.day) / 7,
      age: (until - first.day) / 7,
      people: 1,
      mean: again.length === 0 ? 0 : again.reduce((sum, { amount }) => sum + amount, 0) / again.length,
      later: days.length - before.length,
    };
  });
}

/** People with the same history together. */
export function together(customers: readonly Buyers[]): readonly Buyers[] {
  const groups = new Map<string, Buyers>();
  for (const { repeats, last, age, people } of customers) {
    const key = JSON.stringify([repeats, last, age]);
    groups.set(key, { repeats, last, age, people: people + (groups.get(key)?.people ?? 0) });
  }
  return [...groups.values()];
}

function byDay(orders: readonly OrderDay[]): readonly OrderDay[] {
  const days = new Map<string, OrderDay>();
  for (const order of orders) {
    const key = `${order.customer} ${order.day}`;
    days.set(key, { ...order, amount: order.amount + (days.get(key)?.amount ?? 0) });
  }
  return [...days.values()].sort((one, other) => one.day - other.day);
}
