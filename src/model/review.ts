import type { Channel } from './channel.js';
import type { Diagnostic } from './diagnostic.js';
import type { DiffReport } from './diff-report.js';
import type { Plan } from './plan.js';

/** Everything that an edit does, as a reviewer is told of it (`lifecycle report-pr`). */
export interface Review {
  /** What the files are compared with: `main at 1a2b3c4`. */
  readonly against: string;
  /** What stands there now: `the work tree`. */
  readonly of: string;
  /** What the edit does to people; a text says why it cannot be told. */
  readonly diff: DiffReport | string;
  /** Campaigns that are not compared, because they or what they use have errors. Sorted. */
  readonly left: readonly string[];
  readonly findings: FindingsChange;
  /** What keeps warnings from being told and was not there before. */
  readonly silences: readonly AddedSilence[];
  /** Messages that personas would get otherwise than before, by campaign and step; null where that is not known. */
  readonly emails: readonly EmailChange[] | null;
  /** What came of the tests inside campaigns; null when nobody ran them. */
  readonly tests: TestTally | null;
  /** Null where there is none: of what has errors in all its parts, and of a project that was not there yet. */
  readonly plans: { readonly was: Plan | null; readonly is: Plan | null };
  /** Where every email can be looked at; null when nobody said. */
  readonly previewUrl: string | null;
  /** The command that gives the same report. */
  readonly reproduce: string;
}

/** What there is to find now, against what there was. */
export interface FindingsChange {
  /** Errors and warnings that were not there before, worst first. */
  readonly added: readonly Diagnostic[];
  readonly fixed: number;
  readonly unchanged: number;
  /** Every error there is now, also the old ones. */
  readonly errors: readonly Diagnostic[];
  /** Whether it is known what there was before: a plan does not say. */
  readonly isCompared: boolean;
}

/** A message that is not what it was, as one persona gets it. */
export interface EmailChange {
  /** `CAMPAIGN/STEP`, or `CAMPAIGN/STEP/VARIANT`. */
  readonly message: string;
  readonly channel: Channel;
  readonly kind: 'added' | 'removed' | 'changed';
  /** How many personas get it otherwise, of how many that there are. */
  readonly affected: number;
  readonly personas: number;
  /** Whose message is shown: the name of the first whom it concerns. */
  readonly persona: string;
  /** What reads otherwise, in the order of reading; null where there is no such side. */
  readonly parts: readonly EmailPart[];
  /** Whether the markup differs, beyond its words. */
  readonly isLookChanged: boolean;
}

/** One part of a message, before and after. */
export interface EmailPart {
  readonly name: 'from' | 'reply to' | 'subject' | 'preheader' | 'title' | 'text' | 'held back';
  readonly was: string | null;
  readonly is: string | null;
}

/** A comment, a setting or an entry of the baseline that keeps warnings from being told. */
export interface AddedSilence {
  readonly file: string;
  /** Null in the baseline, which nobody writes by hand. */
  readonly line: number | null;
  /** As they are written: `LC302, LC706`. */
  readonly rules: string;
  /** Why, or what of the project it is for. */
  readonly reason: string;
}

/** How many tests there are, and how many fail. */
export interface TestTally {
  readonly tests: number;
  readonly failed: number;
}

/** How a reviewer is to take it: `stop` keeps it from being merged, `look` may be meant, `fine` needs nobody. */
export type Verdict = 'stop' | 'look' | 'fine';
