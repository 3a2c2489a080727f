import { localMoment } from '../calendar/local-time.js';
import { canonicalZone } from '../calendar/zone.js';
import type { CampaignFile } from '../model/campaign-file.js';
import { compareText } from '../model/diagnostic.js';
import type { FactEvent, Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import type { Value, ValueType } from '../model/value.js';
import { readTestEvent } from '../read/read-test-event.js';

/** One entry of a campaign's `tests`. */
export type WrittenTest = NonNullable<CampaignFile['tests']>[number];

/** Whom a test with nothing said about it would reach. */
const ADDRESS = 'somebody@test.example';
/** Of the numbers that are kept free for fiction (+1 555 01xx). */
const NUMBER = '+12025550123';

/**
 * The person that a test writes down, with the events that happen to them. What is not written is unknown, consent too; only an address and a number they have, unless it is said to be `null`, and their clock is the
 * project's.
 */
export function makeTestPerson(plan: Plan, test: WrittenTest, profileId: string): Facts {
  const { identity } = plan;
  const written = (column: string | null): Value | undefined => (column === null ? undefined : test.profile?.[column]);
  const zone = canonicalZone(String(written(identity.timezone) ?? '')) ?? plan.timezone;
  const email = written(identity.email);
  const address = email === undefined ? ADDRESS : email === null ? null : String(email);
  const phone = written(identity.phone);
  const number = phone === undefined ? NUMBER : phone === null ? null : String(phone);
  const attributes: Record<string, Value> = Object.create(null);
  for (const [name, { type }] of Object.entries(plan.attributes)) {
    const given = name === identity.email ? address : name === identity.phone ? number : (test.profile?.[name] ?? null);
    attributes[name] = name === identity.id ? profileId : typedValue(given, type, zone);
  }
  const locale = written(identity.locale);
  return {
    profileId,
    attributes,
    zone,
    locale: locale === undefined || locale === null ? null : String(locale),
    email: address,
    emailProblem: null,
    phone: number,
    phoneProblem: null,
    events: test.events.map((text, index) => makeEvent(plan, text, index, zone)).sort(byTime),
    frames: [{ from: Number.MIN_SAFE_INTEGER, values: frozenValues(plan, test) }],
  };
}

/** What depends on everybody else cannot follow from one person's events: it is as written. */
function frozenValues(plan: Plan, test: WrittenTest): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = Object.create(null);
  for (const [name, { trait }] of Object.entries(plan.traits))
    if (trait.kind === 'frozen') values[name] = test.profile?.[name] ?? null;
  return values;
}

/** The id that a test gives its person, or null when any will do. */
export function writtenId(plan: Plan, test: WrittenTest): string | null {
  const id = test.profile?.[plan.identity.id] ?? null;
  return id === null ? null : String(id);
}

function makeEvent(plan: Plan, text: string, index: number, zone: string): FactEvent {
  const { local, name, properties } = readTestEvent(text);
  const values: Record<string, Value> = Object.create(null);
  for (const [property, type] of Object.entries(plan.events[name] ?? {})) {
    values[property] = typedValue((properties[property] ?? null) as Value, type, zone);
  }
  // Of two events at the same moment, the one written first came first.
  return {
    id: `test-${String(index + 1).padStart(4, '0')}`,
    name,
    time: localMoment(local, zone),
    properties: values,
  };
}

/** A written value as data holds it: times are instants of the zone, dates are days. */
export function typedValue(value: Value, type: ValueType, zone: string): Value {
  if (typeof value !== 'string') return value;
  if (type === 'time') return localMoment(value, zone);
  return type === 'date' ? value.slice(0, 10) : value;
}

function byTime(a: FactEvent, b: FactEvent): number {
  return a.time - b.time || compareText(a.id, b.id);
}
