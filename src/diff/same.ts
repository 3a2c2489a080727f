/** Whether two values of plans mean the same: `7d` and `1w` are one length, `60/m` and `1/s` one rate, and the order of keys says nothing. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || meaning(a) === meaning(b);
}

/** A text that is the same for values that mean the same. */
export function meaning(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => (isRecord(each) ? inOrder(each) : each)) ?? 'undefined';
}

/** The names under which two records do not hold the same, sorted. */
export function differing<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): readonly string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.filter((name) => !same(a[name], b[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(record: Record<string, unknown>): Record<string, unknown> {
  // A duration and a rate keep the words in which they were written; they change nothing.
  const words = ('exact' in record && 'months' in record) || ('count' in record && 'per' in record) ? 'text' : null;
  const entries = Object.entries(record).filter(([name]) => name !== words);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
