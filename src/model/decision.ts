import type { Channel } from './channel.js';
import type { Journey } from './journey.js';
import type { PlannedMessage } from './message.js';
import type { Instant } from './value.js';

/** Why a message may not go at an hour or on a day. */
export type ClockReason = 'quiet-hours' | 'send-window' | 'holiday';

/** Why a message was not planned, or a step passed over. */
export type SkipReason =
  | 'when'
  | 'no-consent'
  | 'unsubscribed'
  | 'suppressed'
  | 'no-address'
  | 'bad-address'
  | ClockReason
  | 'frequency-cap'
  | 'put-off-too-long'
  | 'repeated'
  | 'step-gone';

/** Why a due step was put off. */
export type DeferReason = ClockReason | 'frequency-cap' | 'test';

/** Why a trigger did not start a journey. */
export type RefusalReason = 'stage' | 'audience' | 'reentry' | 'inside' | 'unless' | 'layer';

/** What decide says should happen to one profile, in the order in which it happens. */
export type Decision =
  /** A new journey, in the state it has at the end of the tick. Followed by its messages and skips. */
  | { readonly kind: 'entered'; readonly journey: Journey }
  /** A journey that was known before, in the state it has at the end of the tick. */
  | { readonly kind: 'moved'; readonly journey: Journey }
  /** A trigger that did not start a journey: final for this occasion. */
  | {
      readonly kind: 'refused';
      readonly campaign: string;
      readonly profileId: string;
      readonly occasion: string;
      readonly at: Instant;
      readonly reason: RefusalReason;
    }
  /** A message for the outbox. */
  | { readonly kind: 'planned'; readonly message: PlannedMessage }
  /** A holdout's message: it goes through the outbox like any other up to its hand-over, and is never sent. */
  | { readonly kind: 'withheld'; readonly message: PlannedMessage; readonly by: 'global' | 'campaign' }
  /** A message that will not go, or a step passed over, with the reason. */
  | {
      readonly kind: 'skipped';
      readonly campaign: string;
      readonly step: string;
      readonly profileId: string;
      readonly occasion: string;
      readonly at: Instant;
      readonly reason: SkipReason;
      /** In words, when there is more to say (`2 of 1 per 1d`); else null. */
      readonly detail: string | null;
    }
  /** A due step that was put off. */
  | {
      readonly kind: 'deferred';
      readonly campaign: string;
      readonly step: string;
      readonly profileId: string;
      readonly occasion: string;
      readonly at: Instant;
      readonly until: Instant;
      readonly reason: DeferReason;
    };

/** What the ledger knows of one profile, as decide needs it. */
export interface History {
  readonly profileId: string;
  /** Every journey, past and active. */
  readonly journeys: readonly Journey[];
  /** Occasions that were refused, by campaign. */
  readonly refused: readonly { readonly campaign: string; readonly occasion: string }[];
  /** Messages planned, sent or withheld, as far back as the longest cap and every `message` condition need. */
  readonly messages: readonly PastMessage[];
  /** Messages that are known to have reached them, or their mail server. */
  readonly received: readonly Receipt[];
  /** Addresses or people who must not be mailed: every topic when `topic` is null. */
  readonly suppressions: readonly { readonly topic: string | null; readonly since: Instant; readonly reason: string }[];
  /** Names of the watched groups (`segment:buyers`) of which it was a member at the last tick. */
  readonly memberOf: readonly string[];
}

/** A message that somebody got. */
export interface Receipt {
  /** The id of the message. */
  readonly id: string;
  readonly campaign: string;
  readonly step: string;
  /** Hash of the plan that decided it. */
  readonly plan: string;
  /** When it was handed over. */
  readonly at: Instant;
}

/** What caps and conditions ask of a message. */
export interface PastMessage {
  readonly id: string;
  readonly campaign: string;
  readonly step: string;
  readonly channel: Channel;
  readonly topic: string;
  readonly transactional: boolean;
  readonly incentive: string | null;
  /** `going`: planned, claimed, handing over, sent or unknown. `withheld`: a holdout's, from the start. `gone-wrong`: failed or dropped. */
  readonly state: 'going' | 'withheld' | 'gone-wrong';
  /** When it was to go (decide's time). */
  readonly sendAt: Instant;
  /** When it was handed over, or would have been if it was withheld; null when neither. */
  readonly sentAt: Instant | null;
}
