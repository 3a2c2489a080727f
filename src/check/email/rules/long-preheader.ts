import type { EmailRule } from '../email-rule.js';
import { squeeze } from '../rendered-email.js';
import { aboveLetter } from '../rule-example.js';

const LONGEST = 140;

/** A preheader is longer than any inbox shows. */
export const longPreheader: EmailRule = {
  code: 'LC737',
  name: 'long-preheader',
  severity: 'warning',
  summary: 'A preheader is longer than 140 characters.',
  docs: `No inbox shows so much of it, and screen readers read all of it before the mail itself. Say what matters in the first 40 characters, and be done by 100.`,
  example: aboveLetter(
    `preheader: Chairs and tables and lamps, and ${'more chairs and tables and lamps, and '.repeat(3)}a sofa`,
    'preheader: Chairs, and a table',
  ),
  *find({ preheader }) {
    const length = [...squeeze(preheader ?? '')].length;
    if (length <= LONGEST) return;
    yield {
      message: `the preheader has ${length} characters`,
      notes: [`inboxes show about 100; ${LONGEST} are counted as too many`],
      help: ['shorten it'],
      at: 'preheader',
    };
  },
};
