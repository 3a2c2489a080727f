import type { TestVerdict } from './message-test.js';
import type { Instant } from './value.js';

/** One bringing-up-to-date of the world: everything in (`previous`, `now`] happens. */
export interface Tick {
  /** The last tick's `now`; null on the very first. */
  readonly previous: Instant | null;
  readonly now: Instant;
  /** By campaign id: the `now` of its first tick. Nothing that happened before enters, but for a campaign's `backfill`. */
  readonly starts: Readonly<Record<string, Instant>>;
  /** By id, the campaigns that were out of the plan for a time: the `now` of the tick in which they came back. Nothing that happened before enters. */
  readonly returned?: Readonly<Record<string, Instant>>;
  /** The `now` of the first tick under the plan; this tick's own where it does not say. */
  readonly applied?: Instant;
  /** By name of a watched group: whether the members of its present definition were recorded before (else this tick records them and nobody enters or leaves). */
  readonly knownGroups: Readonly<Record<string, boolean>>;
  /** Verdicts of message tests up to `now`, by `campaign/step`. */
  readonly tests: Readonly<Record<string, Pick<TestVerdict, 'winner' | 'decidedAt'>>>;
}

/** The profiles for whom something may happen in a tick (never too few, perhaps too many). */
export interface Candidates {
  readonly profileIds: readonly string[];
  /** By name of each watched group (`segment:buyers`, `stage:lapsed`): its members as of `now`. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}
