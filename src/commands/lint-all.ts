import { createHash } from 'node:crypto';
import type { CodedFinding } from '../check/email/lint-email.js';
import type { EmailBytes } from '../check/email/rendered-email.js';
import type { ChoreRoom } from './chore-room.js';
import { type HandOut, handOutOnce } from './hand-out-once.js';

/** Begins to look at some emails; what is found in each is had by waiting for it. */
export type LintAll = HandOut<EmailBytes, readonly CodedFinding[]>;

/** About how many milliseconds it takes to look at emails that are alike. */
const EMAILS_WEIGHT = 4;

function keyOf({ html, text, source, ...rest }: EmailBytes): string {
  const lengths = [html, text, source].map((part) => part.length);
  // To write long texts as JSON takes longer than to hash them.
  const hash = createHash('sha256').update(JSON.stringify([lengths, rest]));
  return hash.update(html).update(text).update(source).digest('base64');
}

/** Looks at emails in a room, and at those that are the same bytes once. */
export function lintInRoom(room: ChoreRoom): LintAll {
  return handOutOnce(keyOf, (emails) => {
    const { finish } = room.begin('emails', groupAlike(emails), EMAILS_WEIGHT);
    return async () => (await finish()).flat();
  });
}

/** Emails of one template often follow each other with nothing but their subjects to tell them apart: who looks at one knows most of the next. */
function groupAlike(emails: readonly EmailBytes[]): readonly (readonly EmailBytes[])[] {
  const groups: EmailBytes[][] = [];
  for (const email of emails) {
    const group = groups.at(-1);
    if (group?.[0]?.source === email.source && group[0].text === email.text) group.push(email);
    else groups.push([email]);
  }
  return groups;
}
