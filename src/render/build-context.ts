import { localTime } from '../calendar/local-time.js';
import { invariant } from '../model/failure.js';
import type { Instant, Value, ValueType } from '../model/value.js';
import { cleanText } from './clean-value.js';

/** Typed values by name, as facts hold them, with their declared types. */
export interface TypedValues {
  readonly values: Readonly<Record<string, Value>>;
  readonly types: Readonly<Record<string, ValueType>>;
}

/** Everything a template may speak of. */
export interface ContextInput {
  readonly project: { readonly name: string };
  readonly campaign: { readonly id: string; readonly name: string };
  readonly step: { readonly id: string };
  /** Attributes and traits together. */
  readonly profile: TypedValues;
  /** Properties of the triggering event. */
  readonly event: TypedValues;
  readonly message: { readonly id: string; readonly unsubscribeUrl: string | null; readonly viewUrl: string | null };
  /** What its template needs beside; nothing when it is left out. */
  readonly content?: MessageContent;
  /** The levels of the factors of the message's test. */
  readonly test?: Readonly<Record<string, string>>;
  /** The profile's zone: times are shown on its wall clock. */
  readonly zone: string;
}

/** What was looked up for one message. */
export interface MessageContent {
  /** By block, the number of the rule that holds; -1 when none does. */
  readonly blocks: Readonly<Record<string, number>>;
  /** By catalog and key, the rows that it looks up, with the types of their columns. */
  readonly catalogs: Readonly<Record<string, ReadonlyMap<string, TypedValues>>>;
  /** What it looks rows up by: path (`event.sku`) → key, blank where it is unknown. */
  readonly keys: Readonly<Record<string, string>>;
  /** The code of the message's incentive, when it shows one. */
  readonly code: string | null;
}

/** One thing as Liquid sees it: names that are not there are unknown. */
export type LiquidObject = Readonly<Record<string, string | number | boolean | LiquidParts>>;

/** The parts of a value that has several: `profile.rfm.score`. */
export type LiquidParts = Readonly<Record<string, string | number | boolean>>;

/** The names that a template can use; `blocks` is for the branches that the compiler writes. */
export interface LiquidContext {
  readonly project: LiquidObject;
  readonly campaign: LiquidObject;
  readonly step: LiquidObject;
  readonly profile: LiquidObject;
  readonly event: LiquidObject;
  readonly message: LiquidObject;
  readonly blocks: LiquidObject;
  readonly incentive: LiquidObject;
  readonly test: LiquidObject;
  readonly catalogs: Readonly<Record<string, Readonly<Record<string, LiquidObject>>>>;
  /** For the lookups that `bindKeys` wrote. */
  readonly keys: LiquidObject;
}

/**
 * The Liquid context of one message. Unknown values (null, and blank text) are left out, so that strict Liquid catches them; dates
 * are `YYYY-MM-DD` and times `YYYY-MM-DDTHH:MM` on the profile's wall clock, both ready for the `date` filter.
 */
export function buildContext(input: ContextInput): LiquidContext {
  const { project, campaign, step, message, zone } = input;
  return {
    project: known({ name: project.name }),
    campaign: known({ id: campaign.id, name: campaign.name }),
    step: known({ id: step.id }),
    profile: readable(input.profile, zone),
    event: readable(input.event, zone),
    catalogs: mapRecord(input.content?.catalogs ?? {}, (rows) =>
      mapRecord(Object.fromEntries(rows), (row) => readable(row, zone)),
    ),
    keys: input.content?.keys ?? {},
    incentive: known({ code: input.content?.code ?? null }),
    blocks: known(input.content?.blocks ?? {}),
    test: known(input.test ?? {}),
    message: known({ id: message.id, unsubscribe_url: message.unsubscribeUrl, view_url: message.viewUrl }),
  };
}

function mapRecord<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Readonly<Record<string, B>> {
  const result: Record<string, B> = Object.create(null);
  for (const [key, value] of Object.entries(record)) result[key] = map(value);
  return result;
}

/** Puts `rfm.score` into `rfm`; the value that has parts is there even when all of them are unknown. */
function readable({ values, types }: TypedValues, zone: string): LiquidObject {
  const object: Record<string, string | number | boolean | Record<string, string | number | boolean>> =
    Object.create(null);
  for (const name of Object.keys(values)) {
    const raw = values[name] ?? null;
    const value = shown(types[name] === 'time' && raw !== null ? wallClock(raw, zone) : raw);
    const [base = '', part] = name.includes('.') ? name.split('.', 2) : [name];
    if (part === undefined) {
      if (value !== null) object[name] = value;
      continue;
    }
    const parts = object[base] ?? Object.create(null);
    object[base] = parts;
    if (typeof parts === 'object' && value !== null) parts[part] = value;
  }
  return object;
}

function known(values: Readonly<Record<string, Value>>): LiquidParts {
  const object: Record<string, string | number | boolean> = Object.create(null);
  for (const name of Object.keys(values)) {
    const value = shown(values[name] ?? null);
    if (value !== null) object[name] = value;
  }
  return object;
}

/** Null is what is unknown, blank text too. */
function shown(value: Value): Value {
  if (typeof value !== 'string') return value;
  const text = cleanText(value);
  return text.trim() === '' ? null : text;
}

function wallClock(value: Exclude<Value, null>, zone: string): string {
  invariant(typeof value === 'number', 'a time is a number of milliseconds');
  const { date, minutes } = localTime(value satisfies Instant, zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
