import {
  asksOnce,
  type Condition,
  type EventCondition,
  type PropertyTest,
  type Test,
  type Window,
} from '../../model/condition.js';
import { durationWords } from './duration-words.js';
import { fateWords } from './fate-words.js';
import { joinWords } from './join-words.js';

/** A condition as a reader says it, to follow "people": `with country DE or AT`, `who did order_placed in the last 30 days`. */
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
      return sayNot(condition.of);
    case 'attribute':
      return attributeWords(condition.name, condition.test);
    case 'event': {
      const { measure } = condition;
      if (asksOnce(condition)) return fateWords(condition, true) ?? `who did ${eventWords(condition)}`;
      return measure.kind === 'count'
        ? `who did ${condition.event} ${timesWords(measure.test)}${rest(condition)}`
        : `whose ${condition.event}${rest(condition)} add up to ${amountWords(measure.test)} ${measure.property}`;
    }
    case 'segment':
      return `in segment ${condition.segment}`;
    case 'stage':
      return `in stage ${condition.stage}`;
    case 'message':
      return `who were sent ${messageWords(condition)}`;
  }
}

function messageWords({ campaign, step, ofJourney }: Extract<Condition, { kind: 'message' }>): string {
  return ofJourney ? step : `${campaign}/${step}`;
}

function sayNot(condition: Condition): string {
  switch (condition.kind) {
    case 'event':
      if (!asksOnce(condition)) return `not (${say(condition, false)})`;
      return fateWords(condition, false) ?? `who did not do ${eventWords(condition)}`;
    case 'segment':
      return `not in segment ${condition.segment}`;
    case 'stage':
      return `not in stage ${condition.stage}`;
    case 'message':
      return `who were not sent ${messageWords(condition)}`;
    case 'attribute':
      // Several tests of one value are several withs.
      if (condition.test.op !== 'every')
        return attributeWords(condition.name, condition.test).replace(/^with/, 'without');
      return `not (${say(condition, false)})`;
    default:
      return `not (${say(condition, false)})`;
  }
}

/** `with country DE or AT`: names of attributes are nouns of any number, so no verb follows them. */
function attributeWords(name: string, test: Test): string {
  switch (test.op) {
    case 'exists':
      return `with ${test.value ? 'a known' : 'no known'} ${name}`;
    case 'is':
      return typeof test.value === 'number'
        ? `with ${name} equal to ${test.value}`
        : `with ${name} ${word(test.value)}`;
    case 'is_not':
      return `with ${name} other than ${word(test.value)}`;
    case 'in':
      return `with ${name} ${list(test.values, 'or')}`;
    case 'not_in':
      return `with ${name} other than ${list(test.values, 'or')}`;
    case 'contains':
      return `with "${test.value}" in ${name}`;
    case 'starts_with':
      return `with ${name} starting with "${test.value}"`;
    case 'before':
      return `with ${name} before ${test.moment}`;
    case 'after':
      return `with ${name} on or after ${test.moment}`;
    case 'within':
      return `with ${name} in the last ${durationWords(test.duration)}`;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'between':
      return `with ${name} ${testWords(test)
        .replace(/^is /, '')
        .replace(/^(at|more|less)/, 'of $1')}`;
    case 'every':
      return test.of.map((each) => attributeWords(name, each)).join(' and ');
  }
}

/** `at least 2 times`, to follow what was done. */
function timesWords(test: Test): string {
  return test.op === 'is' && test.value === 0 ? 'not once' : `${amountWords(test)} times`.replace(/\b1 times$/, 'once');
}

/** `at least 20`: a test of a number without its verb. */
function amountWords(test: Test): string {
  if (test.op === 'every') return test.of.map(amountWords).join(' and ');
  return testWords(test)
    .replace(/^is (?=not |between |at |more |less )/, '')
    .replace(/^is /, 'exactly ');
}

function eventWords(leaf: EventCondition): string {
  return `${leaf.event}${rest(leaf)}`;
}

function rest({ where, window }: EventCondition): string {
  return `${where.length > 0 ? ` (${whereWords(where)})` : ''}${windowWords(window)}`;
}

function windowWords(window: Window): string {
  switch (window.kind) {
    case 'ever':
      return '';
    case 'within':
      return ` in the last ${durationWords(window.duration)}`;
    case 'between':
      return `${window.after === null ? '' : ` from ${window.after}`}${window.before === null ? '' : ` before ${window.before}`}`;
    case 'journey':
      return ` about ${window.step}`;
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
      return `is in the last ${durationWords(test.duration)}`;
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

function list(values: readonly (string | number | boolean)[], joint: 'or'): string {
  return joinWords(values.map(word), joint);
}
