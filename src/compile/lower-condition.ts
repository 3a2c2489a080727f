import type { Channel } from '../model/channel.js';
import { fateEvent } from '../model/channel-events.js';
import type { Condition, EventCondition, PropertyTest, Test, Window } from '../model/condition.js';
import type { ConditionFile, NumberTestFile, ValueTestFile, WhereFile } from '../model/condition-file.js';
import { invariant } from '../model/failure.js';
import { duration } from './written.js';

const AT_LEAST_ONE: Test = { op: 'gte', value: 1 };

/** Where a condition stands. */
export interface Scope {
  /** The campaign around it, for `message` without one; null in the configuration. */
  readonly campaign: string | null;
  /** Whether a step of a journey asks: then `message` without a campaign means the message of that journey. */
  readonly inJourney?: true;
  /** The channel by which a step sends. */
  readonly channelOf: (campaign: string, step: string) => Channel;
}

/** A condition as written → its typed form. */
export function lowerCondition(node: ConditionFile, scope: Scope): Condition {
  if (node.all) return { kind: 'all', of: node.all.map((each) => lowerCondition(each, scope)) };
  if (node.any) return { kind: 'any', of: node.any.map((each) => lowerCondition(each, scope)) };
  if (node.not) return { kind: 'not', of: lowerCondition(node.not, scope) };
  if (node.attribute !== undefined) return { kind: 'attribute', name: node.attribute, test: lowerTest(node) };
  if (node.event !== undefined) return lowerEvent(node as ConditionFile & { event: string });
  if (node.segment !== undefined) return { kind: 'segment', segment: node.segment };
  if (node.stage !== undefined) return { kind: 'stage', stage: node.stage };
  invariant(node.message, 'a condition has one of its keys');
  const { step, was } = node.message;
  const from = node.message.campaign ?? scope.campaign;
  invariant(from, 'a message condition knows its campaign');
  const ofJourney = scope.inJourney === true && node.message.campaign === undefined;
  if (was === 'sent') return { kind: 'message', campaign: from, step, ...(ofJourney ? { ofJourney } : {}) };
  const event = fateEvent(scope.channelOf(from, step), was);
  invariant(event, 'a checked condition asks what can be told');
  return {
    kind: 'event',
    event,
    where: [
      { property: 'campaign', test: { op: 'is', value: from } },
      { property: 'step', test: { op: 'is', value: step } },
    ],
    window: ofJourney ? { kind: 'journey', step } : { kind: 'ever' },
    measure: { kind: 'count', test: AT_LEAST_ONE },
  };
}

function lowerEvent(node: ConditionFile & { event: string }): EventCondition {
  const [property, sum] = Object.entries(node.sum ?? {})[0] ?? [];
  return {
    kind: 'event',
    event: node.event,
    where: lowerWhere(node.where),
    window: lowerWindow(node),
    measure:
      property !== undefined && sum !== undefined
        ? { kind: 'sum', property, test: lowerTest(sum) }
        : { kind: 'count', test: node.count === undefined ? AT_LEAST_ONE : lowerTest(node.count) },
  };
}

/** `within`, or `after` and `before`, of an event condition or trait. */
export function lowerWindow(node: {
  readonly within?: string;
  readonly after?: string;
  readonly before?: string;
}): Window {
  if (node.within !== undefined) return { kind: 'within', duration: duration(node.within) };
  if (node.after === undefined && node.before === undefined) return { kind: 'ever' };
  return { kind: 'between', after: node.after ?? null, before: node.before ?? null };
}

/** Property tests, sorted by property so that the order in the file does not matter. */
export function lowerWhere(where: WhereFile | undefined): readonly PropertyTest[] {
  return Object.entries(where ?? {})
    .map(
      ([property, test]): PropertyTest => ({
        property,
        test: typeof test === 'object' ? lowerTest(test) : { op: 'is', value: test },
      }),
    )
    .sort((a, b) => (a.property < b.property ? -1 : 1));
}

function lowerTest(node: ValueTestFile | NumberTestFile): Test {
  const file = node as ValueTestFile;
  const tests: Test[] = [];
  if (file.is !== undefined) tests.push({ op: 'is', value: file.is });
  if (file.is_not !== undefined) tests.push({ op: 'is_not', value: file.is_not });
  if (file.in !== undefined) tests.push({ op: 'in', values: file.in });
  if (file.not_in !== undefined) tests.push({ op: 'not_in', values: file.not_in });
  for (const op of ['gt', 'gte', 'lt', 'lte'] as const) {
    const value = file[op];
    if (value !== undefined) tests.push({ op, value });
  }
  if (file.between !== undefined) tests.push({ op: 'between', low: file.between[0], high: file.between[1] });
  for (const op of ['contains', 'starts_with'] as const) {
    const value = file[op];
    if (value !== undefined) tests.push({ op, value });
  }
  if (file.exists !== undefined) tests.push({ op: 'exists', value: file.exists });
  for (const op of ['before', 'after'] as const) {
    const moment = file[op];
    if (moment !== undefined) tests.push({ op, moment });
  }
  if (file.within !== undefined) tests.push({ op: 'within', duration: duration(file.within) });
  const [first, ...rest] = tests;
  invariant(first, 'a test has an operator');
  return rest.length === 0 ? first : { op: 'every', of: tests };
}
