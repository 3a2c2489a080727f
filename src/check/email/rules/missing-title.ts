import type { EmailRule } from '../email-rule.js';

/** The HTML of an email has an empty title. */
export const missingTitle: EmailRule = {
  code: 'LC735',
  name: 'missing-title',
  severity: 'warning',
  summary: 'The HTML of an email has no title.',
  docs: `Screen readers say it first, and browsers show it when the mail is opened in one. Without <mj-title> the subject is put there for you: take the empty one away.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '<mjml>\n  <mj-head><mj-title>&nbsp;</mj-title></mj-head>\n',
    good: '<mjml>\n',
  },
  ofSubject: true,
  *find({ title }) {
    if (title.trim() !== '') return;
    const help = ['take <mj-title> away: the subject is the title then; or write one in it'];
    yield { message: 'the HTML has no title', help, at: ['<mj-title', '<title', '<mjml'] };
  },
};
