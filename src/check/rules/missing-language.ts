import { isTextPart } from '../../model/project.js';
import { exampleLanguages } from '../example/example-project.js';
import { declaredLanguages } from '../names/language-tags.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allVersions } from '../walk/walk-messages.js';
import { listAt } from '../yaml-map.js';

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
    const declared = declaredLanguages(project);
    const tags = listAt(declared?.node ?? null, 'also') ?? [];
    const sent = new Set(allVersions(project).map(({ template }) => template));
    const written = project.templates.filter((one) => !isTextPart(project, one));
    const known = new Set(written.map(({ id, lang }) => `${id} ${lang}`));
    const main = written.filter(({ id, lang }) => lang === '' && sent.has(id));
    for (const [index, language] of tags.entries()) {
      const lacking = main.flatMap(({ id, file }) => {
        const variant = file.replace(/\.(\w+)$/, `.${language}.$1`);
        return known.has(`${id} ${language}`) || project.broken.includes(variant) ? [] : [{ id, file, variant }];
      });
      const [first] = lacking;
      if (first !== undefined && lacking.length > 1 && lacking.length === main.length) {
        yield {
          message: `no template has a variant in "${language}"`,
          span: spanOf(project, atValue(tags, index)),
          label: `missing in all ${lacking.length} templates`,
          help: [`add ${first.variant} and its like, or take "${language}" out of "also"`],
        };
        continue;
      }
      yield* lacking.map(({ id, file, variant }) => ({
        message: `template "${id}" has no variant in "${language}"`,
        span: project.spanAt(file, 0, 0),
        help: [`add ${variant}`],
      }));
    }
  },
};
