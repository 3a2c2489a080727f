import type { Condition, PropertyTest, Test, Window } from '../../model/condition.js';

/** A condition as a reader says it, to follow "people": `whose country is DE or AT`, `who did order_placed in the last 30d`. */
export function conditionWords(condition: Condition): string {
  return say(condition, false);
}

/** `and value is at least 20`-like words for tests of an event's properties; empty when there is none. */
export function whereWords(where: readonly PropertyTest[]): string {
  return where.map(({ property, test }) => `${property} ${testWords(test)}`).join(' and ');
}

function say(condition: Condition, inside: boolean): string {
  switch (condition.kind) {
    case 'all':
      return group(condition.of, ' and ', inside);
    case 'any':
      return group(condition.of, ' or ', inside);
    case 'not':
      return condition.of.kind === 'event' && isPlain(condition.of)
        ? `who did not do ${eventWords(condition.of)}`
        : `not (${say(condition.of, false)})`;
    case 'attribute':
      return `whose ${condition.name} ${testWords(condition.test)}`;
    case 'event': {
      const { measure } = condition;
      if (isPlain(condition)) return `who did ${eventWords(condition)}`;
      return measure.kind === 'count'
        ? `whose number of ${eventWords(condition)} ${testWords(measure.test)}`
        : `whose sum of ${condition.event}.${measure.property}${rest(condition)} ${testWords(measure.test)}`;
    }
    case 'segment':
      return `in segment ${condition.segment}`;
    case 'stage':
      return `in stage ${condition.stage}`;
    case 'message':
      return `who were sent ${condition.campaign}/${condition.step}`;
  }
}

type EventLeaf = Extract<Condition, { kind: 'event' }>;

function isPlain({ measure }: EventLeaf): boolean {
  return measure.kind === 'count' && measure.test.op === 'gte' && measure.test.value === 1;
}

function eventWords(leaf: EventLeaf): string {
  return `${leaf.event}${rest(leaf)}`;
}

function rest({ where, window }: EventLeaf): string {
  return `${where.length > 0 ? ` (${whereWords(where)})` : ''}${windowWords(window)}`;
}

function windowWords(window: Window): string {
  switch (window.kind) {
    case 'ever':
      return '';
    case 'within':
      return ` in the last ${window.duration.text}`;
    case 'between':
      return `${window.after === null ? '' : ` from ${window.after}`}${window.before === null ? '' : ` before ${window.before}`}`;
  }
}

function testWords(test: Test): string {
  switch (test.op) {
    case 'is':
      return `is ${word(test.value)}`;
    case 'is_not':
      return `is not ${word(test.value)}`;
    case 'in':
      return `is ${list(test.values, 'or')}`;
    case 'not_in':
      return `is not ${list(test.values, 'or')}`;
    case 'gt':
      return `is more than ${test.value}`;
    case 'gte':
      return `is at least ${test.value}`;
    case 'lt':
      return `is less than ${test.value}`;
    case 'lte':
      return `is at most ${test.value}`;
    case 'between':
      return `is between ${test.low} and ${test.high}`;
    case 'contains':
      return `contains "${test.value}"`;
    case 'starts_with':
      return `starts with "${test.value}"`;
    case 'exists':
      return test.value ? 'is known' : 'is unknown';
    case 'before':
      return `is before ${test.moment}`;
    case 'after':
      return `is ${test.moment} or later`;
    case 'within':
      return `is in the last ${test.duration.text}`;
    case 'every':
      return test.of.map(testWords).join(' and ');
  }
}

function group(conditions: readonly Condition[], joint: string, inside: boolean): string {
  const text = conditions.map((each) => say(each, true)).join(joint);
  return inside && conditions.length > 1 ? `(${text})` : text;
}

function word(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

function list(values: readonly (string | number | boolean)[], joint: string): string {
  const words = values.map(word);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}
