import { DAY, MINUTE } from '../model/milliseconds.js';
import type { Random } from '../model/random.js';
import type { Instant } from '../model/value.js';
import { GEAR, PRODUCTS, type Product, REFILLS } from './products.js';
import { DAYS_AFTERWARDS, REPORT_DAY, SHOP_DAYS, SHOP_END, shopInstant } from './shop-calendar.js';
import { ORDER, type ShopEvent } from './shop-event.js';
import type { Shopper } from './shopper.js';

/** How many visits begin in each hour of the local day. */
const HOURS = [4, 2, 1, 1, 1, 2, 6, 12, 16, 17, 18, 19, 24, 20, 16, 16, 17, 19, 24, 32, 38, 36, 24, 11].map(
  (weight, hour) => ({
    weight,
    hour,
  }),
);

/** What people had in their pockets: from a fair, from a friend, from us. */
const COUPONS = ['FAIR10', 'FRIEND10', 'AGAIN10'] as const;

/** One object for each product: half a million views of sixteen things. */
const VIEWS = new Map(
  PRODUCTS.map((product) => {
    const { sku, name, category, price } = product;
    return [product, { sku, product: name, category, price }] as const;
  }),
);

/** What somebody does in the shop until its data ends, and in the days after it, which nobody knows yet; in the order in which it came to mind: not sorted. */
export interface Lived {
  readonly events: readonly ShopEvent[];
  readonly afterwards: readonly ShopEvent[];
}

/** Lives through somebody's time in the shop. */
export function live(person: Shopper, random: Random): Lived {
  return new Life(person, random).run();
}

interface Basket {
  readonly value: number;
  readonly items: number;
  readonly dearest: Product;
}

class Life {
  readonly #events: ShopEvent[] = [];
  readonly #afterwards: ShopEvent[] = [];
  readonly #person: Shopper;
  readonly #random: Random;
  #carts = 0;
  #orders = 0;
  /** The day on which what was bought last is used up. */
  #refillDay = Number.POSITIVE_INFINITY;

  constructor(person: Shopper, random: Random) {
    this.#person = person;
    this.#random = random;
  }

  run(): Lived {
    const { signupDay, lastDay } = this.#person;
    if (signupDay >= 0) this.#signUp(signupDay);
    else this.#rememberOldOrders();
    let next = this.#nextVisit(Math.max(0, signupDay));
    const goOn = (until: number): void => {
      for (; next.day < Math.min(lastDay, until); next = this.#nextVisit(next.day)) {
        if (next.isRefill) this.#refillDay = Number.POSITIVE_INFINITY;
        this.#visit(shopInstant(this.#person.zone, Math.floor(next.day), this.#hour()), next.isRefill);
      }
    };
    goOn(SHOP_DAYS + 1);
    this.#writeLetters(Math.min(lastDay, SHOP_DAYS));
    goOn(SHOP_DAYS + 1 + DAYS_AFTERWARDS);
    return { events: this.#events, afterwards: this.#afterwards };
  }

  #nextVisit(day: number): { readonly day: number; readonly isRefill: boolean } {
    const next = day + 0.3 + this.#random.exponential(this.#person.visitGap);
    const isRefill = this.#refillDay <= next;
    return { day: isRefill ? Math.max(day + 0.3, this.#refillDay) : next, isRefill };
  }

  #hour(): number {
    return this.#random.weigh(HOURS).hour + this.#random.next();
  }

  #add(name: string, time: Instant, properties: ShopEvent['properties'], order: object | null = null): void {
    const event = { profileId: this.#person.profile.customer_id, name, time, properties, order };
    if (time < SHOP_END) this.#events.push(event);
    else if (time < REPORT_DAY) this.#afterwards.push(event);
  }

  #signUp(day: number): void {
    const random = this.#random;
    const source = random.weigh([
      { weight: 50, name: 'footer' },
      { weight: 25, name: 'quiz' },
      { weight: 18, name: 'checkout' },
      { weight: 7, name: 'fair' },
    ]).name;
    const time = shopInstant(this.#person.zone, day, this.#hour());
    this.#add('signed_up', time, { source });
    if (source === 'checkout') this.#shop(time, [this.#look(false)], true);
    else if (source !== 'fair' && random.chance(0.6)) this.#visit(time + 2 * MINUTE, false);
  }

  /** Who was here before the data begins has a cupboard that empties some day. */
  #rememberOldOrders(): void {
    const { loyalty, refillGap } = this.#person;
    if (!this.#random.chance(0.5 * loyalty)) return;
    this.#orders = 1;
    this.#refillDay = this.#random.next() * refillGap * 1.5;
  }

  #visit(time: Instant, isRefill: boolean): void {
    const random = this.#random;
    const seen: Product[] = [];
    let at = time;
    do {
      const product = this.#look(isRefill);
      this.#add('product_viewed', at, VIEWS.get(product)!);
      seen.push(product);
      at += Math.round(random.exponential(2.2) * 60 + 15) * 1000;
    } while (random.chance(0.62));
    if (random.chance(isRefill ? 0.85 : this.#person.temptation))
      this.#shop(at, seen, random.chance(isRefill ? 0.72 : 0.5));
  }

  #look(isRefill: boolean): Product {
    const forRefill = isRefill || (this.#orders > 0 && this.#random.chance(0.6));
    return this.#random.weigh(forRefill ? REFILLS : this.#random.chance(0.5) ? GEAR : PRODUCTS);
  }

  /** Fills a basket, page after page, and perhaps pays for it: at once, or a day or two later. */
  #shop(time: Instant, seen: readonly Product[], buys: boolean): void {
    const random = this.#random;
    this.#carts += 1;
    const cart = `${this.#person.profile.customer_id}-b${this.#carts}`;
    let at = time;
    let basket: Basket | null = null;
    for (const product of seen.slice(-3)) {
      basket = put(basket, product, product.category === 'beans' ? random.whole(1, 3) : 1);
      this.#add('cart_updated', at, {
        cart_id: cart,
        value: basket.value,
        items: basket.items,
        product: basket.dearest.name,
      });
      at += Math.round(random.exponential(3) * 60 + 20) * 1000;
    }
    if (basket === null || !buys) return;
    const later = random.chance(0.12) ? random.exponential(20 * 60) : random.whole(2, 20);
    this.#order(at + Math.round(later * 60) * 1000, basket);
  }

  #order(time: Instant, { value, items, dearest }: Basket): void {
    const random = this.#random;
    const order = {};
    const isCheaper = random.chance(0.06);
    const paid = isCheaper ? { value: Math.round(value * 90) / 100, coupon: random.pick(COUPONS) } : { value };
    const what = { product: dearest.name, category: dearest.category };
    this.#orders += 1;
    this.#add(ORDER, time, { ...paid, items, ...what }, order);
    const day = (time - shopInstant(this.#person.zone, 0, 0)) / DAY;
    if (random.chance(this.#person.loyalty))
      this.#refillDay = day + Math.max(5, this.#person.refillGap * random.factor(0.25));
    if (random.chance(0.03)) this.#add('order_returned', this.#dayLater(time, 4, 12), what, order);
    else if (random.chance(0.07)) {
      const rating = random.weigh([5, 4, 3, 2, 1].map((stars, i) => ({ weight: [56, 27, 9, 4, 4][i]!, stars }))).stars;
      this.#add('review_posted', this.#dayLater(time, 5, 20), { product: dearest.name, rating }, order);
    }
    if (this.#orders > 2 && random.chance(0.04)) {
      const code = `FRIEND-${this.#person.profile.customer_id.slice(2)}`;
      this.#add('referral_sent', this.#dayLater(time, 1, 20), { code });
    }
  }

  #dayLater(time: Instant, least: number, most: number): Instant {
    return time + this.#random.whole(least, most) * DAY + this.#random.whole(-180, 180) * MINUTE;
  }

  /** What people tell us about our letters: that they want fewer of them, or none. */
  #writeLetters(end: number): void {
    const random = this.#random;
    const begin = Math.max(0, this.#person.signupDay);
    if (end <= begin) return;
    const moment = (): Instant =>
      shopInstant(this.#person.zone, Math.floor(begin + random.next() * (end - begin)), this.#hour());
    if (random.chance(0.012)) {
      this.#add('preferences_saved', moment(), {
        choice: random.weigh([
          { weight: 5, choice: 'fewer' },
          { weight: 3, choice: 'keep' },
          { weight: 2, choice: 'none' },
        ]).choice,
      });
    }
    if (random.chance(0.03))
      this.#add('unsubscribed', moment(), random.chance(0.4) ? { topic: random.pick(['offers', 'tips']) } : {});
  }
}

function put(basket: Basket | null, product: Product, count: number): Basket {
  const value = Math.round(((basket?.value ?? 0) + product.price * count) * 100) / 100;
  const dearest = basket !== null && basket.dearest.price >= product.price ? basket.dearest : product;
  return { value, items: (basket?.items ?? 0) + count, dearest };
}
