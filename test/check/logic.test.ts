import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { canHold } from '../../src/check/logic/can-hold.js';
import { claimOf } from '../../src/check/logic/claim-of.js';
import { countSubject } from '../../src/check/logic/count-subject.js';
import { later } from '../../src/check/logic/later.js';
import { lowerCondition } from '../../src/compile/lower-condition.js';
import { lowerConfig } from '../../src/compile/lower-config.js';
import { holds } from '../../src/decide/evaluate.js';
import type { ConditionFile } from '../../src/model/condition-file.js';
import type { FactEvent } from '../../src/model/facts.js';
import type { Plan } from '../../src/model/plan.js';
import type { Value } from '../../src/model/value.js';
import { at, HOUR } from '../decide/world.js';
import { readFiles } from './read-files.js';

const config = `${exampleProject['lifecycle.config.yaml']}`
  .replace(
    '  consent_offers: {type: boolean}',
    '  consent_offers: {type: boolean}\n  points: {type: number, optional: true}\n  joined: {type: date}',
  )
  .replace(
    '  last_order: {last: order_placed}',
    '  last_order: {last: order_placed}\n  first_id: {first: order_placed.order_id}\n  spent: {sum: order_placed.value, within: 10d}',
  );
const project = readFiles({ ...exampleProject, 'lifecycle.config.yaml': config });
const plan = lowerConfig(project.config, () => 'email') as unknown as Plan;

const scope = { campaign: null, channelOf: () => 'email' as const } as const;
const DAYS = ['2026-03-01', '2026-03-10', '2026-03-20'];
const someNumber = fc.constantFrom(0, 1, 2, 50, 100);
const someDay = fc.constantFrom(...DAYS);
const someLength = fc.constantFrom('1h', '1d', '24h', '2d', '10d', '1mo');
const numberTest = fc.oneof(
  fc.record({ gte: someNumber }),
  fc.record({ lt: someNumber }),
  fc.record({ is: someNumber }),
  fc.record({ is_not: someNumber }),
  fc.record({ gt: someNumber, lte: someNumber }),
  fc.tuple(someNumber, someNumber).map((between) => ({ between })),
);
const window = fc.oneof(
  fc.constant({}),
  someLength.map((within) => ({ within })),
  fc.record({ after: someDay }),
  fc.record({ before: someDay }),
);
const someLeaf: fc.Arbitrary<object> = fc.oneof(
  fc.constantFrom('points', 'orders', 'spent').chain((attribute) => numberTest.map((test) => ({ attribute, ...test }))),
  fc
    .constantFrom('points', 'last_order', 'first_id', 'country')
    .chain((attribute) => fc.boolean().map((exists) => ({ attribute, exists }))),
  fc
    .constantFrom('is', 'is_not')
    .chain((op) => fc.constantFrom('DE', 'AT').map((value) => ({ attribute: 'country', [op]: value }))),
  fc.constantFrom('in', 'not_in').map((op) => ({ attribute: 'country', [op]: ['DE', 'FR'] })),
  fc.constantFrom('joined', 'last_order').chain((attribute) =>
    fc.oneof(
      someLength.map((within) => ({ attribute, within })),
      fc.constantFrom('before', 'after', 'gt', 'lte').chain((op) => someDay.map((day) => ({ attribute, [op]: day }))),
      fc.tuple(someDay, someDay).map((between) => ({ attribute, between })),
    ),
  ),
  fc.boolean().map((is) => ({ attribute: 'consent_offers', is })),
  fc.constantFrom('a', 'an').map((starts_with) => ({ attribute: 'first_name', starts_with })),
  fc
    .tuple(fc.option(numberTest, { nil: undefined }), window, fc.option(numberTest, { nil: undefined }))
    .map(([count, when, value]) => ({
      event: 'order_placed',
      ...when,
      ...(count === undefined ? {} : { count }),
      ...(value === undefined ? {} : { where: { value } }),
    })),
  fc.tuple(numberTest, window).map(([value, when]) => ({ event: 'order_placed', ...when, sum: { value } })),
  fc.constantFrom(
    { segment: 'buyers' },
    { segment: 'big_spenders' },
    { stage: 'active' },
    { stage: 'lapsed' },
    { stage: 'prospect' },
  ),
);
const someCondition: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: someLeaf },
  { weight: 1, arbitrary: someLeaf.map((not) => ({ not })) },
  { weight: 1, arbitrary: fc.array(someLeaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
  { weight: 1, arbitrary: fc.array(someLeaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
  { weight: 1, arbitrary: fc.array(someLeaf, { minLength: 1, maxLength: 3 }).map((any) => ({ not: { any } })) },
);

const START = at('2026-03-01T00:00');
const someMoment = fc.integer({ min: 0, max: 24 * 31 }).map((hours) => START + hours * HOUR);
const someEvent = fc
  .record({ time: someMoment, value: fc.constantFrom(null, 0, 1, 50, 100, 600), id: fc.constantFrom('x', 'y') })
  .map(
    ({ time, value, id }): FactEvent => ({
      id: `${time}`,
      name: 'order_placed',
      time,
      properties: { value, order_id: id },
    }),
  );
const someAttributes: fc.Arbitrary<Record<string, Value>> = fc.record({
  points: fc.constantFrom(null, 0, 1, 2, 75),
  country: fc.constantFrom(null, 'DE', 'AT', 'FR'),
  first_name: fc.constantFrom(null, 'ann', 'bob'),
  joined: fc.constantFrom(null, ...DAYS),
  consent_offers: fc.constantFrom(null, true, false),
  birthday: fc.constant(null),
  email: fc.constant(null),
});

function personWith(attributes: Record<string, Value>, events: readonly FactEvent[]) {
  const facts = {
    profileId: 'p',
    attributes,
    zone: 'Europe/Berlin',
    locale: null,
    email: null,
    emailProblem: null,
    phone: null,
    phoneProblem: null,
  };
  const sorted = [...new Map(events.map((event) => [event.id, event])).values()].sort((a, b) => a.time - b.time);
  return { plan, facts: { ...facts, events: sorted }, messages: [] };
}

describe('what can hold', () => {
  it('never calls impossible what is true of somebody', () => {
    fc.assert(
      fc.property(
        fc.array(someCondition, { maxLength: 4 }),
        someAttributes,
        fc.array(someEvent, { maxLength: 4 }),
        someMoment,
        (conditions, attributes, events, now) => {
          const person = personWith(attributes, events);
          const claims = conditions.map((condition) =>
            claimOf(project, condition, holds(lowerCondition(condition as ConditionFile, scope), now, person), null),
          );
          expect(canHold(claims)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never forgets later what may have changed', () => {
    const ending = [countSubject('order_placed', null, { kind: 'ever' })];
    fc.assert(
      fc.property(
        fc.array(someCondition, { minLength: 1, maxLength: 3 }),
        fc.tuple(someAttributes, someAttributes),
        fc.array(someEvent, { maxLength: 4 }),
        fc.tuple(someMoment, someMoment),
        fc.boolean(),
        (conditions, [before, after], events, moments, isEnding) => {
          const [then, now] = [Math.min(...moments), Math.max(...moments)];
          const happened = isEnding ? events.filter(({ time }) => time <= then || time > now) : events;
          const claims = conditions.flatMap((condition) => {
            const lowered = lowerCondition(condition as ConditionFile, scope);
            const early = holds(lowered, then, personWith(before, happened));
            const late = holds(lowered, now, personWith(after, happened));
            return [
              later(claimOf(project, condition, early, null), { ending: isEnding ? ending : [], isTrusting: false }),
              claimOf(project, condition, late, null),
            ];
          });
          expect(canHold(claims)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each<[object, object]>([
    [
      { attribute: 'points', gte: 5 },
      { attribute: 'points', lt: 5 },
    ],
    [
      { attribute: 'points', exists: false },
      { attribute: 'points', is: 5 },
    ],
    [
      { attribute: 'country', is: 'DE' },
      { attribute: 'country', in: ['AT', 'FR'] },
    ],
    [{ not: { attribute: 'country', is_not: 'DE' } }, { attribute: 'country', not_in: ['DE', 'AT'] }],
    [{ attribute: 'joined', within: '10d' }, { not: { attribute: 'joined', within: '1mo' } }],
    [
      { attribute: 'joined', before: '2026-03-01' },
      { attribute: 'joined', gte: '2026-03-01T00:00' },
    ],
    [{ attribute: 'last_order', exists: true }, { not: { event: 'order_placed' } }],
    [{ attribute: 'last_order', within: '2d' }, { not: { event: 'order_placed', within: '10d' } }],
    [{ attribute: 'first_id', exists: false }, { segment: 'buyers' }],
    [{ stage: 'active' }, { attribute: 'last_order', exists: false }],
    [{ stage: 'lapsed' }, { event: 'order_placed', within: '10d' }],
    [{ stage: 'prospect' }, { event: 'order_placed', where: { value: { gte: 50 } } }],
    [{ segment: 'big_spenders' }, { not: { segment: 'buyers' } }],
    [
      { event: 'order_placed', count: { lt: 2 } },
      { event: 'order_placed', within: '2d', count: { gt: 1 } },
    ],
    [
      { event: 'order_placed', count: { between: [2, 3] } },
      { event: 'order_placed', count: { is_not: 2, lt: 3 } },
    ],
    [{ any: [{ stage: 'active' }, { stage: 'lapsed' }] }, { stage: 'prospect' }],
  ])('knows that %j rules out %j', (one, other) => {
    expect(canHold([claimOf(project, one, true, null)])).toBe(true);
    expect(canHold([claimOf(project, other, true, null)])).toBe(true);
    expect(canHold([claimOf(project, one, true, null), claimOf(project, other, true, null)])).toBe(false);
  });

  it('gives up on what is too much to try out', () => {
    // Eight pigeons in seven holes: impossible, but nobody would write it.
    const sits = (pigeon: number, hole: number) => ({ attribute: 'first_name', contains: `${pigeon} in ${hole}` });
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
    const holes = numbers.slice(1);
    const somewhere = numbers.map((pigeon) => ({ any: holes.map((hole) => sits(pigeon, hole)) }));
    const alone = numbers.flatMap((one) =>
      numbers
        .slice(one + 1)
        .flatMap((other) => holes.map((hole) => ({ not: { all: [sits(one, hole), sits(other, hole)] } }))),
    );
    const claims = [...somewhere, ...alone].map((condition) => claimOf(project, condition, true, null));
    expect(canHold(claims)).toBe(true);
  });
});
