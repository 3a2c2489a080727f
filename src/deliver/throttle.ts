import type { Channel } from '../model/channel.js';
import type { RateLimits } from '../model/plan.js';
import type { Rate } from '../model/rate.js';
import type { Instant } from '../model/value.js';
import { Bucket } from './bucket.js';

/** Keeps each channel, and each domain of email addresses, to its rate; remembers who waits. */
export interface Throttle {
  /**
   * `now` when this message may go now, and then it counts; else when to ask again. Those that wait are given instants one after the other, so that no two ask for the same
   * place.
   */
  admit(message: Waiting, address: string | null, now: Instant): Instant;
  /** When a message could go that never will: `now`, or a place behind those that wait, which it takes from nobody. Who waited for it asks for no other. */
  placeFor(message: Waiting, address: string | null, now: Instant): Instant;
  /** Keeps everything to an address's domain back until then: it asked for fewer messages. */
  holdBack(channel: Channel, address: string, until: Instant): void;
  /** Whether the domain of an address is held back. */
  isHeld(channel: Channel, address: string | null, now: Instant): boolean;
  /** Knows of a message that an earlier run put off until `at`. */
  expect(message: Waiting, at: Instant): void;
  /** Nothing waits any more for this message. */
  forget(id: string): void;
  /** When the first of those that wait by an open channel is to ask again; null when none is. Those whose instant has passed no longer wait. */
  next(now: Instant, closed: ReadonlySet<Channel>): Instant | null;
  /** How many wait. */
  readonly waiting: number;
}

interface Waiting {
  readonly id: string;
  readonly channel: Channel;
}

/** A bucket and the last places given to those that wait for it. */
interface Lane {
  readonly bucket: Bucket;
  /** The place of the last that asked for the first time. */
  tail: number;
  /** The place of the last that asked again. */
  again: number;
}

/** How many places those that ask again are spread over before it begins anew. */
const SPREAD = 50;

/** A throttle with every bucket full. `limits` are those of the plan's channels. */
export function openThrottle(limits: Readonly<Partial<Record<Channel, RateLimits>>>): Throttle {
  const lanes = new Map<string, Lane>();
  const waiting = new Map<string, { readonly channel: Channel; readonly at: Instant }>();

  /** Those who were given a place once and only look on. */
  const had = new Set<string>();
  const held = new Map<string, Instant>();
  const heldUntil = (channel: Channel, address: string | null, now: Instant): Instant =>
    address === null ? now : (held.get(`${channel} ${domainOf(address)}`) ?? now);

  const lane = (key: string, rate: Rate | null | undefined): Lane[] => {
    if (!rate) return [];
    const known = lanes.get(key) ?? { bucket: new Bucket(rate), tail: 0, again: 0 };
    lanes.set(key, known);
    return [known];
  };
  const lanesOf = (channel: Channel, address: string | null): readonly Lane[] => {
    const limit = limits[channel];
    if (limit === undefined) return [];
    const domain = address === null ? null : domainOf(address);
    const own = domain === null ? null : (limit.perDomain[domain] ?? limit.otherDomains);
    return [...lane(channel, limit.rate), ...lane(`${channel} ${domain}`, own)];
  };

  return {
    admit({ id, channel }, address, now) {
      const until = heldUntil(channel, address, now);
      if (until > now) {
        waiting.set(id, { channel, at: until });
        return until;
      }
      const ways = lanesOf(channel, address);
      const [slowest] = [...ways].sort((a, b) => b.bucket.freeAt(now) - a.bucket.freeAt(now));
      const free = slowest === undefined ? now : slowest.bucket.freeAt(now);
      if (slowest === undefined || free <= now) {
        for (const { bucket } of ways) bucket.take(now);
        waiting.delete(id);
        return now;
      }
      const { interval } = slowest.bucket;
      let at: number;
      if (waiting.has(id)) {
        at = slowest.again < free || slowest.again > free + SPREAD * interval ? free : slowest.again + interval;
        slowest.again = at;
      } else {
        at = Math.max(free, slowest.tail + interval);
        slowest.tail = at;
      }
      at = Math.ceil(at);
      waiting.set(id, { channel, at });
      return at;
    },
    placeFor({ id, channel }, address, now) {
      const until = heldUntil(channel, address, now);
      const places = lanesOf(channel, address).map(({ bucket, tail }) => {
        const free = bucket.freeAt(now);
        return free <= now ? now : Math.ceil(Math.max(free, tail + bucket.interval));
      });
      const at = until > now ? until : had.has(id) ? now : Math.max(now, ...places);
      if (at > now) {
        waiting.set(id, { channel, at });
        had.add(id);
      } else waiting.delete(id);
      return at;
    },
    holdBack: (channel, address, until) => void held.set(`${channel} ${domainOf(address)}`, until),
    isHeld: (channel, address, now) => heldUntil(channel, address, now) > now,
    expect: ({ id, channel }, at) => void waiting.set(id, { channel, at }),
    forget: (id) => void waiting.delete(id),
    next(now, closed) {
      let first: Instant | null = null;
      for (const [id, { channel, at }] of waiting) {
        if (at <= now) waiting.delete(id);
        else if (!closed.has(channel) && (first === null || at < first)) first = at;
      }
      return first;
    },
    get waiting() {
      return waiting.size;
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
