import type { HttpChannel } from '../model/channel.js';
import type { Instant } from '../model/value.js';

/**
 * A way out. `hand` takes the finished bytes of one message for one recipient. It must ask `handingOver` once before the last byte leaves, wait for it, let that byte leave in the
 * turn in which it resolved, and never when it rejects (`hand` then rejects with the same): from there until the answer the receiver may have accepted. While it is pending nothing
 * has been accepted, and `hand` ends only after it. `next` tells, once that question was asked, which parcel is meant to be handed when this one is answered, as soon as it is made, for a way that can get its receiver ready for it:
 * nothing of the message itself leaves before that very parcel is handed, and it may never be.
 */
export interface Way<Of extends Parcel = Parcel> {
  hand(parcel: Of, handingOver: () => Promise<void>, next?: () => Parcel | null): Promise<Answer>;
  close(): Promise<void>;
}

/** One message to one recipient, ready to be handed over. */
export type Parcel = EmailParcel | HttpParcel;

/** What every parcel has. */
interface AnyParcel {
  readonly id: string;
  /** The whole message: an email with CRLF lines, or the JSON body of a call. The same at every attempt. */
  readonly bytes: Uint8Array;
  /** For channels that write files: campaign, step and the planned instant. */
  readonly campaign: string;
  readonly step: string;
  readonly profileId: string;
  readonly sendAt: Instant;
}

/** One email. */
export interface EmailParcel extends AnyParcel {
  readonly channel: 'email';
  /** Envelope sender and recipient: one validated address each. */
  readonly from: string;
  readonly to: string;
  /** A view of the end of `bytes`, as our encoder writes it: lines that end in CRLF, none of which begins with a dot. Of other bytes it says nothing. */
  readonly encoded?: Uint8Array | undefined;
}

/** One signed call. */
export interface HttpParcel extends AnyParcel {
  readonly channel: HttpChannel;
  /** What a dry run writes for people to read. */
  readonly readable: { readonly ending: 'txt' | 'json'; readonly text: string };
}

/** What became of it. */
export type Answer =
  | { readonly kind: 'accepted'; readonly reply: string }
  /** Surely not accepted; may be tried again (4xx, connection lost before the last byte), not before `retryAfter` milliseconds when the receiver said so. `slowDown`: nor anything else to its domain. */
  | { readonly kind: 'deferred'; readonly reply: string; readonly retryAfter?: number; readonly slowDown?: true }
  /** Surely not accepted and never will be (5xx); with `isBadAddress` nothing ever will be there. */
  | { readonly kind: 'refused'; readonly reply: string; readonly isBadAddress?: true }
  /** The last byte may have left and no answer came. */
  | { readonly kind: 'unknown'; readonly reply: string }
  /** Nothing can be sent this way at all (authentication failed, 554 greeting): its messages wait for another run. Surely not accepted. */
  | { readonly kind: 'stop'; readonly reply: string };
