import type { EmailRule } from '../email-rule.js';
import { squeeze } from '../rendered-email.js';
import { aboveLetter } from '../rule-example.js';

/** An email has no preheader. */
export const missingPreheader: EmailRule = {
  code: 'LC736',
  name: 'missing-preheader',
  severity: 'warning',
  summary: 'An email has no preheader.',
  docs: `Inboxes show a line of text after the subject. Without a preheader it is whatever comes first: the name of the shop, "View in browser". Write "preheader: ..." above the template, 40 to 100 characters that go on where the subject ends.`,
  example: aboveLetter('---\n<mjml>', 'preheader: Chairs, and a table\n---\n<mjml>'),
  *find({ preheader }) {
    if (preheader !== null && squeeze(preheader) !== '') return;
    yield {
      message: preheader === null ? 'the email has no preheader' : 'the preheader is empty',
      label: 'inboxes show what comes first in the body',
      help: ['add a line "preheader: ..." that goes on where the subject ends'],
      at: 'preheader',
    };
  },
};
