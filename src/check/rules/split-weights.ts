import { formatPercentage, parsePercentage } from '../../model/percentage.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { mapsAt, textAt } from '../yaml-map.js';

/** The weights of a split do not add up to 100%, or one is nothing. */
export const splitWeights: Rule = {
  code: 'LC403',
  name: 'split-weights',
  severity: 'error',
  summary: 'The weights of a split do not add up to 100%, or one is nothing.',
  docs: `Every person in a split goes one way, so the weights share out 100%. With less, it is not said what happens to the rest; a variant of 0% is reached by nobody.

A part that gets nothing is a variant of its own, with an empty list of steps.`,
  example: { file: 'campaigns/cart.yaml', bad: '{variant: thanks, weight: 40%', good: '{variant: thanks, weight: 50%' },
  *check(project) {
    for (const { step, id } of allSteps(project)) {
      const variants = mapsAt(step, 'split').map(({ item }) => item);
      const weights = variants.map((variant) => parsePercentage(textAt(variant, 'weight') ?? ''));
      for (const variant of variants.filter((_, index) => weights[index] === 0)) {
        yield {
          message: `nobody gets variant "${String(variant.variant)}"`,
          span: spanOf(project, atValue(variant, 'weight')),
          help: ['give it a weight, or take the variant out'],
        };
      }
      const sum = weights.reduce<number>((total, weight) => total + Math.round((weight ?? 0) * 1e6), 0) / 1e6;
      if (variants.length === 0 || weights.includes(null) || sum === 1) continue;
      const gap = formatPercentage(Math.abs(1 - sum), 4);
      yield {
        message: `the weights of step "${id ?? '?'}" add up to ${formatPercentage(sum, 4)}, not 100%`,
        span: spanOf(project, atKey(step, 'split')),
        label: sum < 1 ? `${gap} of people would go nowhere` : `${gap} too much`,
        help: [sum < 1 ? `share out the other ${gap}; a variant with "steps: []" does nothing` : `take away ${gap}`],
      };
    }
  },
};
