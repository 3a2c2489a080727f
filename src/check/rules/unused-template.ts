import { isTextPart } from '../../model/project.js';
import type { Rule } from '../rule.js';
import { allVersions } from '../walk/walk-messages.js';

/** A template that no step sends. */
export const unusedTemplate: Rule = {
  code: 'LC220',
  name: 'unused-template',
  severity: 'warning',
  summary: 'A template that no step sends.',
  docs: `Often the step that should send it names another one, or was taken out. Use the template in a step, or delete its file; git remembers it.`,
  example: { file: 'campaigns/monthly.yaml', bad: 'template: cart/offer', good: 'template: letter' },
  *check(project) {
    const used = new Set(allVersions(project).map(({ template }) => template));
    // A campaign that could not be read may well use it.
    if (project.broken.some((path) => path.startsWith('campaigns/'))) return;
    for (const template of project.templates) {
      const { id, file, lang } = template;
      if (used.has(id) || lang !== '' || isTextPart(project, template)) continue;
      yield {
        message: `no step sends template "${id}"`,
        span: project.spanAt(file, 0, 0),
        help: [`use it in a step, or delete ${file}`],
      };
    }
  },
};
