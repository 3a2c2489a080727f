import { hasEmail } from '../../model/project.js';
import { exampleTexts } from '../example/example-texts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allVersions } from '../walk/walk-messages.js';

/** A step sends a template that is made for another kind of message. */
export const wrongTemplate: Rule = {
  code: 'LC710',
  name: 'wrong-template',
  severity: 'error',
  summary: 'A step sends a template that is made for another kind of message.',
  docs: `An email is a .mjml file. Messages of every other channel are .liquid files (or .txt files with no .mjml of the same name beside them): plain words, or JSON for a webhook. An email's design has no place in a text message, and words alone make no email.`,
  example: {
    file: 'campaigns/texts.yaml',
    bad: 'sms: {template: letter, topic: offers}',
    good: 'sms: {template: text/hello, topic: offers}',
    beside: {
      ...exampleTexts,
      'campaigns/more.yaml': (exampleTexts['campaigns/texts.yaml'] ?? '')
        .replace('Texts', 'More')
        .replace('holdout: 5%\n', ''),
    },
  },
  *check(project) {
    const byId = (isEmail: boolean) =>
      new Map(
        project.templates
          .filter(({ kind }) => (kind === 'mjml') === isEmail)
          .toReversed()
          .map((one) => [one.id, one]),
      );
    const emails = byId(true);
    const texts = byId(false);
    for (const { channel, named, id, template } of allVersions(project)) {
      const email = template === null ? undefined : emails.get(template);
      const text = template === null ? undefined : texts.get(template);
      const wrong = channel === 'email' ? (email === undefined ? text : undefined) : email;
      // Of two files of one name nobody knows which is meant.
      if (wrong === undefined || (wrong === text && hasEmail(project, wrong.id))) continue;
      const span = spanOf(project, atValue(named, 'template'));
      if (channel === 'email') {
        yield {
          message: `step "${id ?? '?'}" sends an email, and ${wrong.file} is a plain text`,
          span,
          help: ['name a .mjml template, or send it by another channel'],
        };
      } else {
        yield {
          message: `step "${id ?? '?'}" sends ${channel}, and ${wrong.file} is an email`,
          span,
          help: ['name a .liquid template'],
        };
      }
    }
  },
};
