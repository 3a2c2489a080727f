import { fittedTrait } from '../../model/trait-fit.js';
import { exampleFit } from '../example/example-project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allFits } from '../walk/walk-fits.js';

/** A trait says something else than when its model was fitted. */
export const outdatedFit: Rule = {
  code: 'LC451',
  name: 'outdated-fit',
  severity: 'error',
  summary: 'A trait says something else than when its model was fitted.',
  docs: `A model holds for the events, the tests on them and the horizon that it was fitted with: told of others it would be made up. Run "lifecycle measure fit" again, or take the change back. When the trait is refreshed, and how good it must be (min_auc), may change without a new fit.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'soon: {likelihood: order_placed, horizon: 60d}',
    good: 'soon: {likelihood: order_placed, horizon: 30d}',
    beside: exampleFit,
  },
  *check(project) {
    for (const { name, trait, key, request, model } of allFits(project)) {
      // A horizon that is no number of days has its own finding.
      if (model === null || request.horizon === 0 || fittedTrait(request, model) !== null) continue;
      yield {
        message: `the model of trait "${name}" was fitted to something else`,
        span: spanOf(project, atValue(trait, key)),
        notes: [model.of === request.of ? 'its parameters are not whole' : `fitted was ${model.of}`],
        help: ['run lifecycle measure fit again, or take the change back'],
      };
    }
  },
};
