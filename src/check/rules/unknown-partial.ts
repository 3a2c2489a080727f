import { suggest } from '../../model/suggest.js';
import { allLiquidTexts } from '../liquid-texts.js';
import type { Rule } from '../rule.js';

/** A template includes a partial that has no file. */
export const unknownPartial: Rule = {
  code: 'LC504',
  name: 'unknown-partial',
  severity: 'error',
  summary: 'A template includes a partial that has no file.',
  docs: `Partials are files in templates/partials/, named by their path below templates/: <mj-include path="partials/footer.mjml" />, or {% include "partials/greeting.liquid" %}. Without this rule the place would simply stay empty, with the footer and its unsubscribe link gone.`,
  example: {
    file: 'templates/letter.mjml',
    bad: 'path="partials/foot.mjml"',
    good: 'path="partials/footer.mjml"',
  },
  *check(project) {
    const candidates = project.partials.map(({ file }) => file.replace(/^templates\//, ''));
    for (const text of allLiquidTexts(project)) {
      for (const { written, file, span } of text.includes) {
        if (file !== null || project.broken.includes(`templates/${written}`)) continue;
        const nearest = suggest(written, candidates)[0];
        yield {
          message: `there is no partial "${written}"`,
          span,
          ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
          help: [`${nearest === undefined ? '' : `write "${nearest}", or `}add the file templates/${written}`],
        };
      }
    }
  },
};
