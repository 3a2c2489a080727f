import type { Exposure } from '../model/exposure.js';
import { DAY, MINUTE } from '../model/milliseconds.js';
import { seedRandom } from '../model/random.js';
import type { Instant } from '../model/value.js';
import { PRODUCTS } from './products.js';
import { ORDER, type ShopEvent } from './shop-event.js';

/** Which campaign makes people order, and how often: known to the shop alone, which the report does not ask. */
export const EFFECT = { campaign: 'cart-recovery', probability: 0.25, window: 7 * DAY } as const;

/** Streams apart from those of the people's lives, which count from 0, and of the codes. */
const STREAM = 1_000_000_000;

/** What a campaign really did to the people it was sent to. */
export interface TrueEffect {
  readonly campaign: string;
  /** To whom a first message went. */
  readonly people: number;
  /** Those of them who ordered within the window, and would have without the campaign. */
  readonly buyersAnyway: number;
  /** Those who ordered only because of it. */
  readonly buyersMore: number;
}

/**
 * What the people do whom the campaign reached that they would not have done: with a known probability, drawn for each by the seed alone, they place an order in the days after
 * their first message. Whoever was held out does as they would have in any case.
 */
export function answerMessages(
  exposures: Iterable<Exposure>,
  orders: ReadonlyMap<string, readonly Instant[]>,
  seed: number,
): { readonly added: readonly ShopEvent[]; readonly effect: TrueEffect } {
  const first = new Map<string, Exposure>();
  for (const one of exposures) {
    const known = first.get(one.profileId);
    if (one.campaign === EFFECT.campaign && (known === undefined || one.at < known.at)) first.set(one.profileId, one);
  }
  const added: ShopEvent[] = [];
  let [people, buyersAnyway, buyersMore] = [0, 0, 0];
  for (const { profileId, at, arm } of first.values()) {
    if (arm === 'held') continue;
    people += 1;
    const buysAnyway = (orders.get(profileId) ?? []).some((time) => time > at && time <= at + EFFECT.window);
    if (buysAnyway) buyersAnyway += 1;
    const random = seedRandom(seed, STREAM + Number(profileId.replace(/\D/g, '')));
    if (!random.chance(EFFECT.probability)) continue;
    const { name: product, category, price: value } = random.pick(PRODUCTS);
    const time = at + random.whole(30, 5 * 24 * 60) * MINUTE;
    added.push({ profileId, name: ORDER, time, properties: { value, items: 1, product, category }, order: {} });
    if (!buysAnyway) buyersMore += 1;
  }
  return { added, effect: { campaign: EFFECT.campaign, people, buyersAnyway, buyersMore } };
}
