import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleBlock, exampleCatalog, exampleIncentive } from '../../src/check/example/example-project.js';
import { holds } from '../../src/decide/evaluate.js';
import { implies } from '../../src/diff/compare-conditions.js';
import { diffPlans } from '../../src/diff/diff-plans.js';
import type { Condition, Test } from '../../src/model/condition.js';
import type { Plan } from '../../src/model/plan.js';
import { END, START, someAttributes, someCondition, someEvents, somePlan } from '../decide/arbitraries.js';
import { has, hasWithin, lasting, planWith, profile } from '../decide/world.js';
import { built, edit, shop } from './shop.js';

const OPTIONS = { census: null, now: START };
const lines = (old: Plan, now: Plan): readonly string[] =>
  diffPlans(old, now, OPTIONS).changes.map(({ code, level, campaign, step, what }) =>
    [level, code, campaign, step, what].join(' '),
  );

/** The same plan, every object with its keys the other way round: what an order of files or of writing could change. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, turned(each)]),
  ) as T;
}

describe('two plans', () => {
  it('that are the same differ in nothing, in whatever order they are written', () => {
    fc.assert(
      fc.property(somePlan, (plan) => {
        expect(diffPlans(plan, plan, OPTIONS)).toEqual({ changes: [], idle: [] });
        const other = turned(plan);
        expect(lines(plan, { ...other, campaigns: [...other.campaigns].reverse() })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('differ in the same, in whatever order their campaigns stand', () => {
    fc.assert(
      fc.property(somePlan, somePlan, (old, now) => {
        const reversed = (plan: Plan): Plan => ({ ...plan, campaigns: [...plan.campaigns].reverse() });
        expect(lines(reversed(old), reversed(now))).toEqual(lines(old, now));
      }),
      { numRuns: 50 },
    );
  });
});

/** Every number, text and truth in a plan, by the keys that lead to it. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

/** What can stand where a plan has nothing, by the key. */
const INSTEAD_OF_NOTHING: Readonly<Record<string, unknown>> = {
  when: has('order_placed'),
  delay: { for: lasting('1h'), at: null, on: null },
  for: lasting('1h'),
  sendWindow: { from: 540, to: 1080, on: null, onBlocked: 'skip' },
  stages: ['active'],
  audience: has('order_placed'),
  backfill: lasting('1d'),
  offset: { direction: 'after', duration: lasting('1d') },
  at: 540,
  on: [1],
  enum: ['x'],
  minimumLift: 0.1,
  holidays: { dates: ['12-25'], regions: null, onBlocked: 'skip' },
  throttle: { rate: null, perDomain: {}, otherDomains: null },
  rate: { count: 1, per: 1000 },
  otherDomains: { count: 1, per: 1000 },
  test: {
    metric: 'order_rate',
    sample: 0.2,
    decideAfter: lasting('1d'),
    variants: [{ id: 'a', subject: 'One', template: null }],
  },
};

const OTHER_WORD: Readonly<Record<string, string>> = {
  follow: 'pinned',
  pinned: 'follow',
  next: 'exit',
  defer: 'skip',
};

/** The plan with the value at a place another of its kind. */
function altered(plan: Plan, path: readonly string[]): Plan {
  const copy = structuredClone(plan);
  let holder = copy as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  const value = holder[last];
  const other =
    typeof value === 'number'
      ? value + 1
      : typeof value === 'boolean'
        ? !value
        : value === null
          ? (INSTEAD_OF_NOTHING[last] ?? 'x')
          : (OTHER_WORD[String(value)] ?? `${value}x`);
  holder[last] = other;
  return { ...copy, hash: `${plan.hash}x` };
}

it('no value of a plan can change without a word', async () => {
  const { plan } = await built(
    edit(shop('follow'), {
      'lifecycle.config.yaml': [
        ['  quiet_hours:', '  frequency_caps: [{messages: 3, per: 7d, on_blocked: skip}]\n  quiet_hours:'],
        ['    transport:', '    throttle: {rate: 100/s}\n    transport:'],
        [
          'events: data/events.ndjson}',
          'events: data/events.ndjson, catalogs: {products: {file: data/products.csv, key: sku, columns: {sku: string, title: string}}}}',
        ],
        [
          'topics:\n',
          'economics: {currency: EUR, revenue: revenue, margin: 45%, cost_per_message: {email: 0.01}}\nincentives: {gift: {codes: data/codes.csv, cost: 5}}\ntopics:\n',
        ],
      ],
      'campaigns/cart.yaml': [
        [
          'guardrails: [revenue]',
          'minimum_lift: 5%, secondary: [revenue], guardrails: [{metric: revenue, non_inferior: 5%}]',
        ],
        [
          'stage: [active',
          'send_window: {from: "09:00", to: "18:00", on_blocked: defer}\nbackfill: 3d\nstage: [active',
        ],
        [
          '  - id: goodbye\n',
          '  - {id: pause, wait_for: {event: order_placed, within: 3d, then: [{id: done, exit: bought}]}}\n  - id: goodbye\n',
        ],
        [
          'tests:\n',
          'moved: [{from: first, to: help}]\nremoved: [{step: gone, reason: x}]\naccepts: [{change: LC801, reason: y}]\ntests:\n',
        ],
      ],
      'templates/letter.mjml': exampleBlock['templates/letter.mjml'] ?? '',
      'templates/blocks/greeting.yaml': exampleBlock['templates/blocks/greeting.yaml'] ?? '',
      'templates/partials/greeting/buyer.liquid': 'Thank you {{ times }} times.\n',
      'templates/partials/greeting/new.liquid': 'Have a look around.\n',
      'templates/cart/help.mjml': exampleCatalog['templates/cart/help.mjml'] ?? '',
      'templates/cart/offer.mjml': exampleIncentive['templates/cart/offer.mjml'] ?? '',
    }),
  );
  // What says nothing of what runs: the version of the format, its hash, who made it and of what.
  const silentParts = ['format', 'hash', 'compiler', 'sources'];
  const places = leavesOf(plan)
    .filter(([first = '']) => !silentParts.includes(first))
    .filter((path) => !['kind', 'op'].includes(path.at(-1) ?? ''));
  expect(places.length).toBeGreaterThan(250);
  const silent = places.filter((path) => {
    const { changes } = diffPlans(plan, altered(plan, path), OPTIONS);
    const isTold = changes.some(({ what }) => !what.includes('means the same'));
    // Only the words of a length or a rate may change without meaning anything else.
    return isTold === (path.at(-1) === 'text' && !path.includes('templates') && !path.includes('schedule'));
  });
  expect(silent.map((path) => path.join('.'))).toEqual([]);
});

describe('what follows from what', () => {
  const test = (name: string, one: Test): Condition => ({ kind: 'attribute', name, test: one });
  const number = fc.integer({ min: 0, max: 4 });
  const someTest: fc.Arbitrary<Test> = fc.oneof(
    fc
      .tuple(fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const), number)
      .map(([op, value]) => ({ op, value })),
    fc.tuple(number, number).map(([low, high]) => ({ op: 'between' as const, low, high })),
    fc.tuple(fc.constantFrom('is' as const, 'is_not' as const), number).map(([op, value]) => ({ op, value })),
    fc
      .tuple(fc.constantFrom('in' as const, 'not_in' as const), fc.array(number, { minLength: 1, maxLength: 3 }))
      .map(([op, values]) => ({ op, values })),
  );
  const leaf: fc.Arbitrary<Condition> = fc.oneof(
    someTest.map((one) => test('score', one)),
    someTest.map((one) => ({ ...has('viewed'), measure: { kind: 'count', test: one } }) as Condition),
    fc
      .tuple(someTest, fc.constantFrom('1d', '3d', '1mo'))
      .map(([one, within]) => ({ ...hasWithin('viewed', within), measure: { kind: 'count', test: one } }) as Condition),
    fc.tuple(someTest, number).map(
      ([one, value]) =>
        ({
          ...has('cart'),
          where: [{ property: 'value', test: { op: 'gte', value: value * 20 } }],
          measure: { kind: 'count', test: one },
        }) as Condition,
    ),
    someCondition,
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      { weight: 4, arbitrary: leaf },
      {
        weight: 1,
        arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((of): Condition => ({ kind: 'all', of })),
      },
      {
        weight: 1,
        arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((of): Condition => ({ kind: 'any', of })),
      },
      { weight: 1, arbitrary: tie('condition').map((of): Condition => ({ kind: 'not', of })) },
    ),
  }));
  // The traits and segments that random conditions name are those of any random plan.
  const [some] = fc.sample(somePlan, { numRuns: 1, seed: 1 });
  const score = { type: 'number', optional: true, pii: false, enum: null } as const;
  const plan = planWith({ ...some, attributes: { ...some?.attributes, score } });

  /** Two questions about the same events that differ in little: where a wrong step is most easily taken. */
  const closeCall = fc
    .tuple(someTest, fc.constantFrom('1d', '3d', '10d'), fc.boolean(), fc.constantFrom('1d', '3d', '10d', null))
    .map(([one, first, isSame, second]): readonly [Condition, Condition] => {
      const ask = (within: string | null): Condition => ({
        ...(within === null ? has('viewed') : hasWithin('viewed', within)),
        measure: { kind: 'count', test: one },
      });
      return [ask(first), isSame ? { kind: 'any', of: [ask(second)] } : ask(second)];
    });

  it('is never said where it is not so', () => {
    let said = 0;
    fc.assert(
      fc.property(
        fc.oneof(fc.tuple(condition, condition), closeCall),
        someEvents,
        someAttributes,
        fc.option(number, { nil: null }),
        ([a, b], events, attributes, points) => {
          const facts = profile(events, { attributes: { ...attributes, score: points } });
          const person = { plan, facts, messages: [] };
          for (const [x, y] of [
            [a, b],
            [b, a],
            [a, { kind: 'any', of: [a, b] }],
            [{ kind: 'all', of: [a, b] }, b],
          ] as const) {
            if (!implies(x, y)) continue;
            said += 1;
            for (const t of [START, (START + END) / 2, END]) {
              if (holds(x, t, person)) expect(holds(y, t, person)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(said).toBeGreaterThan(2000);
  });

  it('is said in the plain cases', () => {
    const gte = (value: number): Test => ({ op: 'gte', value });
    expect(implies(test('a', gte(3)), test('a', gte(1)))).toBe(true);
    expect(implies(test('a', gte(1)), test('a', gte(3)))).toBe(false);
    expect(implies(test('a', gte(3)), test('b', gte(1)))).toBe(false);
    expect(implies(hasWithin('viewed', '1d'), hasWithin('viewed', '3d'))).toBe(true);
    expect(implies(hasWithin('viewed', '1d'), has('viewed'))).toBe(true);
    expect(implies(has('viewed'), hasWithin('viewed', '1d'))).toBe(false);
    expect(implies({ kind: 'not', of: has('viewed') }, { kind: 'not', of: hasWithin('viewed', '1d') })).toBe(true);
    expect(implies(has('viewed', { op: 'lte', value: 3 }), hasWithin('viewed', '1d'))).toBe(false);
    const few: Test = { op: 'lte', value: 3 };
    const fewOfLate: Condition = { ...hasWithin('viewed', '1d'), measure: { kind: 'count', test: few } };
    expect(implies(fewOfLate, has('viewed', few))).toBe(false);
    expect(implies(test('a', { op: 'in', values: ['x'] }), test('a', { op: 'in', values: ['x', 'y'] }))).toBe(true);
    expect(implies(test('a', { op: 'is', value: 'x' }), test('a', { op: 'not_in', values: ['y'] }))).toBe(true);
  });
});
