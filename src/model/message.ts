import type { Channel } from './channel.js';
import type { Assignment } from './exposure.js';
import type { Instant, Value } from './value.js';

/**
 * planned → claimed → handing_over → sent | failed | unknown; planned → dropped.
 * A 4xx or a lost connection before the last byte puts it back to planned. A holdout's message goes planned → claimed → withheld | dropped, and is never sent.
 */
export type MessageStatus =
  | 'planned'
  | 'claimed'
  | 'handing_over'
  | 'sent'
  | 'failed'
  | 'unknown'
  | 'dropped'
  | 'withheld';

/** A message that decide planned (or withheld), before it is rendered. */
export interface PlannedMessage {
  /** base32 of sha256 over project, campaign, step, profile, entry key and occurrence. */
  readonly id: string;
  readonly campaign: string;
  readonly step: string;
  readonly profileId: string;
  readonly occasion: string;
  readonly entryKey: string;
  readonly occurrence: number;
  readonly channel: Channel;
  readonly topic: string;
  readonly transactional: boolean;
  readonly template: string;
  /** Liquid, in place of the template's own subject. */
  readonly subject: string | null;
  readonly incentive: string | null;
  /** Which variant of the message's test it is; null without one. */
  readonly variant: string | null;
  readonly priority: number;
  /** When its step first came due. */
  readonly dueAt: Instant;
  /** When it should go, after quiet hours and caps. */
  readonly sendAt: Instant;
  /** After this it is dropped as late. */
  readonly validUntil: Instant;
  /** The triggering event's properties. */
  readonly event: Readonly<Record<string, Value>>;
  /** Hash of the plan that decided it. */
  readonly plan: string;
  /** Fingerprint of the structure of its journey; null where that is not recorded. */
  readonly structure: string | null;
  /** Where chance puts whoever it is for; null where nobody is held out (transactional ones), and of messages from before that was recorded. */
  readonly assignment: Assignment | null;
}

/** A message that may really go: not one of somebody held out. */
export type GoingMessage = LedgerMessage & { readonly withheldBy: null };

/** A message as the ledger holds it. */
export interface LedgerMessage extends PlannedMessage {
  readonly status: MessageStatus;
  /** Which holdout keeps it back, from the start; null for messages that go. */
  readonly withheldBy: 'global' | 'campaign' | null;
  /** Not before this instant: moved by quiet hours, caps or back-off at hand-over. */
  readonly notBefore: Instant;
  readonly attempts: number;
  /** When the first attempt fixed `Date`; null before. */
  readonly firstAttemptAt: Instant | null;
  /** When the outcome (sent, failed, unknown, dropped) was recorded. */
  readonly endedAt: Instant | null;
  /** The server's reply, the reason for dropping, or what is not known. */
  readonly outcome: string | null;
  /**
   * What may have left at an earlier attempt, and goes again unchanged: the body of a call, for its key promises the same, or an email of a topic that is delivered at least once
   * (JSON with `from`, `to` and `mime`). Null when none did, and when it is over.
   */
  readonly body: string | null;
  /** How many attempts ended without an answer after the last byte. */
  readonly lostAnswers: number;
}
