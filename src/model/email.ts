/** One rendered email, before MIME: everything a person sees, and its one recipient. */
export interface Email {
  readonly messageId: string;
  /** `Name <address>` of the sender. */
  readonly from: string;
  readonly replyTo: string | null;
  /** One validated address. */
  readonly to: string;
  /** Display name of the recipient, or null. */
  readonly toName: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Extra headers in order, values without line breaks: List-Unsubscribe, List-Id, Feedback-ID … */
  readonly headers: readonly (readonly [name: string, value: string])[];
}
