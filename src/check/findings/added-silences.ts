import type { Ignore } from '../../model/ignore.js';
import type { Project } from '../../model/project.js';
import type { AddedSilence } from '../../model/review.js';
import { configMap, isMap, mapAt } from '../yaml-map.js';
import type { Baseline } from './baseline.js';

/** Everything by which a project keeps warnings from being told. */
export interface Silencing {
  /** Null when the configuration could not be read. */
  readonly project: Project | null;
  readonly ignores: readonly Ignore[];
  readonly baseline: Baseline;
}

const BASELINE = 'lifecycle.baseline.json';

/** What is silenced now and was not before, by comments, by `rules` of the configuration and by the baseline: by what it says, never by its line. */
export function addedSilences(was: Silencing, is: Silencing): readonly AddedSilence[] {
  return [
    ...notBefore([...byComments(was)], [...byComments(is)]),
    ...notBefore([...byRules(was)], [...byRules(is)]),
    ...byBaseline(was.baseline, is.baseline),
  ];
}

/** A comment without a reason or without a rule silences nothing: it is an error. */
function* byComments({ ignores }: Silencing): Iterable<AddedSilence> {
  for (const { span, rules, reason } of ignores) {
    const { file, start } = span;
    const words = rules.map(({ word }) => word).join(', ');
    if (reason !== null && words !== '') yield { file, line: start.line, rules: words, reason };
  }
}

function* byRules({ project }: Silencing): Iterable<AddedSilence> {
  if (project === null) return;
  const settings = mapAt(configMap(project), 'rules') ?? {};
  const off = function* (map: object, where: string): Iterable<AddedSilence> {
    for (const [word, level] of Object.entries(map)) {
      if (isMap(level)) yield* off(level, `in ${word}`);
      else if (level === 'off') {
        const { file, start } = project.spans.key(map, word);
        yield { file, line: start.line, rules: word, reason: `turned off ${where}` };
      }
    }
  };
  yield* off(settings, 'for the whole project');
}

function byBaseline(was: Baseline, is: Baseline): readonly AddedSilence[] {
  return Object.entries(is).flatMap(([file, codes]) =>
    Object.entries(codes).flatMap(([rules, count]) => {
      const more = count - (was[file]?.[rules] ?? 0);
      return more > 0
        ? [{ file: BASELINE, line: null, rules, reason: `the baseline hides ${more} more in ${file}` }]
        : [];
    }),
  );
}

function notBefore(was: readonly AddedSilence[], is: readonly AddedSilence[]): readonly AddedSilence[] {
  const before = new Map<string, number>();
  for (const one of was) before.set(keyOf(one), (before.get(keyOf(one)) ?? 0) + 1);
  return is.filter((one) => {
    const left = before.get(keyOf(one)) ?? 0;
    before.set(keyOf(one), left - 1);
    return left <= 0;
  });
}

function keyOf({ file, rules, reason }: AddedSilence): string {
  return JSON.stringify([file, rules, reason]);
}
