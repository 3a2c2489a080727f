import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps, type StepPlace } from '../walk/walk-steps.js';

/** Two steps of a campaign have the same id, at any depth. */
export const duplicateStepId: Rule = {
  code: 'LC203',
  name: 'duplicate-step-id',
  severity: 'error',
  summary: 'Two steps of a campaign have the same id.',
  docs: `People who wait in a campaign are remembered by the id of their step, and so is what was sent to them. Two steps with one id would be mixed up: one of them would never be sent.

The ids of one campaign are all different, those inside branches and splits too. Rename the newer one.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '{id: help, exit: has bought before}',
    good: '{id: known, exit: has bought before}',
  },
  *check(project) {
    const first = new Map<string, StepPlace>();
    for (const place of allSteps(project)) {
      const { campaign, step, id } = place;
      if (id === null) continue;
      const key = `${campaign.file}\n${id}`;
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, place);
      else {
        const span = spanOf(project, atValue(step, 'id'));
        yield {
          message: `step id "${id}" is used twice`,
          span,
          label: 'second use',
          related: [{ span: spanOf(project, atValue(earlier.step, 'id')), label: 'first use' }],
          notes: ['ids are how people in flight are remembered'],
          help: [`rename the one on line ${span.start.line}`],
        };
      }
    }
  },
};
