import type { Project } from '../../model/project.js';
import { suggest } from '../../model/suggest.js';
import { atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { blockUses } from '../templates/block-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { allBlockRules } from '../walk/block-rules.js';
import { textAt } from '../yaml-map.js';

/** A template or a block names a partial that has no file. */
export const unknownPartial: Rule = {
  code: 'LC504',
  name: 'unknown-partial',
  severity: 'error',
  summary: 'A template or a block names a partial that has no file.',
  docs: `Partials are files in templates/partials/, named by their path below templates/: <mj-include path="partials/footer.mjml" />, or {% include "partials/greeting.liquid" %}. Without this rule the place would simply stay empty, with the footer and its unsubscribe link gone.

A block names its partials without the ending: taken in by <mj-include> it needs their .mjml files, taken in by {% include %} their .liquid files.`,
  example: {
    file: 'templates/letter.mjml',
    bad: 'path="partials/foot.mjml"',
    good: 'path="partials/footer.mjml"',
  },
  *check(project) {
    const candidates = project.partials.map(({ file }) => file.replace(/^templates\//, ''));
    for (const text of allLiquidTexts(project)) {
      for (const { written, file, span, block } of text.includes) {
        if (file !== null || block !== null || project.broken.includes(`templates/${written}`)) continue;
        const nearest = suggest(written, candidates)[0];
        yield {
          message: `there is no partial "${written}"`,
          span,
          ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
          help: [`${nearest === undefined ? '' : `write "${nearest}", or `}add the file templates/${written}`],
        };
      }
    }
    yield* missingInBlocks(project);
  },
};

/** A block's partials must be there in each kind in which templates take it in. */
function* missingInBlocks(project: Project): Iterable<Finding> {
  for (const { id, rule } of allBlockRules(project)) {
    const name = textAt(rule, 'partial');
    const kinds = new Set(blockUses(project).flatMap((use) => (use.id === id ? [use.kind] : [])));
    for (const kind of name === null ? [] : kinds) {
      const path = `partials/${name}.${kind}`;
      const files = project.partials.map(({ file }) => file);
      if (files.includes(`templates/${path}`) || project.broken.includes(`templates/${path}`)) continue;
      const names = project.partials.filter((partial) => partial.kind === kind).map((partial) => partial.id);
      const nearest = suggest(name ?? '', names)[0];
      yield {
        message: `there is no partial "${path}"`,
        span: spanOf(project, atValue(rule, 'partial')),
        ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
        help: [`${nearest === undefined ? '' : `write "${nearest}", or `}add the file templates/${path}`],
      };
    }
  }
}
