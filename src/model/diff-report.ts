import { type Change, LEVELS, type Level } from './change.js';
import type { Span } from './span.js';

/** What an edit does to people, as `lifecycle diff` prints it. */
export interface DiffReport {
  /** What the files are compared with: `main at 1a2b3c4`. */
  readonly against: string;
  /** What stands there now: `the work tree`. */
  readonly of: string;
  /** Worst first. */
  readonly changes: readonly LocatedChange[];
  readonly idle: readonly IdleNote[];
  /** From which level on a change that nobody accepted is a failure; null is never. */
  readonly failOn: Level | null;
  /** What the numbers of people were counted by; null when nobody counted. */
  readonly census: { readonly lineage: string; readonly serial: number } | null;
}

/** Whether a change is a failure: bad enough, and accepted by nobody. */
export function isFailure({ level, accepted }: Change, failOn: Level | null): boolean {
  return failOn !== null && accepted === null && LEVELS.indexOf(level) <= LEVELS.indexOf(failOn);
}

/** A change and where it stands. */
export interface LocatedChange extends Change {
  /** Relative to the project; null for what stands in no one file. */
  readonly file: string | null;
  /** Null where the file is gone, or was not read. */
  readonly span: Span | null;
}

/** An acceptance that accepts nothing (any more). */
export interface IdleNote {
  readonly campaign: string;
  readonly change: string;
  readonly step: string | null;
  readonly until: string | null;
  readonly why: 'unused' | 'expired';
  readonly span: Span | null;
}
