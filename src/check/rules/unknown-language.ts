import { exampleLanguages } from '../example/example-project.js';
import { findCycles } from '../logic/find-cycle.js';
import { declaredLanguages, primaryLanguage } from '../names/language-tags.js';
import { unknownName } from '../names/unknown-name.js';
import { atKey, atValue, type Place, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A fallback or a template is in a language that the project does not have. */
export const unknownLanguage: Rule = {
  code: 'LC724',
  name: 'unknown-language',
  severity: 'error',
  summary: 'A fallback or a template is in a language that the project does not have.',
  docs: `Where lifecycle.config.yaml has "languages", its "default" and "also" are all there are: a fallback must end at one of them, and no template may be in another (de-AT is German). A template in a misspelt language would be seen by nobody.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'gsw: dee',
    good: 'gsw: de',
    beside: exampleLanguages,
  },
  *check(project) {
    const languages = declaredLanguages(project);
    if (languages === null) return;
    const known = new Set([languages.default, ...languages.also].flatMap((tag) => [tag, primaryLanguage(tag)]));
    // A template in de serves de-AT, too; one in pt-BR does not serve pt.
    const served = new Set([languages.default, ...languages.also]);
    const fallback = mapAt(languages.node, 'fallback') ?? {};
    const arrows = new Map<string, { to: string; why: Place }[]>();
    for (const from of Object.keys(fallback)) {
      const to = textAt(fallback, from);
      if (to === null) continue;
      arrows.set(from, [{ to, why: atValue(fallback, from) }]);
      if (served.has(to) || served.has(primaryLanguage(to)) || to in fallback) continue;
      yield unknownName(project, {
        message: `"${to}" is not a language of this project`,
        word: to,
        place: atValue(fallback, from),
        candidates: served,
        plural: 'languages',
        otherwise: `add "${to}" under "also"`,
      });
    }
    for (const { names, why } of findCycles(arrows)) {
      const message = `the fallback of "${names[0]}" leads back to it`;
      yield { message, span: spanOf(project, why), help: ['let it end at a language that the templates have'] };
    }
    for (const { file, lang } of project.templates) {
      if (lang === '' || known.has(lang) || known.has(primaryLanguage(lang))) continue;
      yield {
        message: `"${lang}" is not a language of this project`,
        span: project.spanAt(file, 0, 0),
        notes: [
          `its languages are declared in ${project.configFile}:${spanOf(project, atKey(languages.node, 'default')).start.line}`,
        ],
        help: [`add "${lang}" under "also", or rename ${file}`],
      };
    }
  },
};
