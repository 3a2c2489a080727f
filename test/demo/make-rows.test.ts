import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EventRow } from '../../src/demo/flaws.js';
import { makeCodes } from '../../src/demo/make-codes.js';
import { makeRows } from '../../src/demo/make-rows.js';
import { SHOP_DAYS, SHOP_END, SHOP_START } from '../../src/demo/shop-calendar.js';

const PEOPLE = 500;
const DAY = 86_400_000;
const shop = (seed: number, people = PEOPLE) => {
  const { profiles, events } = makeRows(people, seed);
  return { profiles, events: [...events] };
};
const digest = (rows: readonly unknown[]): string =>
  createHash('sha256')
    .update(
      rows
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n'),
    )
    .digest('hex');
const { profiles, events } = shop(7);
const named = (name: string): readonly EventRow[] => events.filter((event) => event.name === name);
const properties = ({ properties: text }: EventRow): Record<string, unknown> =>
  JSON.parse(text) as Record<string, unknown>;

describe('the shop', () => {
  it('is the same for the same seed, and another for another', () => {
    const again = shop(7);
    expect([digest(again.profiles), digest(again.events)]).toEqual([digest(profiles), digest(events)]);
    expect(digest(shop(8).events)).not.toBe(digest(events));
  });

  it('has the same first people when it is larger', () => {
    const larger = shop(7, PEOPLE + 100);
    expect(larger.profiles.slice(0, PEOPLE)).toEqual(profiles.slice(0, PEOPLE));
  });

  it('has about twenty events a person, in the order of time, over the half year', () => {
    expect(events.length).toBeGreaterThan(15 * PEOPLE);
    expect(events.length).toBeLessThan(26 * PEOPLE);
    const times = events.map(({ time }) => time).filter((time) => time < SHOP_END);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(SHOP_START - DAY);
    expect(new Set(times.map((time) => Math.floor((time - SHOP_START) / DAY))).size).toBeGreaterThanOrEqual(SHOP_DAYS);
  });

  it('has baskets of which some sixty in a hundred are paid for', () => {
    const baskets = new Set(named('cart_updated').map((event) => properties(event).cart_id)).size;
    expect(named('order_placed').length / baskets).toBeGreaterThan(0.5);
    expect(named('order_placed').length / baskets).toBeLessThan(0.7);
  });

  it('numbers its orders as they are placed, and speaks of no others', () => {
    const numbers = named('order_placed').map((event) => String(properties(event).order_number));
    const distinct = [...new Set(numbers)];
    expect(distinct).toEqual([...distinct].sort());
    expect(distinct.length).toBeGreaterThanOrEqual(new Set(named('order_placed').map(({ time }) => time)).size - 5);
    const ids = new Set(named('order_placed').map((event) => properties(event).order_id));
    const later = [...named('order_returned'), ...named('review_posted')];
    expect(later.length).toBeGreaterThan(5);
    expect(later.filter((event) => !ids.has(properties(event).order_id))).toEqual([]);
  });

  it('has few customers who do much, and many who do little', () => {
    const counts = new Map<string | null, number>();
    for (const { profile_id } of events) counts.set(profile_id, (counts.get(profile_id) ?? 0) + 1);
    const ranked = [...counts.values()].sort((a, b) => b - a);
    const top = ranked.slice(0, PEOPLE / 10).reduce((sum, n) => sum + n, 0);
    expect(top / events.length).toBeGreaterThan(0.31);
  });

  it('writes to addresses that reach nobody', () => {
    const addresses = profiles.flatMap(({ email }) => (email === null ? [] : [email.trim()]));
    expect(addresses.filter((address) => !/\.(example|test)$/.test(address))).toEqual([]);
  });
});

describe('the gaps and flaws of the shop', () => {
  const some = (share: (row: (typeof profiles)[number]) => boolean): number => profiles.filter(share).length;

  it.each([
    ['no first name', some((p) => p.first_name === null), 0.05, 0.2],
    ['no birthday', some((p) => p.birthday === null), 0.5, 0.7],
    ['no consent to offers', some((p) => p.consent_offers === false), 0.18, 0.35],
    ['no time zone', some((p) => p.tz === null), 0.005, 0.05],
  ])('%s', (_, count, least, most) => {
    expect(count / PEOPLE).toBeGreaterThan(least);
    expect(count / PEOPLE).toBeLessThan(most);
  });

  it.each([
    ['two addresses in one', some((p) => p.email?.includes(', ') === true)],
    ['blanks after an address', some((p) => p.email?.endsWith(' ') === true)],
    ['an address without @', some((p) => p.email?.includes('@') === false)],
    ['no address', some((p) => p.email === null)],
    ['an unknown zone', some((p) => p.tz === 'Europe/Belrin')],
    ['a line break in a name', some((p) => p.first_name?.includes('\r\n') === true)],
    ['an id twice', profiles.length - new Set(profiles.map((p) => p.customer_id)).size],
    ['an event without a name', events.filter(({ name }) => name === null).length],
    ['an event from the future', events.filter(({ time }) => time > SHOP_END + DAY).length],
    ['an event twice', events.length - new Set(events.map(({ id }) => id)).size],
    ['an event of a stranger', events.filter(({ profile_id }) => profile_id?.startsWith('guest-')).length],
  ])('%s, but rarely', (_, count) => {
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(PEOPLE / 50);
  });
});

describe('the codes', () => {
  it('are each there once, the same for the same seed, and a longer list begins like a shorter one', () => {
    const codes = makeCodes(20_000, 7);
    expect(new Set(codes.map((code) => code.toLowerCase())).size).toBe(20_000);
    expect(codes.slice(0, 50)).toEqual(makeCodes(50, 7));
    expect(makeCodes(50, 8)).not.toEqual(makeCodes(50, 7));
  });
});
