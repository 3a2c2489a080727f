import { exampleShare } from '../example/example-project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allFits } from '../walk/walk-fits.js';

/** A trait is told by a model that was never fitted to the data. */
export const unfittedTrait: Rule = {
  code: 'LC450',
  name: 'unfitted-trait',
  severity: 'error',
  summary: 'A trait is told by a model that was never fitted to the data.',
  docs: `What people will spend (customer_value), how likely they are to come again (likelihood) and how many events of everybody's count beside their own (shrink: fitted) is learned from your data. Nothing is learned while messages are sent: the same plan decides the same, whatever the data has become.

Run "lifecycle measure fit". It learns from the past, tries itself on the last period of your data, prints how well it told it, and writes what it found to lifecycle.lock: commit that with your campaigns, and fit again every few months. What it refuses it says in words; take the trait out then, or use rfm, which only compares.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'soon: {likelihood: order_placed, horizon: 30d}',
    good: 'soon: {share: order_placed, of: cart_updated}',
    beside: exampleShare,
  },
  *check(project) {
    for (const { name, trait, key, model } of allFits(project)) {
      if (model !== null) continue;
      yield {
        message: `trait "${name}" was never fitted to your data`,
        span: spanOf(project, atValue(trait, key)),
        help: ['run lifecycle measure fit, look at what it prints, and commit lifecycle.lock'],
      };
    }
  },
};
