import { hasEmail, isTextPart } from '../../model/project.js';
import { exampleTexts } from '../example/example-texts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { messagesByTemplate } from '../walk/walk-messages.js';

const EMAIL_ONLY = ['subject', 'preheader', 'from'] as const;

/** The front matter of a template says something that its message does not have. */
export const misplacedFrontMatter: Rule = {
  code: 'LC715',
  name: 'misplaced-front-matter',
  severity: 'error',
  summary: 'The front matter of a template says something that its message does not have.',
  docs: `Emails have "subject", "preheader" and "from"; push and in-app messages have a "title". An SMS, a WhatsApp message and a webhook have none of them: what is written there would be seen by nobody.`,
  example: {
    file: 'templates/push/hello.liquid',
    bad: 'subject: Look in again',
    good: 'title: Look in again',
    beside: exampleTexts,
  },
  *check(project) {
    for (const template of project.templates) {
      const { id, kind, frontMatter } = template;
      // Of two files of one name nobody knows which is meant.
      if (kind === 'liquid' && hasEmail(project, id)) continue;
      const isEmail = kind === 'mjml' || isTextPart(project, template);
      const channels = (messagesByTemplate(project).get(id) ?? []).map(({ channel }) => channel);
      const untitled = channels.find((channel) => channel !== 'push' && channel !== 'in_app' && channel !== 'email');
      for (const key of isEmail ? [] : EMAIL_ONLY) {
        if (frontMatter[key] === undefined) continue;
        yield {
          message: `"${key}" is for emails, and ${template.file} is a plain text`,
          span: spanOf(project, atKey(frontMatter, key)),
          help: [key === 'subject' && untitled === undefined ? 'call it "title"' : 'take it out'],
        };
      }
      if (frontMatter.title === undefined || (!isEmail && untitled === undefined)) continue;
      yield {
        message: `${isEmail ? 'an email' : untitled} has no "title"`,
        span: spanOf(project, atKey(frontMatter, 'title')),
        help: [isEmail ? 'call it "subject"' : 'take it out, and say it in the text'],
      };
    }
  },
};
