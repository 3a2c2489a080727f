import { isTextPart } from '../../model/project.js';
import { exampleLanguages } from '../example/example-project.js';
import { declaredLanguages } from '../names/language-tags.js';
import type { Rule } from '../rule.js';
import { allVersions } from '../walk/walk-messages.js';

/** A template that is sent lacks one of the project's languages. */
export const missingLanguage: Rule = {
  code: 'LC720',
  name: 'missing-language',
  severity: 'warning',
  summary: "A template that is sent lacks one of the project's languages.",
  docs: `"languages: {default: en, also: [de]}" says that every template has a German variant: cart/help.de.mjml beside cart/help.mjml. People who read German would get the English one.

Add the file; or, where a language is not meant to have everything, take it out of "also".`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'also: [de, fr]',
    good: 'also: [de]',
    beside: exampleLanguages,
  },
  *check(project) {
    const also = declaredLanguages(project)?.also ?? [];
    const sent = new Set(allVersions(project).map(({ template }) => template));
    const written = project.templates.filter((one) => !isTextPart(project, one));
    const known = new Set(written.map(({ id, lang }) => `${id} ${lang}`));
    for (const { id, file, lang } of written) {
      if (lang !== '' || !sent.has(id)) continue;
      for (const language of also) {
        const variant = file.replace(/\.(\w+)$/, `.${language}.$1`);
        if (known.has(`${id} ${language}`) || project.broken.includes(variant)) continue;
        yield {
          message: `template "${id}" has no variant in "${language}"`,
          span: project.spanAt(file, 0, 0),
          help: [`add ${variant}`],
        };
      }
    }
  },
};
