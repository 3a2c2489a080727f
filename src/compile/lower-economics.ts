import type { ConfigFile } from '../model/config-file.js';
import type { Plan } from '../model/plan.js';
import { share } from './written.js';

/** What the configuration says things are worth and cost. */
export function lowerEconomics(node: ConfigFile['economics']): Plan['economics'] {
  if (node === undefined) return null;
  return {
    currency: node.currency,
    revenue: node.revenue,
    margin: share(node.margin),
    costPerMessage: { ...node.cost_per_message },
    costPerUnsubscribe: node.cost_per_unsubscribe ?? 0,
  };
}
