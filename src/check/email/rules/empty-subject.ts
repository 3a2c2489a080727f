import type { EmailFinding, EmailRule } from '../email-rule.js';
import type { EmailBytes } from '../rendered-email.js';
import { aboveLetter } from '../rule-example.js';

/** The subject of an email is empty for somebody. */
export const emptySubject = {
  code: 'LC752',
  name: 'empty-subject',
  severity: 'warning',
  summary: 'The subject of an email is empty for some people.',
  docs: `A message without a subject is not sent: it is held back, for everybody of whom the values in it are not known. Write words around the values, or a default that says something.

For a persona with a file of its own it is an error: somebody said that there are such people.`,
  example: aboveLetter(
    'subject: "{{ profile.first_name | default: \'\' }}"',
    'subject: This month at {{ project.name }}',
  ),
  ofSubject: true,
  *find({ emptyFor }: Pick<EmailBytes, 'emptyFor'>): Iterable<EmailFinding> {
    for (const { name, isWritten } of emptyFor) {
      yield {
        severity: isWritten ? 'error' : 'warning',
        message: `the subject is empty for the persona "${name}"`,
        help: ['write words around the values, or a default that says something'],
        at: 'subject',
      };
    }
  },
} satisfies EmailRule;
