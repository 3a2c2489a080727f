import { formatPercentage } from '../../model/percentage.js';
import { shareAt } from '../flow/campaign-facts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt } from '../yaml-map.js';

/** The campaigns of a layer want more people than there are. */
export const overfullLayer: Rule = {
  code: 'LC237',
  name: 'overfull-layer',
  severity: 'error',
  summary: 'The campaigns of a layer want more people than there are.',
  docs: `Everybody is in one campaign of a layer at most, so its shares add up to 100% or less. With less, the rest is in none of them.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'holdouts: {global: 2%, salt: acme-2026}\nlayers: {reminders: {cart: 60%, monthly: 50%}}',
    good: 'holdouts: {global: 2%, salt: acme-2026}',
  },
  *check(project) {
    const layers = mapAt(configMap(project), 'layers') ?? {};
    for (const layer of Object.keys(layers)) {
      const shares = mapAt(layers, layer) ?? {};
      const sum = Object.keys(shares).reduce((total, one) => total + Math.round(shareAt(shares, one) * 1e6), 0) / 1e6;
      if (sum <= 1) continue;
      yield {
        message: `the shares of layer "${layer}" add up to ${formatPercentage(sum, 4)}, more than everybody`,
        span: spanOf(project, atKey(layers, layer)),
        label: `${formatPercentage(sum - 1, 4)} too much`,
        help: [`take away ${formatPercentage(sum - 1, 4)}`],
      };
    }
  },
};
