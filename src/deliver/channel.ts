import type { Instant } from '../model/value.js';

/**
 * A way out. `hand` takes the finished bytes of one message for one recipient. It must call `handingOver` immediately before the last
 * byte leaves, and must not let that byte leave when the call throws: from there until the answer the receiver may have accepted.
 */
export interface Channel {
  hand(parcel: Parcel, handingOver: () => void): Promise<Answer>;
  close(): Promise<void>;
}

/** One message to one recipient, ready to be handed over. */
export interface Parcel {
  readonly id: string;
  /** Envelope sender and recipient: one validated address each. */
  readonly from: string;
  readonly to: string;
  /** The whole message, CRLF lines. */
  readonly bytes: Uint8Array;
  /** For channels that write files: campaign, step and the planned instant. */
  readonly campaign: string;
  readonly step: string;
  readonly profileId: string;
  readonly sendAt: Instant;
}

/** What became of it. */
export type Answer =
  | { readonly kind: 'accepted'; readonly reply: string }
  /** Surely not accepted; may be tried again (4xx, connection lost before the last byte). */
  | { readonly kind: 'deferred'; readonly reply: string }
  /** Surely not accepted and never will be (5xx). */
  | { readonly kind: 'refused'; readonly reply: string }
  /** The last byte may have left and no answer came. */
  | { readonly kind: 'unknown'; readonly reply: string }
  /** Nothing can be sent at all (authentication failed, 554 greeting): the run stops. Surely not accepted. */
  | { readonly kind: 'stop'; readonly reply: string };
