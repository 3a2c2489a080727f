import { fittedTrait } from '../../model/trait-fit.js';
import { exampleFit } from '../example/example-project.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allFits } from '../walk/walk-fits.js';

/** A model told the past worse than its trait asks. */
export const weakForecast: Rule = {
  code: 'LC452',
  name: 'weak-forecast',
  severity: 'error',
  summary: 'A model told the last period of the data worse than its trait asks.',
  docs: `"min_auc" is what a model must reach on days that it has not seen: how often it ranks somebody who came above somebody who did not. 0.5 is chance; without "min_auc" it must reach 0.6. The number in lifecycle.lock is lower.

Fit again when there is more data, ask for less, or take the trait out: rfm ranks people as well as most models do.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'soon: {likelihood: order_placed, horizon: 30d, min_auc: 0.8}',
    good: 'soon: {likelihood: order_placed, horizon: 30d}',
    beside: exampleFit,
  },
  *check(project) {
    for (const { name, trait, key, request, model } of allFits(project)) {
      if (model === null || fittedTrait(request, model) === null || model.backTest.auc >= request.minAuc) continue;
      yield {
        message: `trait "${name}" must rank people right ${times(request.minAuc)}, and did so ${times(model.backTest.auc)}`,
        span: spanOf(project, 'min_auc' in trait ? atValue(trait, 'min_auc') : atKey(trait, key)),
        label: `on the days up to ${model.backTest.testedUntil}`,
        help: [
          'run lifecycle measure fit again when there is more data, ask for a lower min_auc, or take the trait out',
        ],
      };
    }
  },
};

function times(auc: number): string {
  return `${Number((auc * 100).toFixed(1))} times of 100`;
}
