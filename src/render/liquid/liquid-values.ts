import { GIVE_UP } from './liquid-run.js';

const has = Object.prototype.hasOwnProperty;

/** A value as it is shown: nothing for null and undefined, a list's items one behind the other. */
export function stringify(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(stringify).join('') : String(value);
}

/** Only these are false in Liquid: blank text, zero and an empty list are true. */
export function isFalsy(value: unknown): boolean {
  return value === false || value === undefined || value === null;
}

/** What a path's next name or number finds in a value: only its own, and `size`, `first` and `last`. Undefined when there is nothing. */
export function readProperty(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value) && typeof key === 'number') return itemAt(value, key);
  const own = has.call(value, key as string) ? (value as Record<string, unknown>)[key as string] : undefined;
  if (typeof own === 'function') throw GIVE_UP;
  switch (key) {
    case 'size':
      return has.call(value, 'size') ? own : sizeOf(value);
    case 'first':
      return Array.isArray(value) ? itemAt(value, 0) : own;
    case 'last':
      return Array.isArray(value) ? itemAt(value, -1) : own;
    default:
      return own;
  }
}

function itemAt(list: readonly unknown[], index: number): unknown {
  return list[index < 0 ? list.length + index : index];
}

function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value) || typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

/** The items that a loop goes over: of a list each, of a text itself, of an object name and value. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (value === null || typeof value !== 'object') return [];
  if (Symbol.iterator in value) throw GIVE_UP;
  return Object.entries(value);
}

/** Two values are equal when they are the same, lists when all their items are. */
export function areEqual(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left)) return left === right;
  return Array.isArray(right) && left.length === right.length && left.every((item, at) => areEqual(item, right[at]));
}

/** Whether a list has an item or a text has a part. */
export function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return whole.some((item) => areEqual(item, part));
  return typeof whole === 'string' && whole.indexOf(part as string) > -1;
}

/** What `empty`, `blank` and `nil` are equal to. */
export const EQUALS: Readonly<Record<'empty' | 'blank' | 'nil', (value: unknown) => boolean>> = {
  empty: isEmpty,
  blank: (value) =>
    value === false ||
    value === null ||
    value === undefined ||
    (typeof value === 'string' && /^\s*$/.test(value)) ||
    isEmpty(value),
  nil: (value) => value === null || value === undefined,
};

function isEmpty(value: unknown): boolean {
  return typeof value === 'string' ? value === '' : typeof value === 'object' && value !== null && sizeOf(value) === 0;
}
