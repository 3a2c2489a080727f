import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { mapsAt, textAt } from '../yaml-map.js';

/** Two variants of a split have the same id. */
export const duplicateVariant: Rule = {
  code: 'LC405',
  name: 'duplicate-variant',
  severity: 'error',
  summary: 'Two variants of a split have the same id.',
  docs: `The variant's id is how results are told apart. Rename one of the two.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '{variant: thanks, weight: 50%, steps: []}',
    good: '{variant: nothing, weight: 50%, steps: []}',
  },
  *check(project) {
    for (const { step, id } of allSteps(project)) {
      const variants = mapsAt(step, 'split').map(({ item }) => item);
      for (const [index, variant] of variants.entries()) {
        const name = textAt(variant, 'variant');
        const earlier = variants.slice(0, index).find((one) => one.variant === name);
        if (name === null || earlier === undefined) continue;
        yield {
          message: `variant "${name}" stands twice in step "${id ?? '?'}"`,
          span: spanOf(project, atValue(variant, 'variant')),
          label: 'second use',
          related: [{ span: spanOf(project, atValue(earlier, 'variant')), label: 'first use' }],
          help: ['rename one of the two'],
        };
      }
    }
  },
};
