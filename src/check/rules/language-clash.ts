import { isTextPart, type Project, type TemplateSource } from '../../model/project.js';
import { exampleLanguages } from '../example/example-project.js';
import { declaredLanguages, primaryLanguage } from '../names/language-tags.js';
import { atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';

/** The variants of a template contradict each other, or there is none for people who read another language. */
export const languageClash: Rule = {
  code: 'LC722',
  name: 'language-clash',
  severity: 'error',
  summary: 'The variants of a template contradict each other, or there is none for people who read another language.',
  docs: `help.mjml is the template in the default language, which everybody gets who reads none of the others; help.de.mjml is the German variant. There has to be a default one, it has no language in its name, and "lang" in the front matter of a variant says the same language as its name.`,
  example: {
    file: 'templates/letter.de.mjml',
    bad: 'lang: fr',
    good: 'lang: de-AT',
    beside: exampleLanguages,
  },
  *check(project) {
    const own = declaredLanguages(project)?.default ?? 'en';
    const written = project.templates.filter((one) => !isTextPart(project, one));
    const plain = new Set(written.flatMap(({ id, lang }) => (lang === '' ? [id] : [])));
    const told = new Set<string>();
    for (const template of written) {
      const { id, lang, file } = template;
      if (lang === '') continue;
      yield* clashOf(project, template);
      const span = project.spanAt(file, 0, 0);
      const expected = file.replace(`.${lang}.`, '.');
      if (plain.has(id)) {
        if (lang.toLowerCase() !== own.toLowerCase()) continue;
        const message = `template "${id}" is there twice in "${own}", the default language`;
        yield { message, span, help: [`delete this file or ${expected}`] };
      } else if (!told.has(id) && !project.broken.includes(expected)) {
        told.add(id);
        const message = `template "${id}" has no variant in the default language`;
        yield { message, span, help: [`add ${expected}, for everybody who does not read "${lang}"`] };
      }
    }
  },
};

function* clashOf(project: Project, { lang, frontMatter }: TemplateSource): Iterable<Finding> {
  const said = frontMatter.lang;
  if (said === undefined || primaryLanguage(said) === primaryLanguage(lang)) return;
  yield {
    message: `the front matter says "${said}", and the name of the file "${lang}"`,
    span: spanOf(project, atValue(frontMatter, 'lang')),
    help: [`write "lang: ${lang}", or rename the file`],
  };
}
