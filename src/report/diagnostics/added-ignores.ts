import type { Ignore } from '../../model/ignore.js';
import type { AddedIgnore } from '../../model/review.js';

/** The comments that were not there before: by what they say and in which file, never by their lines. */
export function addedIgnores(was: readonly Ignore[], is: readonly Ignore[]): readonly AddedIgnore[] {
  const before = new Map<string, number>();
  for (const one of list(was)) before.set(keyOf(one), (before.get(keyOf(one)) ?? 0) + 1);
  return list(is).filter((one) => {
    const left = before.get(keyOf(one)) ?? 0;
    before.set(keyOf(one), left - 1);
    return left <= 0;
  });
}

/** One without a reason or without a rule ignores nothing: it is an error. */
function list(ignores: readonly Ignore[]): readonly AddedIgnore[] {
  return ignores.flatMap(({ span, rules, reason }) => {
    const { file, start } = span;
    const words = rules.map(({ word }) => word).join(', ');
    return reason === null || words === '' ? [] : [{ file, line: start.line, rules: words, reason }];
  });
}

function keyOf({ file, rules, reason }: AddedIgnore): string {
  return JSON.stringify([file, rules, reason]);
}
