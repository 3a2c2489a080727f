import { exampleLanguages } from '../example/example-project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages, variantsOf } from '../walk/walk-messages.js';
import { textAt } from '../yaml-map.js';

/** A step's subject stands over templates in several languages. */
export const oneSubjectForAll: Rule = {
  code: 'LC721',
  name: 'one-subject-for-all-languages',
  severity: 'warning',
  summary: "A step's subject stands over templates in several languages.",
  docs: `A subject in the step takes the place of the template's own, in every language: people would get a German letter with an English subject. Write each subject in the front matter of its variant.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'email: {template: letter, topic: offers, subject: News}',
    good: 'email: {template: letter, topic: offers}',
    beside: exampleLanguages,
  },
  *check(project) {
    const languages = new Map<string, string[]>();
    for (const { id, lang, kind } of project.templates) {
      if (lang !== '' && kind !== 'txt') languages.set(id, [...(languages.get(id) ?? []), lang]);
    }
    for (const place of allMessages(project)) {
      for (const holder of [place.message, ...variantsOf(place)]) {
        const template = textAt(holder, 'template') ?? place.template;
        const others = languages.get(template ?? '');
        if (textAt(holder, 'subject') === null || others === undefined) continue;
        yield {
          message: `the subject of step "${place.id ?? '?'}" takes the place of the template's own in every language`,
          span: spanOf(project, atValue(holder, 'subject')),
          notes: [`template "${template}" also has ${others.join(', ')}`],
          help: ['write the subject in the front matter of each variant'],
        };
      }
    }
  },
};
