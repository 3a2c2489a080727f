import { DAY } from '../model/milliseconds.js';
import { SHOP_END } from './shop-calendar.js';
import type { ProfileRow } from './shopper.js';

/** One row of the events as it is written: what cannot be used is there too. */
export interface EventRow {
  readonly id: string;
  readonly profile_id: string | null;
  readonly name: string | null;
  readonly time: number;
  readonly properties: string;
}

/** What is wrong with one profile in 500. Fixed places, so that a small shop has every flaw as well. */
const PROFILE_FLAWS: readonly (readonly [place: number, flaw: (row: ProfileRow) => ProfileRow])[] = [
  [11, (row) => ({ ...row, email: `${row.email}, ${row.email?.replace('@', '.home@')}` })],
  [23, (row) => ({ ...row, email: `${row.email}  ` })],
  [37, (row) => ({ ...row, email: row.email?.replace('@', ' at ') ?? null })],
  [41, (row) => ({ ...row, email: null })],
  [42, (row) => ({ ...row, email: null })],
  [53, (row) => ({ ...row, tz: 'Europe/Belrin' })],
  [61, (row) => ({ ...row, tz: 'GMT+1' })],
  [67, (row) => ({ ...row, country: 'CH' })],
  [73, (row) => ({ ...row, email: row.email?.replace('@', '@@') ?? null })],
  [89, (row) => ({ ...row, first_name: `${row.first_name ?? 'Kim'}\r\nBcc: everybody@mail.example` })],
  [97, (row) => ({ ...row, first_name: (row.first_name ?? 'Kim').toUpperCase() })],
  [103, (row) => ({ ...row, first_name: '<b>Kim</b> & co' })],
];
const EVERY = 500;
/** Rarer: people who are in the export twice, with the same or with other data. */
const TWICE = { every: 2500, same: 113, different: 131 };

/** The rows that an export would have for this person: usually one. */
export function spoilProfile(row: ProfileRow, index: number): readonly ProfileRow[] {
  const spoiled = PROFILE_FLAWS.reduce((so, [place, flaw]) => (index % EVERY === place ? flaw(so) : so), row);
  if (index % TWICE.every === TWICE.same) return [spoiled, spoiled];
  if (index % TWICE.every === TWICE.different) return [spoiled, { ...spoiled, email: `new.${spoiled.email}` }];
  return [spoiled];
}

/** The rows that an export would have for this event, by its place among all: usually one. */
export function spoilEvent(row: EventRow, place: number): readonly EventRow[] {
  switch (place % 5000) {
    case 701:
      return [row, row];
    case 1409:
      return [row, { ...row, id: `${row.id}-x`, name: null }];
    case 2203:
      return [row, { ...row, id: `${row.id}-y`, profile_id: null }];
    case 3001:
      return [row, { ...row, id: `${row.id}-g`, profile_id: `guest-${place}` }];
    default:
      return place % 100_000 === 4001 ? [row, { ...row, id: `${row.id}-z`, time: SHOP_END + 40 * DAY }] : [row];
  }
}
