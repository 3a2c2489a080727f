import { findField } from '../names/profile-fields.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { textAt } from '../yaml-map.js';

/** A condition tests a trait that has several parts, and does not say which. */
export const traitWithoutPart: Rule = {
  code: 'LC221',
  name: 'trait-without-part',
  severity: 'error',
  summary: 'A condition tests a trait that has several parts, and does not say which.',
  docs: `An rfm trait is several values: .recency, .frequency, .monetary, .score, .percentile, and .stopped when it has a stop rule. A purchase_gap is .own, .expected, .population_mean, .population_p50, .population_p80 and .coverage. A customer_value is .alive, .expected_orders, .expected_value and .churn_risk. A test is of one of them.

Write the part behind a dot: {attribute: rfm.percentile, lte: 0.2}.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '  gap: {purchase_gap: order_placed}\nsegments:\n  buyers: {attribute: gap, exists: true}',
    good: 'segments:\n  buyers: {event: order_placed, count: {gte: 1}}',
  },
  *check(project) {
    for (const { leaf } of allConditions(project)) {
      const name = textAt(leaf, 'attribute');
      const parts = name === null ? null : (findField(project, name)?.parts ?? null);
      if (name === null || parts === null) continue;
      yield {
        message: `trait "${name}" has several parts`,
        span: spanOf(project, atValue(leaf, 'attribute')),
        label: 'which one?',
        help: [`write one of: ${[...parts.keys()].map((part) => `${name}.${part}`).join(', ')}`],
      };
    }
  },
};
