import { subtractDuration } from '../../calendar/local-time.js';
import type { Test } from '../../model/condition.js';
import type { Duration, Value, ValueType } from '../../model/value.js';
import { type Edges, spell } from './edges.js';
import { allOf, anyOf, literal, textKey } from './text.js';

/** How `within` is asked of a value: at the moment of asking, or once when the event happened. */
export type LowerWithin = (value: string, type: ValueType, duration: Duration) => string;

/** SQL for a test of a typed value; TRUE or FALSE, never NULL. */
export function lowerTest(value: string, type: ValueType, test: Test, edges: Edges, within: LowerWithin): string {
  switch (test.op) {
    case 'every':
      return allOf(test.of.map((each) => lowerTest(value, type, each, edges, within)));
    case 'exists':
      return `(${value} IS ${test.value ? 'NOT ' : ''}NULL)`;
    case 'is':
      return equals(value, type, test.value, edges);
    case 'is_not':
      return `(NOT ${equals(value, type, test.value, edges)})`;
    case 'in':
      return anyOf(test.values.map((each) => equals(value, type, each, edges)));
    case 'not_in':
      return `(NOT ${anyOf(test.values.map((each) => equals(value, type, each, edges)))})`;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compares(value, type, test.op, test.value, edges);
    case 'between':
      return allOf([compares(value, type, 'gte', test.low, edges), compares(value, type, 'lte', test.high, edges)]);
    case 'contains':
      return type === 'string' ? known(`strpos(${value}, ${literal(test.value)}) > 0`) : 'FALSE';
    case 'starts_with':
      return type === 'string' ? known(`starts_with(${value}, ${literal(test.value)})`) : 'FALSE';
    case 'before':
    case 'after': {
      const op = test.op === 'before' ? '<' : '>=';
      if (type === 'time') return known(`${value} ${op} ${edges.localMoment(test.moment)}`);
      if (type === 'date') return known(`${value} ${op} ${edges.firstLocalDay(test.moment)}`);
      return 'FALSE';
    }
    case 'within':
      return within(value, type, test.duration);
  }
}

/** `within`, asked at the moment of the row: moment − duration < value ≤ moment. */
export function lowerWithinMoment(edges: Edges): LowerWithin {
  return (value, type, duration) => {
    if (type === 'time') return known(`${value} > ${edges.windowStart(duration)} AND ${value} <= moment`);
    if (type !== 'date') return 'FALSE';
    const first = edges.firstDay(
      `after window ${spell(duration)}`,
      (at, zone) => subtractDuration(at, duration, zone) + 1,
    );
    return known(`${value} >= ${first} AND ${value} < ${edges.firstDay('after moment', (at) => at + 1)}`);
  };
}

/** Makes SQL's third truth value FALSE. */
export function known(condition: string): string {
  return `coalesce(${condition}, FALSE)`;
}

function equals(value: string, type: ValueType, wanted: Exclude<Value, null>, edges: Edges): string {
  if (type === 'time' && typeof wanted === 'string') return known(`${value} = ${edges.localMoment(wanted)}`);
  return typeof wanted === kindOf(type) ? known(`${value} = ${literal(wanted)}`) : 'FALSE';
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function compares(
  value: string,
  type: ValueType,
  op: keyof typeof OPERATORS,
  wanted: number | string,
  edges: Edges,
): string {
  if (type === 'time' && typeof wanted === 'string')
    return known(`${value} ${OPERATORS[op]} ${edges.localMoment(wanted)}`);
  if (typeof wanted !== kindOf(type)) return 'FALSE';
  if (type !== 'string') return known(`${value} ${OPERATORS[op]} ${literal(wanted)}`);
  return known(`${textKey(value)} ${OPERATORS[op]} ${textKey(literal(wanted))}`);
}

/** The JavaScript type that values of a declared type have. */
function kindOf(type: ValueType): 'string' | 'number' | 'boolean' {
  return type === 'string' || type === 'date' ? 'string' : type === 'boolean' ? 'boolean' : 'number';
}
