import type { Span } from './span.js';

/** One small change to a campaign, and whether one of its tests noticed. */
export interface Mutation {
  readonly campaign: string;
  readonly file: string;
  /** Where the changed thing stands. */
  readonly span: Span;
  /** What was changed, to go after `no test notices when`: `"reminder" waits 12h instead of 24h`. */
  readonly words: string;
  readonly noticed: boolean;
}

/** What came of changing some campaigns under their tests, in the order of the files. */
export interface MutationReport {
  readonly mutations: readonly Mutation[];
  /** Ids of campaigns that have no tests: they were not changed, and nothing would have been noticed. */
  readonly untested: readonly string[];
}

/** The share of changes that a test noticed, 0 to 1; 1 when there was none to notice. */
export function noticedShare({ mutations }: MutationReport): number {
  return mutations.length === 0 ? 1 : mutations.filter(({ noticed }) => noticed).length / mutations.length;
}
