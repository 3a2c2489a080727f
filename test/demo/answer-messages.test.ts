import { describe, expect, it } from 'vitest';
import { answerMessages, EFFECT } from '../../src/demo/answer-messages.js';
import type { EventRow } from '../../src/demo/flaws.js';
import { makeRows } from '../../src/demo/make-rows.js';
import { REPORT_DAY, SHOP_END } from '../../src/demo/shop-calendar.js';
import type { Arm, Exposure } from '../../src/model/exposure.js';
import { DAY, HOUR } from '../../src/model/milliseconds.js';

const at = SHOP_END - 5 * DAY;
const idOf = (n: number): string => `c-${String(n).padStart(6, '0')}`;
const exposed = (n: number, arm: Arm, change: Partial<Exposure> = {}): Exposure => ({
  ...{ messageId: `m${n}`, campaign: EFFECT.campaign, step: 'help', profileId: idOf(n), at, arm, by: null },
  ...{ variant: null, channel: 'email', incentive: null, plan: 'p', unit: idOf(n), salt: 's', u: 0.5, share: 0.1 },
  ...change,
});
const everybody = Array.from({ length: 2000 }, (_, n) => exposed(n, n % 10 === 0 ? 'held' : 'sent'));

describe('people who are sent a message', () => {
  it('order with the probability that the shop knows, within the window, and those held out do not', () => {
    const { added, effect } = answerMessages(everybody, new Map(), 7);
    const who = new Set(added.map(({ profileId }) => profileId));
    expect(everybody.filter(({ arm, profileId }) => arm === 'held' && who.has(profileId))).toEqual([]);
    expect(effect).toEqual({ campaign: EFFECT.campaign, people: 1800, buyersAnyway: 0, buyersMore: who.size });
    // Five standard deviations.
    const deviation = Math.sqrt(1800 * EFFECT.probability * (1 - EFFECT.probability));
    expect(Math.abs(who.size - 1800 * EFFECT.probability)).toBeLessThan(5 * deviation);
    for (const { name, time } of added) {
      expect(name).toBe('order_placed');
      expect(time > at && time < at + EFFECT.window).toBe(true);
    }
    expect(added.every(({ time }) => time < REPORT_DAY)).toBe(true);
  });

  it('do the same for the same seed, whoever else there is and in whatever order, and once however often they are written to', () => {
    const { added } = answerMessages(everybody, new Map(), 7);
    const again = [
      ...everybody.map((one) => ({ ...one, at: at + HOUR, messageId: 'later' })),
      ...everybody.toReversed(),
    ];
    const sorted = (events: typeof added): readonly string[] => events.map((one) => JSON.stringify(one)).sort();
    expect(sorted(answerMessages(again, new Map(), 7).added)).toEqual(sorted(added));
    const some = everybody.slice(0, 500);
    const of = new Set(some.map(({ profileId }) => profileId));
    expect(sorted(answerMessages(some, new Map(), 7).added)).toEqual(
      sorted(added.filter(({ profileId }) => of.has(profileId))),
    );
  });

  it('are told apart from those who would have ordered in any case, and from those of other campaigns', () => {
    const { added } = answerMessages(everybody, new Map(), 7);
    const [first, second, third] = added.map(({ profileId }) => profileId) as [string, string, string];
    const orders = new Map([
      [first, [at + DAY]],
      [second, [at - DAY]],
      [third, [at + EFFECT.window + 1]],
    ]);
    const { effect } = answerMessages(everybody, orders, 7);
    expect([effect.buyersAnyway, effect.buyersMore]).toEqual([1, added.length - 1]);
    const others = everybody.map((one) => ({ ...one, campaign: 'welcome-series' }));
    expect(answerMessages(others, new Map(), 7)).toEqual({
      added: [],
      effect: { campaign: EFFECT.campaign, people: 0, buyersAnyway: 0, buyersMore: 0 },
    });
  });
});

describe('the days after the data ends', () => {
  it('go on from it, whatever is added, with ids and order numbers of their own', () => {
    const rows = makeRows(300, 7);
    const events = [...rows.events];
    const order = { name: 'order_placed', time: SHOP_END + HOUR, properties: { value: 9 }, order: {} };
    const after = [...rows.afterwards([{ ...order, profileId: 'c-000001' }])];
    expect(after.length).toBeGreaterThan(300 / 4);
    expect(after.every(({ time }) => time >= SHOP_END && time < REPORT_DAY)).toBe(true);
    const ids = [...events, ...after].map(({ id }) => id);
    expect(after.filter(({ id }) => ids.indexOf(id) !== ids.lastIndexOf(id))).toEqual([]);
    const numbersOf = (all: readonly EventRow[]): readonly string[] =>
      all.flatMap(({ name, properties }) =>
        name === 'order_placed' ? [(JSON.parse(properties) as { order_id: string }).order_id] : [],
      );
    const before = new Set(numbersOf(events));
    expect(numbersOf(after).filter((id) => before.has(id))).toEqual([]);
    const times = (rows.orders.get('c-000001') ?? []).length;
    expect(numbersOf([...events, ...after].filter(({ profile_id: id }) => id === 'c-000001')).length).toBe(times + 1);
  });
});
