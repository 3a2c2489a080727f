import type { Severity } from '../../model/diagnostic.js';
import type { RuleExample } from '../rule.js';
import type { EmailBody, RenderedEmail } from './rendered-email.js';

/** What a rule says of one email as it is sent, before it is known which line of which file it is about. Plain data, so that it can be kept. */
export interface EmailFinding {
  /** Given where it is not that of the rule. */
  readonly severity?: Severity;
  readonly message: string;
  readonly label?: string;
  readonly notes?: readonly string[];
  readonly help: readonly string[];
  /** What it is about: a line of the front matter, or a text that is looked for in the template and its partials; the first of them that stands there once is meant. */
  readonly at: 'subject' | 'preheader' | readonly string[];
}

/** One thing that can be wrong with an email, found on its rendered bytes, and everything there is to say about it. */
export type EmailRule = EmailRuleWords &
  (
    | { readonly ofSubject?: never; readonly find: (email: EmailBody) => Iterable<EmailFinding> }
    /** It asks for the subject, or for what comes with it: of emails that differ in nothing else it is asked for each. */
    | { readonly ofSubject: true; readonly find: (email: RenderedEmail) => Iterable<EmailFinding> }
  );

interface EmailRuleWords {
  /** Permanent: `LC7` and two digits. */
  readonly code: string;
  /** Permanent: the same identity in words, naming the bad thing. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence: what the rule finds. */
  readonly summary: string;
  /** Why it matters and what to do; paragraphs parted by empty lines. */
  readonly docs: string;
  /** Null where it takes a long file to show. */
  readonly example: RuleExample | null;
}
