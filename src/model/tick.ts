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
  /** What was found out of watched groups before anybody is decided; without it, each has to be asked about for everybody. */
  readonly followed?: FollowedGroups;
}

/** Watched groups of which it is known for whom they may have changed between a moment and the tick's `now`: for everybody else they did not, not even back and forth. */
export interface FollowedGroups {
  readonly since: Instant;
  /** Their names. */
  readonly groups: ReadonlySet<string>;
  /** By id of a profile, the groups that it came into or left. */
  readonly moved: ReadonlyMap<string, ReadonlySet<string>>;
  /** The ids of those for whom any of the groups may have changed. */
  readonly wavering: ReadonlySet<string>;
}

/** The profiles for whom something may happen in a tick (never too few, perhaps too many). */
export interface Candidates {
  readonly profileIds: readonly string[];
  /** By name of each watched group (`segment:buyers`, `stage:lapsed`): who came into it and who left it since it was last recorded; everybody in it came where it never was. */
  readonly changes: Readonly<Record<string, GroupChange>>;
  /** Of which groups more is known; absent where all were asked about anew. */
  readonly followed?: FollowedGroups;
}

/** Who came into a group, and who left it; each once. */
export interface GroupChange {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}
