import type { Rule } from '../rule.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { allBlockRules } from '../walk/block-rules.js';
import { textAt } from '../yaml-map.js';

/** A partial that no template takes in. */
export const unusedPartial: Rule = {
  code: 'LC232',
  name: 'unused-partial',
  severity: 'warning',
  summary: 'A partial that no template takes in.',
  docs: `Whoever mends a text in a partial believes that it goes out. Take it in with <mj-include path="partials/…" /> or {% include "partials/…" %}, choose it in a block, or delete its file; git remembers it.`,
  example: {
    file: 'templates/partials/old-footer.mjml',
    bad: '<mj-section><mj-column><mj-text>Acme</mj-text></mj-column></mj-section>\n',
    good: '',
  },
  *check(project) {
    const texts = allLiquidTexts(project);
    // What cannot be read may well take it in.
    if (project.broken.some((path) => path.startsWith('templates/'))) return;
    const includes = texts.flatMap((text) => text.includes);
    if (texts.some(({ facts }) => facts.problem !== null) || includes.some(({ file }) => file === null)) return;
    const chosen = allBlockRules(project).map(({ rule }) => `partials/${textAt(rule, 'partial')}`);
    const used = new Set([
      ...includes.map(({ file }) => file),
      ...chosen.flatMap((path) => [`templates/${path}.mjml`, `templates/${path}.liquid`]),
    ]);
    for (const { file, kind } of project.partials) {
      if (kind === 'txt' || used.has(file)) continue;
      yield {
        message: `no template takes in "${file.replace('templates/', '')}"`,
        span: project.spanAt(file, 0, 0),
        help: [`take it in where it belongs, or delete ${file}`],
      };
    }
  },
};
