import type { History, SkipReason } from './decision.js';
import type { Journey } from './journey.js';
import type { LedgerMessage } from './message.js';
import type { Instant } from './value.js';

/** One person's journeys, messages and the reasons for what did not happen. */
export interface Story {
  readonly profileId: string;
  readonly journeys: readonly Journey[];
  readonly messages: readonly LedgerMessage[];
  readonly skipped: readonly StorySkip[];
  readonly refused: readonly {
    readonly campaign: string;
    readonly occasion: string;
    readonly at: Instant;
    readonly reason: string;
  }[];
  readonly deferred: readonly StoryDeferral[];
  readonly suppressions: History['suppressions'];
}

/** A step that was passed over, and why. */
export interface StorySkip {
  readonly campaign: string;
  readonly step: string;
  readonly occasion: string;
  readonly at: Instant;
  readonly reason: SkipReason;
  readonly detail: string | null;
}

/** A message that was put off, and why. */
export interface StoryDeferral {
  readonly campaign: string;
  readonly step: string;
  readonly occasion: string;
  readonly at: Instant;
  readonly until: Instant;
  readonly reason: string;
}
