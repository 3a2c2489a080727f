import { createHash } from 'node:crypto';

/** The first 32 hexadecimal digits of SHA-256 over a value's JSON with sorted keys: equal values have one fingerprint, whether they were just made or read from a file. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(sortedJson(value), 'utf8').digest('hex').slice(0, 32);
}

/** JSON with sorted keys. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
