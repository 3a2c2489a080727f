import { appendFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DAY } from '../../../src/model/milliseconds.js';
import { at } from '../fixture.js';
import { attribute, campaignWith, lasting, planWith } from '../plan.js';
import { done, EVER } from '../shop.js';

/** When a history begins. */
export const START = at('2026-03-28T12:00:00Z');
const PEOPLE = ['ann', 'bob', 'cyd', '🙂', '\uE000', 'dan', 'eve'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Nowhere/Land', ''];
const TYPES = ['string', 'number', 'boolean', 'date', 'time'] as const;

/** A plan that uses most of what is loaded, with or without a property whose age is asked when the event happens. */
export function planOf(isDated: boolean) {
  const recent = { property: 'time', test: { op: 'within', duration: lasting('2d') } } as const;
  return planWith({
    data: { profiles: ['profiles.*'], events: ['events*'], ledger: 'ledger.db', maxBadRatio: 1 },
    attributes: { age: attribute('number'), vip: attribute('boolean'), name: attribute('string', { pii: true }) },
    events: { order: Object.fromEntries(TYPES.map((type) => [type, type])), visit: { string: 'string' } },
    campaigns: [
      campaignWith({ id: 'a', exitOn: [done('order', EVER, isDated ? [recent] : [])] }),
      campaignWith({ id: 'b', exitOn: [done('visit')] }),
    ],
  });
}

/** An event as files write it. */
export interface Event {
  readonly id: string | null;
  readonly who: string;
  readonly name: string;
  readonly time: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Person = Readonly<Record<string, unknown>>;

/** One thing that happens to the files, or to the clock. */
export type Change =
  | { readonly kind: 'add'; readonly file: number; readonly events: readonly Event[] }
  | { readonly kind: 'grow'; readonly file: number; readonly events: readonly Event[]; readonly isBroken: boolean }
  | { readonly kind: 'replace'; readonly file: number; readonly events: readonly Event[] }
  | { readonly kind: 'remove'; readonly file: number }
  | { readonly kind: 'touch'; readonly file: number }
  | { readonly kind: 'people'; readonly people: readonly Person[] }
  | { readonly kind: 'clock'; readonly by: number };

const FILES = ['events-1.ndjson', 'events-2.csv', 'events-3.ndjson.gz', 'events-4.csv', 'events-5.ndjson'];

const moment = fc
  .oneof(
    fc.integer({ min: -40 * 24, max: 24 }),
    fc.constantFrom(0, -1, -24, 23, 24, 25, 26, 30, 47, 49, 72, 100, 24 * 400),
  )
  .map((hours) => new Date(START + hours * 3_600_000).toISOString());
const properties = fc.record(
  {
    string: fc.constantFrom('a', 'b', 'null', '', "o'b", '🙂,"x"'),
    number: fc.constantFrom<unknown>(1, 2.5, 'many', '7', { nested: 1 }),
    boolean: fc.constantFrom<unknown>(true, 'no', 0),
    date: fc.constantFrom('2026-03-28', '2026-02-30', 'soon'),
    time: moment,
    other: fc.integer({ min: 0, max: 2 }),
  },
  { requiredKeys: [] },
);
/** Mostly ids that no other event has; a few come again. */
const id = fc.oneof(
  { weight: 30, arbitrary: fc.uuid() },
  { weight: 2, arbitrary: fc.constantFrom('e1', 'e2') },
  { weight: 2, arbitrary: fc.constant(null) },
);
const event: fc.Arbitrary<Event> = fc.record({
  id,
  who: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...PEOPLE.slice(0, 5)) },
    fc.constantFrom('dan', '', 'nobody'),
  ),
  name: fc.oneof({ weight: 12, arbitrary: fc.constantFrom('order', 'visit') }, fc.constantFrom('opened', '')),
  time: fc.oneof({ weight: 15, arbitrary: moment }, fc.constantFrom('', 'yesterday')),
  properties,
});
const events = fc.array(event, { minLength: 1, maxLength: 6 });
const person = (key: string): fc.Arbitrary<Person> =>
  fc.record({
    id: fc.constant(key),
    email: fc.constantFrom(`${key}@x.test`, 'new@x.test', 'not an address', ''),
    tz: fc.constantFrom(...ZONES),
    lang: fc.constantFrom('de', 'xx-invalid-', ''),
    age: fc.constantFrom<unknown>(1, 2, 'old', ''),
    vip: fc.constantFrom<unknown>(true, false, ''),
    name: fc.constantFrom('N', ''),
  });
const everybody = (fewest: number) =>
  fc
    .tuple(fc.integer({ min: fewest, max: PEOPLE.length }), fc.tuple(...PEOPLE.map(person)))
    .map(([n, all]) => all.slice(0, n));
const file = fc.nat(FILES.length - 1);

/** What happens, one after the other, beginning with people and files. */
export const histories = fc.record({
  isDated: fc.boolean(),
  people: everybody(4),
  first: events,
  changes: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('add' as const), file, events }) },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('grow' as const),
          file,
          events,
          isBroken: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), file, events }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), file }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('touch' as const), file }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('people' as const), people: everybody(4) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('clock' as const),
          by: fc.constantFrom(1, 24, 30, 48, -24).map((h) => h * 3_600_000),
        }),
      },
    ),
    { minLength: 2, maxLength: 5 },
  ),
});

/** Writes the beginning of a history. */
export function begin(root: string, people: readonly Person[], first: readonly Event[]): void {
  writePeople(root, people);
  writeFileSync(join(root, FILES[0]!), textOf(FILES[0]!, first, true));
}

/** Lets a change happen; answers how far the clock moved. */
export function happen(root: string, change: Change): number {
  if (change.kind === 'clock') return change.by;
  if (change.kind === 'people') {
    writePeople(root, change.people);
    return 0;
  }
  const name = FILES[change.file]!;
  const path = join(root, name);
  const isThere = readdirSync(root).includes(name);
  switch (change.kind) {
    case 'touch':
      if (isThere) utimesSync(path, new Date(START), new Date(START + DAY));
      return 0;
    case 'remove':
      // The last file would leave the setting without any.
      if (isThere && readdirSync(root).filter((each) => each.startsWith('events')).length > 1) rmSync(path);
      return 0;
    case 'grow':
      if (isThere && !name.endsWith('.gz')) {
        appendFileSync(path, `${textOf(name, change.events, false)}${change.isBroken ? 'half a "line' : ''}`);
        return 0;
      }
      break;
    case 'add':
      if (isThere) return 0;
      break;
    case 'replace':
      break;
  }
  const text = textOf(name, change.events, true);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return 0;
}

function writePeople(root: string, people: readonly Person[]): void {
  writeFileSync(join(root, 'profiles.ndjson'), people.map((each) => `${JSON.stringify(each)}\n`).join(''));
}

function textOf(name: string, list: readonly Event[], isWhole: boolean): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  if (name.endsWith('.csv'))
    return `${isWhole ? 'id,profile_id,name,time,properties\n' : ''}${list
      .map(({ id: own, who, name: what, time, properties: said }) =>
        [own ?? '', who, what, time, quoted(JSON.stringify(said))].join(','),
      )
      .join('\n')}\n`;
  return list
    .map(({ id: own, who, name: what, time, properties: said }) =>
      JSON.stringify({ id: own ?? undefined, profile_id: who, name: what, time, properties: said }),
    )
    .map((line) => `${line}\n`)
    .join('');
}
