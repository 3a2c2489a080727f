import type { Diagnostic } from './diagnostic.js';

/** What came of one test inside a campaign. */
export interface TestResult {
  readonly campaign: string;
  readonly file: string;
  readonly name: string;
  /** What happened instead of what is expected; null when the test passes. */
  readonly finding: Diagnostic | null;
  /** Everything that happened to the test's person, in order, as `expect` would write it. */
  readonly happened: readonly string[];
}

/** How much of a campaign its tests go through. */
export interface TestCoverage {
  readonly campaign: string;
  readonly file: string;
  readonly tests: number;
  /** In words: `step "help"`, `branch 2 of "last-call"`, `variant "plain" of "shipping-test"`. */
  readonly unreached: readonly string[];
}

/** What came of the tests of some campaigns, in the order of the files. */
export interface TestReport {
  readonly results: readonly TestResult[];
  readonly coverage: readonly TestCoverage[];
}
