import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Instant } from '../model/value.js';
import { openDatabase } from '../warehouse/connection.js';
import type { EventRow } from './flaws.js';
import { makeRows } from './make-rows.js';
import { SHOP_END, SHOP_START } from './shop-calendar.js';
import type { ShopEvent } from './shop-event.js';
import type { ProfileRow } from './shopper.js';
import { type ParquetColumn, writeParquet } from './write-parquet.js';

/** Which shop to make, and where. */
export interface ShopOrder {
  readonly root: string;
  /** Parquet files relative to `root`; their folders are made. */
  readonly profilesFile: string;
  readonly eventsFile: string;
  /** For what happens after the data ends: empty until then. */
  readonly afterwardsFile: string;
  /** How many people. */
  readonly profiles: number;
  readonly seed: number;
}

/** What was written: rows of each file, and the time that the events span. */
export interface Shop {
  readonly profiles: number;
  readonly events: number;
  readonly from: Instant;
  readonly to: Instant;
  /** By person, when they order if nothing makes them. */
  readonly orders: ReadonlyMap<string, readonly Instant[]>;
  /** Lets the shop go on, with these events more; returns how many rows that are. Once. */
  goOn(added: readonly ShopEvent[]): Promise<number>;
}

const text = <Row>(name: keyof Row & string): ParquetColumn<Row> => ({
  name,
  kind: 'text',
  value: (row) => row[name] as string | null,
});
const truth = <Row>(name: keyof Row & string): ParquetColumn<Row> => ({
  name,
  kind: 'truth',
  value: (row) => row[name] as boolean | null,
});

const PROFILE_COLUMNS: readonly ParquetColumn<ProfileRow>[] = [
  text('customer_id'),
  text('email'),
  text('phone'),
  text('tz'),
  text('lang'),
  text('first_name'),
  text('country'),
  { ...text<ProfileRow>('birthday'), as: 'DATE' },
  { ...text<ProfileRow>('signup_date'), as: 'DATE' },
  truth('consent_offers'),
  truth('consent_tips'),
  truth('consent_texts'),
];
const EVENT_COLUMNS: readonly ParquetColumn<EventRow>[] = [
  text('id'),
  text('profile_id'),
  text('name'),
  { name: 'time', kind: 'instant', value: ({ time }) => time },
  text('properties'),
];

/**
 * Writes the example shop's people and half a year of their doings, with the gaps and flaws that exports have. The same seed and number of people, the same rows, on any machine
 * and day.
 */
export async function makeShop(order: ShopOrder): Promise<Shop> {
  const { root, profilesFile, eventsFile, afterwardsFile, profiles, seed } = order;
  const rows = makeRows(profiles, seed);
  const paths = {
    profiles: resolve(root, profilesFile),
    events: resolve(root, eventsFile),
    afterwards: resolve(root, afterwardsFile),
  };
  for (const path of Object.values(paths)) mkdirSync(dirname(path), { recursive: true });
  const write = async <Row>(
    path: string,
    columns: readonly ParquetColumn<Row>[],
    all: Iterable<Row>,
  ): Promise<number> => {
    const database = await openDatabase(Number.POSITIVE_INFINITY);
    try {
      return await writeParquet(database.connection, path, columns, all);
    } finally {
      database.close();
    }
  };
  const written = {
    profiles: await write(paths.profiles, PROFILE_COLUMNS, rows.profiles),
    events: await write(paths.events, EVENT_COLUMNS, rows.events),
  };
  await write(paths.afterwards, EVENT_COLUMNS, []);
  return {
    ...written,
    from: SHOP_START,
    to: SHOP_END,
    orders: rows.orders,
    goOn: (added) => write(paths.afterwards, EVENT_COLUMNS, rows.afterwards(added)),
  };
}
