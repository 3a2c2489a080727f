import fc from 'fast-check';
import type { Condition } from '../../src/model/condition.js';
import type { FactEvent, Facts, Frame } from '../../src/model/facts.js';
import type { MessageTest } from '../../src/model/message-test.js';
import type {
  Awaited,
  FrequencyCap,
  Holidays,
  Plan,
  PlanCampaign,
  SendWindow,
  Step,
  Trigger,
} from '../../src/model/plan.js';
import type { Population } from '../../src/model/population.js';
import type { Value, Weekday } from '../../src/model/value.js';
import { at, campaign, cap, email, HOUR, has, hasWithin, lasting, planWith } from './world.js';

/** The days that plans and events are made for: clocks change in London, on Lord Howe and in Cairo meanwhile. */
export const START = at('2026-03-20T00:00');
export const DAYS = 20;
export const END = START + DAYS * 24 * HOUR;
const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'];

/** Zones with whole, half and odd offsets, some of whose clocks change. */
export const someZone = fc.constantFrom(...ZONES);

const attribute = (name: string, test: Extract<Condition, { kind: 'attribute' }>['test']): Condition => ({
  kind: 'attribute',
  name,
  test,
});

const LEAVES: readonly Condition[] = [
  has('order'),
  hasWithin('viewed', '2d'),
  hasWithin('order', '7d'),
  { ...hasWithin('viewed', '3d'), measure: { kind: 'count', test: { op: 'gte', value: 2 } } },
  {
    ...hasWithin('cart', '1mo'),
    measure: { kind: 'sum', property: 'value', test: { op: 'between', low: 40, high: 100 } },
  },
  { ...has('viewed'), window: { kind: 'between', after: '2026-03-25', before: '2026-03-30T12:00' } },
  { ...has('cart'), where: [{ property: 'value', test: { op: 'gt', value: 30 } }] },
  attribute('country', { op: 'in', values: ['DE', 'FR'] }),
  attribute('country', { op: 'is_not', value: 'DE' }),
  attribute('renews', { op: 'within', duration: lasting('5d') }),
  attribute('seen', { op: 'within', duration: lasting('36h') }),
  attribute('orders', { op: 'gte', value: 1 }),
  attribute('spent', { op: 'lt', value: 100 }),
  attribute('last_viewed', { op: 'within', duration: lasting('2d') }),
  attribute('taste', { op: 'is', value: 's1' }),
  attribute('warmth', { op: 'gte', value: 2 }),
  attribute('warmth', { op: 'between', low: 0.5, high: 1.5 }),
  attribute('rfm.percentile', { op: 'lte', value: 0.4 }),
  attribute('rfm.stopped', { op: 'is', value: false }),
  attribute('gap.own', { op: 'lt', value: 4 }),
  attribute('hour', { op: 'gte', value: 12 }),
  attribute('dear', { op: 'gt', value: 0.5 }),
];

const leaf = fc.constantFrom(...LEAVES);

/** Conditions on events, attributes and traits: what a segment or a stage may be. */
export const someCondition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: leaf.map((of): Condition => ({ kind: 'not', of })) },
  { weight: 1, arbitrary: fc.tuple(leaf, leaf).map((of): Condition => ({ kind: 'all', of })) },
  {
    weight: 1,
    arbitrary: fc.tuple(leaf, leaf).map(([a, b]): Condition => ({ kind: 'any', of: [a, { kind: 'not', of: b }] })),
  },
);

/** Conditions that also refer to segments, stages and messages: what an audience or a step may ask. */
const someQuestion: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: someCondition },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Condition>(
      { kind: 'segment', segment: 'keen' },
      { kind: 'not', of: { kind: 'segment', segment: 'fresh' } },
      { kind: 'stage', stage: 'new' },
      { kind: 'stage', stage: 'lapsed' },
      { kind: 'message', campaign: 'a', step: 'a-1' },
      { kind: 'not', of: { kind: 'message', campaign: 'b', step: 'b-1' } },
      { kind: 'message', campaign: 'a', step: 'a-1', ofJourney: true },
      { kind: 'not', of: { ...has('viewed'), window: { kind: 'journey', step: 'a-1' } } },
    ),
  },
);

const perhaps = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 2 });

/** Windows with and without hours and days; one lies about the hour that clock changes take or give. */
const someWindow = fc.constantFrom<SendWindow | null>(
  null,
  null,
  null,
  { from: 540, to: 1080, on: [1, 2, 3, 4, 5], onBlocked: 'defer' },
  { from: 90, to: 170, on: null, onBlocked: 'defer' },
  { from: 0, to: 1440, on: [7], onBlocked: 'skip' },
  { from: 600, to: 1440, on: null, onBlocked: 'exit' },
);

const someTest: MessageTest = {
  metric: 'views',
  sample: 0.5,
  decideAfter: lasting('30h'),
  variants: [
    { id: 'one', subject: 'One', template: null },
    { id: 'two', subject: 'Two', template: null },
  ],
};

const letter = (id: string): fc.Arbitrary<Step> =>
  fc
    .record({
      delay: fc.constantFrom('0m', '45m', '1d', '36h', '3d', '8d'),
      at: fc.constantFrom(null, 480, 1290, { trait: 'hour' }),
      topic: fc.constantFrom('offers', 'offers', 'service'),
      gift: fc.boolean(),
      channel: fc.constantFrom('email' as const, 'email' as const, 'sms' as const),
      test: fc.constantFrom(null, null, null, someTest),
      blocked: fc.constantFrom(undefined, undefined, undefined, 'defer' as const, 'skip' as const, 'exit' as const),
      sendWindow: someWindow,
      when: perhaps(someQuestion),
    })
    .map(
      ({ delay, at: clock, topic, gift, channel, test, blocked, sendWindow, when }): Step => ({
        ...email(id, {
          topic,
          channel,
          test,
          sendWindow,
          ...(gift ? { incentive: 'gift' } : {}),
          ...(blocked ? { onBlocked: blocked } : {}),
        }),
        delay: { for: lasting(delay), at: clock, on: null },
        when,
      }),
    );

const fork = (id: string): fc.Arbitrary<Step> =>
  fc
    .record({ when: someQuestion, yes: letter(`${id}-yes`), no: letter(`${id}-no`), isSplit: fc.boolean() })
    .map(({ when, yes, no, isSplit }): Step => {
      const [first, second] = [[yes], [no]];
      return {
        id,
        delay: null,
        when: null,
        action: isSplit
          ? {
              kind: 'split',
              variants: [
                { id: 'x', weight: 0.5, steps: first },
                { id: 'y', weight: 0.5, steps: second },
              ],
            }
          : {
              kind: 'branch',
              branches: [
                { when, steps: first },
                { when: null, steps: second },
              ],
            },
      };
    });

const wait = (id: string): fc.Arbitrary<Step> =>
  fc
    .record({
      awaited: fc.oneof(
        fc.constantFrom<Awaited>(
          { kind: 'event', event: 'viewed', where: [] },
          { kind: 'event', event: 'order', where: [] },
          { kind: 'event', event: 'cart', where: [{ property: 'value', test: { op: 'gt', value: 30 } }] },
        ),
        someQuestion.map((condition): Awaited => ({ kind: 'condition', condition })),
      ),
      within: fc.constantFrom('90m', '1d', '5d 1h', '1mo'),
      when: perhaps(someQuestion),
      met: fc.array(letter(`${id}-met`), { maxLength: 1 }),
      otherwise: fc.array(letter(`${id}-otherwise`), { maxLength: 1 }),
    })
    .map(
      ({ awaited, within, when, ...ways }): Step => ({
        id,
        delay: null,
        when,
        action: { kind: 'wait_for', for: awaited, within: lasting(within), ...ways },
      }),
    );

const someTrigger: fc.Arbitrary<Trigger> = fc.oneof(
  fc
    .record({
      where: fc.constantFrom([], [], [{ property: 'sku', test: { op: 'is' as const, value: 's1' } }]),
      unless: fc.constantFrom<Extract<Trigger, { kind: 'event' }>['unless']>(
        [],
        [{ event: 'order', where: [], within: lasting('1d') }],
      ),
    })
    .map((more): Trigger => ({ kind: 'event', event: 'viewed', key: null, ...more })),
  fc.constantFrom<Trigger>(
    {
      kind: 'event',
      event: 'cart',
      where: [],
      key: 'cart_id',
      unless: [
        { event: 'order', where: [], within: lasting('30m') },
        { event: 'cart', where: [], within: lasting('2h') },
      ],
    },
    { kind: 'inactive', event: 'order', for: lasting('4d') },
    { kind: 'inactive', event: 'viewed', for: lasting('50h') },
    { kind: 'inactive', event: 'viewed', for: { trait: 'gap.population_mean' } },
    { kind: 'inactive', event: 'viewed', for: { trait: 'gap.own' } },
    { kind: 'inactive', event: 'cart', for: { trait: 'gap.expected' } },
    { kind: 'enters', group: { kind: 'segment', segment: 'keen' } },
    { kind: 'enters', group: { kind: 'segment', segment: 'fresh' } },
    { kind: 'leaves', group: { kind: 'segment', segment: 'fresh' } },
    { kind: 'leaves', group: { kind: 'segment', segment: 'keen' } },
    { kind: 'enters', group: { kind: 'stage', stage: 'lapsed' } },
    { kind: 'enters', group: { kind: 'stage', stage: 'buyer' } },
    { kind: 'leaves', group: { kind: 'stage', stage: 'new' } },
  ),
  fc
    .record({
      attribute: fc.constantFrom('renews', 'seen', 'born'),
      offset: fc.constantFrom<Extract<Trigger, { kind: 'date' }>['offset']>(
        null,
        { direction: 'before', duration: lasting('3d') },
        { direction: 'after', duration: lasting('1d 2h') },
        { direction: 'before', duration: lasting('1mo 30m') },
        { direction: 'after', duration: lasting('1y 1mo') },
      ),
      yearly: fc.boolean(),
      at: fc.constantFrom(null, 135, 540),
    })
    .map((parts): Trigger => ({ kind: 'date', ...parts })),
  fc
    .record({
      hours: fc.constantFrom([2], [9, 21]),
      weekdays: fc.constantFrom<readonly Weekday[]>([1, 4, 7], [1, 2, 3, 4, 5, 6, 7]),
      zone: fc.constantFrom('profile' as const, 'project' as const),
      isOnce: fc.constantFrom(true, false, false),
    })
    .map(
      ({ hours, weekdays, zone, isOnce }): Trigger => ({
        kind: 'schedule',
        zone,
        schedule: isOnce
          ? { kind: 'once', local: '2026-03-29T02:15' }
          : {
              kind: 'cron',
              text: '30 * * * *',
              minutes: [30],
              hours,
              daysOfMonth: Array.from({ length: 31 }, (_, i) => i + 1),
              months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
              weekdays,
              eitherDay: false,
            },
      }),
    ),
);

const someCampaign = (id: string): fc.Arbitrary<PlanCampaign> =>
  fc
    .record({
      triggers: fc.array(someTrigger, { minLength: 1, maxLength: 2 }),
      steps: fc.tuple(
        letter(`${id}-1`),
        fc.oneof(letter(`${id}-2`), fork(`${id}-2`), wait(`${id}-2`)),
        letter(`${id}-3`),
      ),
      backfill: fc.constantFrom(null, null, lasting('4d')),
      stages: perhaps(fc.constantFrom(['new'], ['lapsed', 'buyer'])),
      audience: perhaps(someQuestion),
      reentry: fc.constantFrom(
        { kind: 'never' as const },
        { kind: 'always' as const },
        { kind: 'after' as const, duration: lasting('2d') },
      ),
      exitOn: fc.constantFrom<readonly Condition[]>([], [has('order')], [has('subscribed')], [hasWithin('cart', '1d')]),
      holdout: fc.constantFrom(0, 0, 0.5),
      priority: fc.integer({ min: 0, max: 3 }),
      sendWindow: someWindow,
    })
    .map((parts) => campaign(id, parts));

const onBlocked = fc.constantFrom('defer' as const, 'defer' as const, 'skip' as const, 'exit' as const);

/** Good Friday for all, other days by country. */
const someHolidays = fc
  .record({
    onBlocked,
    dates: fc.constantFrom([], ['04-03'], ['04-03', '2026-03-28', '2026-03-29']),
    isRegional: fc.boolean(),
  })
  .map(({ isRegional, ...rest }): Holidays | null =>
    rest.dates.length === 0 && !isRegional
      ? null
      : {
          ...rest,
          regions: isRegional ? { attribute: 'country', dates: { DE: ['03-29', '03-30'], FR: ['2026-03-31'] } } : null,
        },
  );

/** A cap on some messages only, or none. */
const someCap = fc.constantFrom<readonly FrequencyCap[]>(
  [],
  [],
  [cap({ counts: 'messages', max: 1, per: lasting('3d'), onBlocked: 'defer', topic: 'offers', channel: 'email' })],
  [cap({ counts: 'messages', max: 1, per: lasting('20d'), onBlocked: 'skip', channel: 'sms' })],
  [cap({ counts: 'incentives', max: 2, per: lasting('30d'), onBlocked: 'exit', incentive: 'gift' })],
);

/** Plans of three campaigns with every kind of trigger and step, and with the policies that may get in their way. */
export const somePlan: fc.Arbitrary<Plan> = fc
  .record({
    campaigns: fc.tuple(someCampaign('a'), someCampaign('b'), someCampaign('c')),
    timezone: someZone,
    keen: someCondition,
    fresh: someCondition,
    quiet: fc.boolean(),
    onBlocked,
    daily: onBlocked,
    weekly: onBlocked,
    global: fc.constantFrom(0, 0, 0.3),
    lateness: fc.constantFrom('12h', '3d'),
    holidays: someHolidays,
    narrow: someCap,
  })
  .map(
    ({
      campaigns,
      timezone,
      keen,
      fresh,
      quiet,
      onBlocked: night,
      daily,
      weekly,
      global,
      lateness,
      holidays,
      narrow,
    }) => ({
      ...planWith({
        campaigns: [...campaigns],
        timezone,
        segments: { keen, fresh },
        stages: [
          { id: 'new', when: { kind: 'not', of: has('order') } },
          { id: 'lapsed', when: { kind: 'not', of: hasWithin('order', '7d') } },
          { id: 'buyer', when: null },
        ],
        holdouts: { global, salt: 'test' },
        policies: {
          quietHours: quiet ? { from: 1260, to: 480, onBlocked: night } : null,
          holidays,
          frequencyCaps: [
            ...narrow,
            cap({ counts: 'messages', max: 1, per: lasting('1d'), onBlocked: daily }),
            cap({ counts: 'messages', max: 3, per: lasting('7d'), onBlocked: weekly }),
            cap({ counts: 'incentives', max: 1, per: lasting('30d'), onBlocked: 'skip' }),
          ],
          lateness: lasting(lateness),
        },
      }),
      ...definitions,
    }),
  );

const all = { where: [], window: { kind: 'ever' as const } };
const ranking: Population = {
  kind: 'rfm',
  event: 'cart',
  property: 'value',
  where: [],
  refresh: 'daily',
  within: lasting('7d'),
  bins: 5,
  weights: { recency: 1, frequency: 1, monetary: 1 },
  stop: { at: 0.3, resume: 0.6 },
};
const gaps: Population = {
  kind: 'purchase_gap',
  event: 'viewed',
  where: [],
  refresh: 'daily',
  within: null,
  minRepeaters: 2,
  followUp: 1,
};
const hours: Population = { kind: 'best_hour', events: ['cart', 'viewed'], refresh: 'weekly', within: lasting('14d') };
const dear: Population = {
  kind: 'share',
  event: 'cart',
  where: [{ property: 'value', test: { op: 'gt', value: 30 } }],
  of: 'cart',
  refresh: 'daily',
  within: lasting('7d'),
  shrink: 1,
};
const definitions: Pick<Plan, 'attributes' | 'events' | 'traits' | 'metrics'> = {
  metrics: { views: { measure: { kind: 'share', event: 'viewed', where: [] }, better: 'higher' } },
  attributes: {
    consent: { type: 'boolean', optional: true, pii: false, enum: null },
    country: { type: 'string', optional: true, pii: false, enum: null },
    renews: { type: 'date', optional: true, pii: false, enum: null },
    seen: { type: 'time', optional: true, pii: false, enum: null },
    born: { type: 'date', optional: true, pii: true, enum: null },
  },
  events: {
    viewed: { sku: 'string' },
    cart: { cart_id: 'string', value: 'number' },
    order: { value: 'number' },
    unsubscribed: { topic: 'string' },
    subscribed: { topic: 'string' },
    email_bounced: { kind: 'string' },
    sms_failed: { kind: 'string' },
  },
  traits: {
    orders: { trait: { kind: 'count', event: 'order', ...all }, type: 'number', nullable: false },
    spent: {
      trait: {
        kind: 'sum',
        event: 'cart',
        property: 'value',
        where: [],
        window: { kind: 'within', duration: lasting('7d') },
      },
      type: 'number',
      nullable: false,
    },
    last_viewed: { trait: { kind: 'last', event: 'viewed', property: null, ...all }, type: 'time', nullable: true },
    taste: {
      trait: { kind: 'most_frequent', event: 'viewed', property: 'sku', ...all },
      type: 'string',
      nullable: true,
    },
    warmth: {
      trait: {
        kind: 'score',
        weights: [
          { event: 'cart', weight: 1.5 },
          { event: 'viewed', weight: 1 },
        ],
        halfLife: 30 * HOUR,
      },
      type: 'number',
      nullable: false,
    },
    ...Object.fromEntries(
      ['percentile', 'stopped'].map((part) => [
        `rfm.${part}`,
        {
          trait: { kind: 'frozen', population: ranking, part },
          type: part === 'stopped' ? ('boolean' as const) : ('number' as const),
          nullable: true,
        },
      ]),
    ),
    ...Object.fromEntries(
      ['own', 'expected', 'population_mean'].map((part) => [
        `gap.${part}`,
        { trait: { kind: 'frozen', population: gaps, part }, type: 'number' as const, nullable: true },
      ]),
    ),
    hour: { trait: { kind: 'frozen', population: hours, part: 'value' }, type: 'number', nullable: true },
    dear: { trait: { kind: 'frozen', population: dear, part: 'value' }, type: 'number', nullable: true },
  },
};

/** An event in the days or shortly before, of a kind that plans ask for. */
export const someEvent: fc.Arbitrary<FactEvent> = fc
  .record({
    minute: fc.integer({ min: -5 * 1440, max: DAYS * 1440 }),
    name: fc.constantFrom(
      ...[
        'viewed',
        'viewed',
        'viewed',
        'cart',
        'cart',
        'order',
        'order',
        'unsubscribed',
        'subscribed',
        'email_bounced',
        'sms_failed',
      ],
    ),
    choice: fc.integer({ min: 1, max: 2 }),
    id: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ minute, name, choice, id }) => ({
    id: `${name}-${minute}-${id}`,
    name,
    time: START + minute * 60_000,
    properties: propertiesOf(name, choice),
  }));

function propertiesOf(name: string, choice: number): FactEvent['properties'] {
  switch (name) {
    case 'viewed':
      return { sku: `s${choice}` };
    case 'cart':
      return { cart_id: `c${choice}`, value: 20 * choice };
    case 'order':
      return { value: 10 };
    case 'email_bounced':
    case 'sms_failed':
      return { kind: choice === 1 ? 'soft' : 'hard' };
    default:
      return { topic: choice === 1 ? null : 'offers' };
  }
}

/** What one person did. */
export const someEvents = fc.array(someEvent, { maxLength: 25 });

/** Attributes that some plans ask for, their days and moments among those that plans are made for. */
export const someAttributes: fc.Arbitrary<Facts['attributes']> = fc.record({
  consent: fc.constantFrom(true, true, true, false),
  country: fc.constantFrom('DE', 'FR', null),
  renews: fc.constantFrom('2026-03-25', '2026-03-29', '2026-04-27', null),
  seen: fc.constantFrom(at('2026-03-24T13:30'), at('2025-03-29T01:00'), at('2026-03-29T01:00'), null),
  born: fc.constantFrom('1992-02-29', '1980-03-29', '2001-04-01', null),
});

const someShare = fc.constantFrom(null, 0.2, 0.3, 0.4, 0.5, 0.6, 0.61, 1);
const someDays = fc.constantFrom(null, 0.5, 1, 3.25, 4, 9);
const someValues = fc
  .record({
    'rfm.percentile': someShare,
    'rfm.stopped': fc.constantFrom(null, true, false),
    'gap.own': someDays,
    'gap.expected': someDays,
    'gap.population_mean': someDays,
    hour: fc.constantFrom(null, 0, 2, 9, 22),
    dear: someShare,
  })
  .map((values) => Object.assign(Object.create(null) as Record<string, Value>, values));

/** What stands of the frozen traits that plans are made with, from before the first event on; refreshes at midnights and at any other moment. */
export const someFrames: fc.Arbitrary<readonly Frame[]> = fc
  .record({
    first: someValues,
    rest: fc.uniqueArray(
      fc.tuple(
        fc.oneof(
          fc.nat(DAYS).map((day) => START + day * 24 * HOUR),
          fc.integer({ min: START - 3 * 24 * HOUR, max: END }),
        ),
        someValues,
      ),
      { maxLength: 8, selector: ([from]) => from },
    ),
  })
  .map(({ first, rest }) => [
    { from: START - 40 * 24 * HOUR, values: first },
    ...rest.map(([from, values]) => ({ from, values })).sort((a, b) => a.from - b.from),
  ]);
