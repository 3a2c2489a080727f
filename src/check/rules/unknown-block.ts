import { suggest } from '../../model/suggest.js';
import { exampleBlock } from '../example/example-project.js';
import type { Rule } from '../rule.js';
import { blockUses } from '../templates/block-uses.js';

/** A template takes in a block that has no file. */
export const unknownBlock: Rule = {
  code: 'LC225',
  name: 'unknown-block',
  severity: 'error',
  summary: 'A template takes in a block that has no file.',
  docs: `Blocks are rules that choose a partial for each person. "blocks/hero" is templates/blocks/hero.yaml: <mj-include path="blocks/hero" /> takes it in between MJML tags, {% include "blocks/hero" %} inside text.

Correct the name, or add the file.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '<mj-text>New things are here. {% include "blocks/greting" %}</mj-text>',
    good: '<mj-text>New things are here. {% include "blocks/greeting" %}</mj-text>',
    beside: exampleBlock,
  },
  *check(project) {
    const unread = project.broken.flatMap((path) => /^templates\/blocks\/(.+)\.yaml$/.exec(path)?.[1] ?? []);
    const known = [...project.blocks.map(({ id }) => id), ...unread];
    for (const { id, span } of blockUses(project)) {
      if (known.includes(id)) continue;
      const nearest = suggest(id, known)[0];
      yield {
        message: `there is no block "${id}"`,
        span,
        ...(nearest === undefined ? {} : { label: `did you mean "blocks/${nearest}"?` }),
        help: [
          `${nearest === undefined ? '' : `write "blocks/${nearest}", or `}add the file templates/blocks/${id}.yaml`,
        ],
      };
    }
  },
};
