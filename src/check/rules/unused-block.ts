import { suggest } from '../../model/suggest.js';
import type { Rule } from '../rule.js';
import { blockUses } from '../templates/block-uses.js';

/** A block that no template takes in. */
export const unusedBlock: Rule = {
  code: 'LC226',
  name: 'unused-block',
  severity: 'warning',
  summary: 'A block that no template takes in.',
  docs: `Nobody ever sees what it chooses. Take it in with <mj-include path="blocks/name" /> or {% include "blocks/name" %}, or delete its file; git remembers it.`,
  example: {
    file: 'templates/blocks/hero.yaml',
    bad: 'rules:\n  - partial: footer\n',
    good: '',
  },
  *check(project) {
    // A template that could not be read may well take it in.
    if (project.broken.some((path) => path.startsWith('templates/'))) return;
    const known = new Set(project.blocks.map(({ id }) => id));
    const used = new Set(blockUses(project).map(({ id }) => id));
    const meant = new Set([...used].flatMap((id) => (known.has(id) ? [] : suggest(id, known))));
    for (const { id, file } of project.blocks) {
      if (used.has(id) || meant.has(id)) continue;
      const span = project.spanAt(file, 0, 0);
      yield { message: `no template takes in block "${id}"`, span, help: [`take it in, or delete ${file}`] };
    }
  },
};
