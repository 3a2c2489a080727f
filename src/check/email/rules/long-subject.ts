import type { EmailRule } from '../email-rule.js';
import { aboveLetter } from '../rule-example.js';

const LONGEST = 70;

/** A subject is longer than inboxes show. */
export const longSubject: EmailRule = {
  code: 'LC751',
  name: 'long-subject',
  severity: 'warning',
  summary: 'A subject is longer than 70 characters.',
  docs: `A telephone shows about 40 characters of it, a wide screen about 70; the rest is cut off. Say what matters first, and leave what can wait to the preheader. Counted is the subject of the persona with the most to say, with all values in it.`,
  example: aboveLetter(
    'subject: This month at {{ project.name }}, with chairs of oak, tables of ash and lamps of every kind',
    'subject: This month at {{ project.name }}',
  ),
  ofSubject: true,
  *find({ subject }) {
    const length = [...subject].length;
    if (length <= LONGEST) return;
    yield {
      message: `the subject has ${length} characters`,
      notes: [`"${subject}"`, `inboxes show ${LONGEST} at most, telephones 40`],
      help: ['shorten it; what can wait belongs into the preheader'],
      at: 'subject',
    };
  },
};
