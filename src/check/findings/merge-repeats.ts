import type { Diagnostic } from '../../model/diagnostic.js';

/** What is said once of a file however often it is written there: names that stand for nothing, and values that cannot be. */
const said = new Set(
  'LC202 LC205 LC206 LC207 LC208 LC209 LC210 LC211 LC213 LC215 LC225 LC229 LC407 LC501 LC503 LC504 LC515'.split(' '),
);

/** More places than this are counted, not shown. */
const MOST_SHOWN = 8;

/**
 * One finding for each mistake of a file: where the same is said of several places, the first in reading order keeps it, with the others related, and one fix mends them all.
 * Errors only: warnings are ignored one by one. Expects and keeps the reading order.
 */
export function mergeRepeats(found: readonly Diagnostic[]): Diagnostic[] {
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>();
  for (const [index, one] of found.entries()) {
    const merges = said.has(one.code) && one.severity === 'error' && one.related === undefined;
    const key = merges ? JSON.stringify([one.code, one.span.file, one.message, one.label]) : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => merge(group));
}

function merge([first, ...others]: readonly [Diagnostic, ...Diagnostic[]]): Diagnostic {
  if (others.length === 0) return first;
  const shown = others.slice(0, MOST_SHOWN);
  const left = others.length - shown.length;
  const fixes = [first, ...others].flatMap(({ fix }) => fix ?? []);
  const { fix, ...rest } = first;
  return {
    ...rest,
    related: shown.map(({ span }) => ({ span, label: 'here too' })),
    ...(left > 0 ? { notes: [...(first.notes ?? []), `and at ${left} more places in this file`] } : {}),
    // A fix that mends some of the places would look as if it mended all.
    ...(fix !== undefined && fixes.length === others.length + 1
      ? { fix: { ...fix, edits: fixes.flatMap(({ edits }) => edits) } }
      : {}),
  };
}
