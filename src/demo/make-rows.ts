import { DAY } from '../model/milliseconds.js';
import { seedRandom } from '../model/random.js';
import { type EventRow, spoilEvent, spoilProfile } from './flaws.js';
import { live } from './live.js';
import { SHOP_START } from './shop-calendar.js';
import type { ShopEvent } from './shop-event.js';
import { makeShopper, type ProfileRow } from './shopper.js';

/** The shop's data before it is written. */
export interface ShopRows {
  readonly profiles: readonly ProfileRow[];
  /** By time, but for the few that the export got wrong. Can be read once: half a million rows are made as they are asked for. */
  readonly events: Iterable<EventRow>;
}

const FIRST_ORDER = 10_401;
/** East of Greenwich the shop's first day begins before its first instant. */
const EARLIEST = SHOP_START - DAY;

/** Makes up people and what they did: the same seed and number, the same rows. A larger shop has the same first people as a smaller one. */
export function makeRows(profiles: number, seed: number): ShopRows {
  const rows: ProfileRow[] = [];
  const events: ShopEvent[] = [];
  for (let index = 0; index < profiles; index++) {
    const random = seedRandom(seed, index);
    const person = makeShopper(index, random);
    rows.push(...spoilProfile(person.profile, index));
    for (const event of live(person, random)) events.push(event);
  }
  return { profiles: rows, events: numberEvents(events) };
}

function* numberEvents(events: readonly ShopEvent[]): Generator<EventRow> {
  const numbers = new Map<object, number>();
  let place = 0;
  for (const index of orderByTime(events)) {
    const event = events[index]!;
    const row: EventRow = {
      id: `e-${String(place + 1).padStart(7, '0')}`,
      profile_id: event.profileId,
      name: event.name,
      time: event.time,
      properties: JSON.stringify(describe(event, numbers)),
    };
    yield* spoilEvent(row, place);
    place += 1;
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
  return name === 'order_placed' ? { ...ids, order_number: `QK-${number}`, ...properties } : { ...ids, ...properties };
}
