import type { Value } from '../model/value.js';

/** A record that has nothing behind it but `behind`: `__proto__` is a key like any other. */
export function emptyRecord(behind: object | null): Record<string, Value> {
  // One that `Object.create(null)` makes is a hash table: three times as large, and slow to read.
  return Object.setPrototypeOf({}, behind) as Record<string, Value>;
}
