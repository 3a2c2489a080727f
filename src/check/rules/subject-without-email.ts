import { exampleTexts } from '../example/example-texts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';

/** A message that is no email has a subject. */
export const subjectWithoutEmail: Rule = {
  code: 'LC611',
  name: 'subject-without-email',
  severity: 'error',
  summary: 'A message that is no email has a subject.',
  docs: `Only emails have a subject. A push or in-app message has a title, in the front matter of its template; an SMS, a WhatsApp message and a webhook have none.`,
  example: {
    file: 'campaigns/texts.yaml',
    bad: 'sms: {template: text/hello, topic: offers, subject: Look in}',
    good: 'sms: {template: text/hello, topic: offers}',
    beside: exampleTexts,
  },
  *check(project) {
    for (const { channel, message, id } of allMessages(project)) {
      if (channel === 'email' || message.subject === undefined) continue;
      yield {
        message: `step "${id ?? '?'}" sends ${channel}, which has no subject`,
        span: spanOf(project, atKey(message, 'subject')),
        help: [
          channel === 'push' || channel === 'in_app'
            ? 'write it as "title" into the front matter of the template'
            : 'take it out, and say it in the text',
        ],
      };
    }
  },
};
