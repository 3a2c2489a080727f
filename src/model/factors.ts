import { compareText } from './diagnostic.js';
import type { MessageVariant } from './message-test.js';

/** One thing in which the messages of a test differ, such as their tone. Templates read its level as `test.tone`. */
export interface Factor {
  readonly name: string;
  /** At least two; the first is what goes where nobody knows better. */
  readonly levels: readonly string[];
}

/** A level of each factor, by its name. */
export type Levels = Readonly<Record<string, string>>;

/** What a combination of levels is known by: `length=short,tone=warm`, by name. */
export function combinationId(levels: Levels): string {
  return Object.keys(levels)
    .sort(compareText)
    .map((name) => levelId(name, levels[name] ?? ''))
    .join(',');
}

/** What one level is known by: `tone=warm`. */
export function levelId(name: string, level: string): string {
  return `${name}=${level}`;
}

/** The levels that a combination is made of; none of a variant of another test, or of no variant. */
export function readLevels(variant: string | null): Levels {
  const levels: Record<string, string> = Object.create(null);
  for (const part of variant?.split(',') ?? []) {
    const at = part.indexOf('=');
    if (at > 0) levels[part.slice(0, at)] = part.slice(at + 1);
  }
  return levels;
}

/** Levels of these factors and no others: those that are given, and the first of each factor whose level is not, or is gone. */
export function settleLevels(factors: readonly Factor[], given: Levels): Levels {
  const levels: Record<string, string> = Object.create(null);
  for (const { name, levels: known } of factors) {
    const level = given[name];
    levels[name] = level !== undefined && known.includes(level) ? level : (known[0] ?? '');
  }
  return levels;
}

/** Every combination as a variant, in the order written: the last factor changes first. */
export function combinationsOf(factors: readonly Factor[]): readonly MessageVariant[] {
  const all = factors.reduce<readonly Levels[]>(
    (some, { name, levels }) => some.flatMap((one) => levels.map((level) => ({ ...one, [name]: level }))),
    [{}],
  );
  return all.map((levels) => ({ id: combinationId(levels), subject: null, template: null }));
}
