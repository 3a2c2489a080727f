import fc from 'fast-check';
import type { Condition, PropertyTest, Test, Trait, Window } from '../../src/model/condition.js';
import type { PlanTrait } from '../../src/model/plan.js';
import { type Population, TRAIT_PARTS } from '../../src/model/population.js';
import type { ValueType } from '../../src/model/value.js';
import { at } from './fixture.js';
import { lasting } from './plan.js';

/** Clocks go forward in Berlin at 01:00Z, a quarter of the zones have their own idea. */
export const NOW = at('2026-03-30T08:00:00Z');
const HOUR = 3_600_000;
/** Zones of profiles; those that are none are the project's. */
export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Nowhere/Land',
  null,
];
const DURATIONS = ['30m', '24h', '1d', '2d', '7d', '1mo', '1d 12h'];
const MOMENTS = [
  '2026-03-29',
  '2026-03-29T02:30',
  '2026-03-28T00:00:00',
  '2026-03-29T01:00:00Z',
  '2026-03-01T10:00:00+05:45',
];
const DAYS = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-02-28', '1990-05-01'];
const TEXTS = ['', 'a', 'ab', 'A', 'é', '🙂', '\uE000', "o'b", '%', 'null'];
const NUMBERS = [0, 1, 2, -1, 0.1, 0.2, 0.3, 1e-7, 123456789.25];
/** Attributes, and properties of every event. */
export const TYPES: Readonly<Record<string, ValueType>> = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  d: 'date',
  t: 'time',
};

const instants = fc.oneof(
  fc.constantFrom(
    NOW,
    NOW - 24 * HOUR,
    NOW - 23 * HOUR,
    NOW - 48 * HOUR,
    NOW - 47 * HOUR,
    NOW - 7 * 24 * HOUR,
    NOW - 30 * 60_000,
  ),
  fc.constantFrom(
    at('2026-03-29T01:00:00Z'),
    at('2026-03-28T23:00:00Z'),
    at('2026-02-28T08:00:00Z'),
    at('2026-03-07T08:00:00Z'),
  ),
  fc.integer({ min: NOW - 40 * 24 * HOUR, max: NOW + HOUR }),
);
/** Moments near each other and near where clocks move. */
export const times = fc.tuple(instants, fc.constantFrom(0, 0, 1, -1, HOUR)).map(([t, off]) => t + off);
const duration = fc.constantFrom(...DURATIONS).map(lasting);
const value = (type: ValueType) =>
  ({
    string: fc.oneof(fc.constantFrom('a', '🙂', '\uE000'), fc.constantFrom(...TEXTS)),
    number: fc.constantFrom(...NUMBERS),
    boolean: fc.boolean(),
    date: fc.constantFrom(...DAYS),
    time: times,
  })[type] as fc.Arbitrary<string | number | boolean>;
const stored = (type: ValueType) => fc.option(value(type), { freq: 4 });
const wanted = (type: ValueType): fc.Arbitrary<string | number | boolean> =>
  type === 'time'
    ? fc.oneof(times, fc.constantFrom(...MOMENTS))
    : fc.oneof(
        { weight: 6, arbitrary: value(type) },
        { weight: 1, arbitrary: fc.constantFrom<string | number | boolean>('1', 1, true, '2026-03-29') },
      );
const limit = (type: ValueType) => wanted(type).filter((v) => typeof v !== 'boolean') as fc.Arbitrary<string | number>;
const compared = (type: ValueType) => (type === 'boolean' ? fc.constantFrom<string | number>(0, 'true') : limit(type));

function test(type: ValueType, deep = true): fc.Arbitrary<Test> {
  const plain: fc.Arbitrary<Test>[] = [
    fc.record({ op: fc.constantFrom('is' as const, 'is_not' as const), value: wanted(type) }),
    fc.record({
      op: fc.constantFrom('in' as const, 'not_in' as const),
      values: fc.array(wanted(type), { maxLength: 3 }),
    }),
    fc.record({
      op: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
      value: compared(type),
    }),
    fc.record({ op: fc.constant('between' as const), low: compared(type), high: compared(type) }),
    fc.record({ op: fc.constantFrom('contains' as const, 'starts_with' as const), value: fc.constantFrom(...TEXTS) }),
    fc.record({ op: fc.constant('exists' as const), value: fc.boolean() }),
    fc.record({ op: fc.constantFrom('before' as const, 'after' as const), moment: fc.constantFrom(...MOMENTS) }),
    fc.record({ op: fc.constant('within' as const), duration }),
  ];
  if (deep)
    plain.push(fc.record({ op: fc.constant('every' as const), of: fc.array(test(type, false), { maxLength: 2 }) }));
  return fc.oneof(...plain);
}

/** Properties of every event. */
export const names = fc.constantFrom('s', 'n', 'b', 'd', 't');
const propertyTest: fc.Arbitrary<PropertyTest> = names.chain((property) =>
  fc.record({ property: fc.constant(property), test: test(TYPES[property]!) }),
);
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constant({ kind: 'ever' as const }),
  fc.record({ kind: fc.constant('within' as const), duration }),
  fc.record({
    kind: fc.constant('between' as const),
    after: fc.option(fc.constantFrom(...MOMENTS)),
    before: fc.option(fc.constantFrom(...MOMENTS)),
  }),
);
/** Tests on the properties of an event. */
export const where = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(propertyTest, { maxLength: 2 }) },
);
/** Events that conditions and traits select. */
export const selection = { event: fc.constantFrom('A', 'A', 'A', 'B', "C'; drop table events --"), where, window };
const countTest = test('number');
const lengthOfDays = fc.option(fc.constantFrom('1d', '7d', '1mo', '3d').map(lasting));
const refresh = fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const);
const common = { refresh, within: lengthOfDays };
const weight = fc.constantFrom(1, 1, 2, 0.5);
/** Every kind of population, over few people: ties are common. */
export const population: fc.Arbitrary<Population> = fc.oneof(
  fc.record({
    kind: fc.constant('rfm' as const),
    event: selection.event,
    property: names,
    where,
    ...common,
    bins: fc.integer({ min: 2, max: 5 }),
    weights: fc.record({ recency: weight, frequency: weight, monetary: weight }),
    stop: fc.option(fc.constantFrom({ at: 0.4, resume: 0.6 }, { at: 0.5, resume: 0.5 })),
  }),
  fc.record({
    kind: fc.constant('purchase_gap' as const),
    event: selection.event,
    where,
    ...common,
    minRepeaters: fc.constantFrom(1, 2),
    followUp: fc.constantFrom(0, 1, 3),
  }),
  fc.record({ kind: fc.constant('best_hour' as const), events: fc.constantFrom(['A'], ['A', 'B']), ...common }),
  fc.record({
    kind: fc.constant('share' as const),
    event: selection.event,
    where,
    of: selection.event,
    ...common,
    shrink: fc.constantFrom(1, 20),
  }),
  fc.record({
    kind: fc.constant('customer_value' as const),
    event: selection.event,
    property: names,
    where,
    ...common,
    horizon: fc.constantFrom(1, 365),
    buying: fc.constantFrom({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, { r: 2, alpha: 0.5, a: 1, b: 3 }),
    spending: fc.constantFrom({ p: 6.25, q: 3.74, v: 15.44 }, { p: 0.5, q: 1.25, v: 3 }),
  }),
  fc.record({
    kind: fc.constant('likelihood' as const),
    event: selection.event,
    where,
    ...common,
    horizon: fc.constant(30),
    rates: fc.constant(Array.from({ length: 25 }, (_, i) => (i + 1) / 30)),
  }),
);
const frozen = population.chain((each) => {
  const parts: readonly (readonly [string, ValueType])[] =
    each.kind === 'rfm' || each.kind === 'purchase_gap' || each.kind === 'customer_value'
      ? Object.entries(TRAIT_PARTS[each.kind])
      : [['value', 'number']];
  return fc
    .constantFrom(...parts)
    .map(([part, type]): PlanTrait => ({ trait: { kind: 'frozen', population: each, part }, type, nullable: true }));
});
const trait: fc.Arbitrary<PlanTrait> = fc.oneof(
  frozen,
  fc
    .record({
      points: fc.uniqueArray(fc.tuple(selection.event, fc.constantFrom(1, 3, -2, 0.1)), {
        minLength: 1,
        maxLength: 3,
        selector: ([name]) => name,
      }),
      halfLife: fc.constantFrom(HOUR, 24 * HOUR, 7 * 24 * HOUR + 1),
    })
    .map(
      ({ points, halfLife }): PlanTrait => ({
        trait: { kind: 'score', weights: points.map(([name, weight]) => ({ event: name, weight })), halfLife },
        type: 'number',
        nullable: false,
      }),
    ),
  fc
    .oneof(
      fc.record({ kind: fc.constant('count' as const), ...selection }),
      fc.record({ kind: fc.constant('sum' as const), ...selection, property: names }),
      fc.record({ kind: fc.constantFrom('first' as const, 'last' as const), ...selection, property: fc.option(names) }),
      fc.record({ kind: fc.constant('most_frequent' as const), ...selection, property: names }),
    )
    .map((each: Trait): PlanTrait => {
      const type =
        !('property' in each) || each.kind === 'sum'
          ? 'number'
          : each.property === null
            ? 'time'
            : TYPES[each.property]!;
      return { trait: each, type, nullable: true };
    }),
);

interface Names {
  readonly traits: Readonly<Record<string, PlanTrait>>;
  readonly segments: number;
}

function condition({ traits, segments }: Names, depth = 2): fc.Arbitrary<Condition> {
  const attributes = [
    ...Object.entries(TYPES),
    ...Object.entries(traits).map(([name, { type }]) => [name, type] as const),
  ];
  const leaves: fc.Arbitrary<Condition>[] = [
    fc
      .constantFrom(...attributes, ...attributes.slice(5), ...attributes.slice(5))
      .chain(([name, type]) =>
        fc.record({ kind: fc.constant('attribute' as const), name: fc.constant(name), test: test(type) }),
      ),
    fc.record({
      kind: fc.constant('event' as const),
      ...selection,
      measure: fc.record({ kind: fc.constant('count' as const), test: countTest }),
    }),
    fc.record({
      kind: fc.constant('event' as const),
      ...selection,
      measure: fc.record({ kind: fc.constant('sum' as const), property: names, test: countTest }),
    }),
    ...(segments > 0
      ? [fc.integer({ min: 0, max: segments - 1 }).map((i) => ({ kind: 'segment' as const, segment: `g${i}` }))]
      : []),
    ...(segments > 2
      ? [fc.constantFrom('first', 'second', 'rest').map((stage) => ({ kind: 'stage' as const, stage }))]
      : []),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = condition({ traits, segments }, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...leaves) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(inner, { maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: inner }) },
  );
}

/** Values of every type, some unknown. */
export const properties = fc.record({
  s: stored('string'),
  n: stored('number'),
  b: stored('boolean'),
  d: stored('date'),
  t: stored('time'),
});
/** One event of the first five profiles. */
export const event = fc.record({
  id: fc.option(
    fc.constantFrom('1', '2', '🙂', '\uE000', '\uE0001').chain((a) => fc.nat(30).map((b) => `${a}${b}`)),
    { freq: 9 },
  ),
  profile: fc.nat(4),
  name: selection.event,
  time: times,
  properties,
});

/** A whole plan with its people. */
export const world = fc.array(trait, { minLength: 5, maxLength: 8 }).chain((list) => {
  const traits = Object.fromEntries(list.map((each, i) => [`trait ${i} "'`, each]));
  return fc.record({
    traits: fc.constant(traits),
    segments: fc.tuple(
      condition({ traits, segments: 0 }, 1),
      condition({ traits, segments: 1 }, 1),
      condition({ traits, segments: 2 }, 1),
    ),
    stages: fc.tuple(condition({ traits, segments: 2 }, 1), condition({ traits, segments: 2 }, 1)),
    conditions: fc.array(condition({ traits, segments: 3 }), { minLength: 24, maxLength: 24 }),
    profiles: fc.array(fc.record({ tz: fc.constantFrom(...ZONES), attributes: properties }), {
      minLength: 5,
      maxLength: 5,
    }),
    events: fc.array(event, { minLength: 0, maxLength: 80, size: 'max' }),
    moments: fc.tuple(
      fc.constant(NOW),
      times.filter((t) => t <= NOW),
    ),
  });
});
