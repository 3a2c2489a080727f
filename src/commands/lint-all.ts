import { createHash } from 'node:crypto';
import type { CodedFinding } from '../check/email/lint-email.js';
import type { EmailBytes } from '../check/email/rendered-email.js';
import type { ChoreRoom } from './chore-room.js';

/** Begins to look at some emails; what is found in each is had by waiting for it. */
export type LintAll = (emails: readonly EmailBytes[]) => () => Promise<readonly Found[]>;

type Found = readonly CodedFinding[];

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
  const known = new Map<string, () => Promise<Found>>();
  return (emails) => {
    const fresh = new Map<string, EmailBytes>();
    const keys = emails.map((bytes) => {
      const key = keyOf(bytes);
      if (!known.has(key)) fresh.set(key, bytes);
      return key;
    });
    const begun = room.begin('emails', groupAlike([...fresh.values()]), EMAILS_WEIGHT);
    let all: Promise<readonly Found[]> | null = null;
    for (const [at, key] of [...fresh.keys()].entries()) {
      known.set(key, async () => {
        all ??= begun.finish().then((each) => each.flat());
        return (await all)[at]!;
      });
    }
    return () => Promise.all(keys.map((key) => known.get(key)!()));
  };
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
