import type { EmailRule } from '../email-rule.js';

const KB = 1024;

/** The HTML of an email is so long that Gmail cuts it off. */
export const tooLarge: EmailRule = {
  code: 'LC702',
  name: 'too-large',
  severity: 'warning',
  summary: 'The mail is too large.',
  docs: `Gmail cuts a mail off after about 102 KB of HTML, and with it the footer and its unsubscribe link. Shorten the mail, or use fewer sections and styles.

Weighed is what the persona with the most to say gets, with all values in it. From 80 KB on it is a warning, as real people may have more to say; above 102 KB an error. A hundred sections with a line of text each are more than that.`,
  example: null,
  ofSubject: true,
  *find({ html }) {
    const bytes = Buffer.byteLength(html);
    if (bytes <= 80 * KB) return;
    yield {
      severity: bytes > 102 * KB ? 'error' : 'warning',
      message: `the mail has ${Math.ceil(bytes / KB)} KB of HTML`,
      notes: ['Gmail shows 102 KB and hides the rest, the unsubscribe link first'],
      help: ['use fewer sections, or split the message'],
      at: [],
    };
  },
};
