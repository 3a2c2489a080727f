import type { Random } from '../model/random.js';
import { HOMES } from './homes.js';
import { SHOP_DAYS, shopDate } from './shop-calendar.js';

/** One row of the profiles, as texts and truths; null where the shop knows nothing. */
export interface ProfileRow {
  readonly customer_id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly tz: string | null;
  readonly lang: string | null;
  readonly first_name: string | null;
  readonly country: string | null;
  readonly birthday: string | null;
  readonly signup_date: string | null;
  readonly consent_offers: boolean | null;
  readonly consent_tips: boolean | null;
  readonly consent_texts: boolean | null;
}

/** What the shop knows of somebody, and what only life knows. */
export interface Shopper {
  readonly profile: ProfileRow;
  /** The clock they really live by. */
  readonly zone: string;
  /** The day they signed up, counted from the shop's first day with events; negative when that was earlier. */
  readonly signupDay: number;
  /** The day their interest ends. */
  readonly lastDay: number;
  /** Days between visits without a purpose. */
  readonly visitGap: number;
  /** Days in which what they bought is used up. */
  readonly refillGap: number;
  /** How likely a visit without need ends in a basket, 0 to 1. */
  readonly temptation: number;
  /** How likely they come back for more after an order, 0 to 1. */
  readonly loyalty: number;
}

const DOMAINS = ['post.example', 'mail.example', 'kasten.example', 'freemail.test', 'inbox.test', 'bureau.example'];
const LONGEST_MEMBERSHIP = 700;

/** Makes up somebody. Profile ids count from `c-000001`. */
export function makeShopper(index: number, random: Random): Shopper {
  const home = random.weigh(HOMES);
  const [written, plain] = random.pick(home.names.first);
  const signupDay = random.chance(0.45)
    ? -random.whole(1, LONGEST_MEMBERSHIP)
    : Math.floor(SHOP_DAYS * Math.sqrt(0.15 + 0.85 * random.next()) ** 1.2);
  const isOld = signupDay < 0;
  const isRegular = random.chance(0.06);
  const sleeps = isOld && random.chance(0.03);
  const id = `c-${String(index + 1).padStart(6, '0')}`;
  const phone = random.chance(0.3) ? phoneIn(home.country, random) : null;
  const profile: ProfileRow = {
    customer_id: id,
    email: `${plain}.${random.pick(home.names.last)}.${index + 1}@${random.pick(DOMAINS)}`,
    phone,
    tz: random.chance(0.02) ? null : home.zone,
    lang: random.chance(0.03) ? null : home.lang,
    first_name: random.chance(0.12) ? null : written,
    country: home.country,
    birthday: random.chance(0.6)
      ? null
      : `${random.whole(1950, 2006)}-${two(random.whole(1, 12))}-${two(random.whole(1, 28))}`,
    signup_date: shopDate(signupDay),
    consent_offers: random.chance(0.01) ? null : random.chance(0.74),
    consent_tips: random.chance(0.01) ? null : random.chance(0.6),
    consent_texts: phone !== null && random.chance(0.55),
  };
  return {
    profile,
    zone: home.zone,
    signupDay,
    lastDay: sleeps ? -1 : Math.max(0, signupDay) + 1 + random.exponential(isOld ? 1100 : 320),
    visitGap: 22 * random.factor(0.65),
    refillGap: (isRegular ? 15 : 31) * random.factor(0.35),
    temptation: (isRegular ? 0.2 : 0.085) * random.factor(0.6),
    loyalty: isRegular ? 0.97 : 0.25 + 0.7 * random.next() ** 0.7,
  };
}

/** Mobile numbers that are kept free for fiction. */
function phoneIn(country: string, random: Random): string | null {
  const last = String(random.whole(0, 99)).padStart(2, '0');
  if (country === 'DE') return `+4917139200${last}`;
  if (country === 'GB') return `+447700900${random.whole(0, 9)}${last}`;
  return country === 'US' ? `+120255501${last}` : null;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
