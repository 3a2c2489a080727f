import { DAY } from '../model/milliseconds.js';
import { seedRandom } from '../model/random.js';
import type { Instant } from '../model/value.js';
import { type EventRow, spoilEvent, spoilProfile } from './flaws.js';
import { live } from './live.js';
import { SHOP_START } from './shop-calendar.js';
import { ORDER, type ShopEvent } from './shop-event.js';
import { makeShopper, type ProfileRow } from './shopper.js';

/** The shop's data before it is written. */
export interface ShopRows {
  readonly profiles: readonly ProfileRow[];
  /** By time, but for the few that the export got wrong. Can be read once: half a million rows are made as they are asked for. */
  readonly events: Iterable<EventRow>;
  /** What happens after the data ends, with what is `added`; its orders are numbered on, so it is to be read once, after all of `events`. */
  readonly afterwards: (added: readonly ShopEvent[]) => Iterable<EventRow>;
  /** By person, when they order without anything that is added. */
  readonly orders: ReadonlyMap<string, readonly Instant[]>;
}

const FIRST_ORDER = 10_401;
/** East of Greenwich the shop's first day begins before its first instant. */
const EARLIEST = SHOP_START - DAY;

/** Makes up people and what they did: the same seed and number, the same rows. A larger shop has the same first people as a smaller one. */
export function makeRows(profiles: number, seed: number): ShopRows {
  const rows: ProfileRow[] = [];
  const events: ShopEvent[] = [];
  const later: ShopEvent[] = [];
  const orders = new Map<string, Instant[]>();
  for (let index = 0; index < profiles; index++) {
    const random = seedRandom(seed, index);
    const person = makeShopper(index, random);
    rows.push(...spoilProfile(person.profile, index));
    const lived = live(person, random);
    for (const event of lived.events) events.push(event);
    for (const event of lived.afterwards) later.push(event);
    const times = [...lived.events, ...lived.afterwards].flatMap(({ name, time }) => (name === ORDER ? [time] : []));
    orders.set(person.profile.customer_id, times);
  }
  const numbers = new Map<object, number>();
  return {
    profiles: rows,
    orders,
    events: spoiled(numberEvents(events, numbers, 'e')),
    afterwards: (added) => numberEvents([...later, ...added], numbers, 'l'),
  };
}

function* spoiled(rows: Iterable<EventRow>): Generator<EventRow> {
  let place = 0;
  for (const row of rows) yield* spoilEvent(row, place++);
}

function* numberEvents(
  events: readonly ShopEvent[],
  numbers: Map<object, number>,
  letter: string,
): Generator<EventRow> {
  let place = 0;
  for (const index of orderByTime(events)) {
    const event = events[index]!;
    place += 1;
    yield {
      id: `${letter}-${String(place).padStart(7, '0')}`,
      profile_id: event.profileId,
      name: event.name,
      time: event.time,
      properties: JSON.stringify(describe(event, numbers)),
    };
  }
}

/** The places of the events from first to last; those of the same second in the order given. */
function* orderByTime(events: readonly ShopEvent[]): Generator<number> {
  // Numbers sort natively, twenty times as fast as objects: the second, then the place.
  const keys = Float64Array.from(events, ({ time }, i) => ((time - EARLIEST) / 1000) * events.length + i);
  for (const key of keys.sort()) yield key % events.length;
}

function describe({ name, order, properties }: ShopEvent, numbers: Map<object, number>): ShopEvent['properties'] {
  if (order === null) return properties;
  const number = numbers.get(order) ?? FIRST_ORDER + numbers.size;
  numbers.set(order, number);
  const ids = { order_id: `o-${number}` };
  return name === ORDER ? { ...ids, order_number: `QK-${number}`, ...properties } : { ...ids, ...properties };
}
