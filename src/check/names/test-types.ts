import { isMoment } from '../../model/moment.js';
import type { ValueType } from '../../model/value.js';
import { atKey, atValue, type Place } from '../place.js';
import { isMap, type YamlMap } from '../yaml-map.js';
import type { DeclaredType } from './declared-events.js';

/** An operator or value that does not fit the declared type of what is tested. */
export interface TypeProblem {
  readonly place: Place;
  /** Goes after `attribute "country"`. */
  readonly message: string;
  readonly label: string;
  readonly help: string;
}

const comparing = ['gt', 'gte', 'lt', 'lte', 'between'];
const timing = ['before', 'after', 'within'];
const texting = ['contains', 'starts_with'];
const equating = ['is', 'is_not', 'in', 'not_in'];

const operatorsFor: Readonly<Record<ValueType, readonly string[]>> = {
  string: [...equating, ...texting, 'exists'],
  number: [...equating, ...comparing, 'exists'],
  boolean: [...equating, 'exists'],
  date: [...equating, ...comparing, ...timing, 'exists'],
  time: [...equating, ...comparing, ...timing, 'exists'],
};

const operators: readonly string[] = [...equating, ...comparing, ...timing, ...texting, 'exists'];

/** What does not fit in the operators that stand beside or behind a name; keys that are no operators are left alone. */
export function findTypeProblems(tests: YamlMap, declared: DeclaredType): TypeProblem[] {
  const { type } = declared;
  if (type === null) return [];
  return Object.keys(tests)
    .filter((operator) => operators.includes(operator))
    .flatMap((operator) => {
      if (!operatorsFor[type].includes(operator)) {
        const fitting = operatorsFor[type].join(', ');
        const message = `is a ${type} and cannot be tested with "${operator}"`;
        return [{ place: atKey(tests, operator), message, label: `not for a ${type}`, help: `use one of: ${fitting}` }];
      }
      if (operator === 'exists' || timing.includes(operator) || texting.includes(operator)) return [];
      return valuesOf(tests, operator).flatMap(([holder, key, value]) =>
        findValueProblem(holder, key, value, declared),
      );
    });
}

/** What does not fit in one plain value. */
export function findValueProblem(
  holder: object,
  key: string | number,
  value: unknown,
  { type, values }: DeclaredType,
): TypeProblem[] {
  if (type === null || isMap(value)) return [];
  const place = atValue(holder, key);
  const wanted = { string: 'text', number: 'a number', boolean: 'true or false', date: 'a date', time: 'a time' }[type];
  const shown = JSON.stringify(value);
  if (!fits(value, type)) {
    const example = {
      string: `"${String(value)}"`,
      number: '5',
      boolean: 'true',
      date: '2026-03-01',
      time: '2026-03-01T09:00',
    };
    const message = `is a ${type}, and ${shown} is not ${wanted}`;
    const bare = type === 'number' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
    const help = bare
      ? `write it without quotes: ${value}`
      : `write ${wanted}, ${type === 'boolean' ? 'without quotes' : `such as ${example[type]}`}`;
    return [{ place, message, label: `not ${wanted}`, help }];
  }
  if (values === null || values.includes(value as string)) return [];
  const list = values.map((one) => `"${one}"`).join(', ');
  const help = values.length <= 8 ? `use one of: ${list}` : 'add it to the "enum" of the declaration, or correct it';
  return [{ place, message: `can never be ${shown}`, label: 'not among its declared values', help }];
}

function fits(value: unknown, type: ValueType): boolean {
  if (type === 'date' || type === 'time') return typeof value === 'string' && isMoment(value);
  return typeof value === type;
}

function valuesOf(tests: YamlMap, operator: string): [object, string | number, unknown][] {
  const value = tests[operator];
  if (!Array.isArray(value)) return [[tests, operator, value]];
  return value.map((one: unknown, index) => [value, index, one]);
}
