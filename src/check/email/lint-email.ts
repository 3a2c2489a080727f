import type { EmailFinding } from './email-rule.js';
import { emailRules } from './email-rules.js';
import { parseEmail } from './parse-email.js';
import type { EmailBytes } from './rendered-email.js';
import { emptySubject } from './rules/empty-subject.js';

/** What a rule says of one email, by the rule's code. */
export interface CodedFinding {
  readonly code: string;
  readonly finding: EmailFinding;
}

/** Everything that the rules find wrong with one email, in the order of the rules. The same bytes give the same findings. */
export function lintEmail(email: EmailBytes): readonly CodedFinding[] {
  const rendered = parseEmail(email);
  return emailRules.flatMap(({ code, find }) => Array.from(find(rendered), (finding) => ({ code, finding })));
}

/** What is to be said of an email that nobody gets, because its subject is empty for everybody. */
export function lintSubject(emptyFor: EmailBytes['emptyFor']): readonly CodedFinding[] {
  return Array.from(emptySubject.find({ emptyFor }), (finding) => ({ code: emptySubject.code, finding }));
}
