import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { walkLayers } from '../walk/walk-layers.js';

/** A campaign stands in two layers. */
export const twoLayers: Rule = {
  code: 'LC238',
  name: 'two-layers',
  severity: 'error',
  summary: 'A campaign stands in two layers.',
  docs: `A layer gives each of its campaigns people of their own. In two layers, a campaign would get only those whom both give it, and nobody could read its share from either.

Leave it in one of them; campaigns that must not mix with it belong into that layer, too.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'holdouts: {global: 2%, salt: acme-2026}\nlayers: {reminders: {cart: 50%}, letters: {cart: 50%, monthly: 50%}}',
    good: 'holdouts: {global: 2%, salt: acme-2026}',
  },
  *check(project) {
    const first = new Map<string, ReturnType<typeof walkLayers>[number]>();
    for (const place of walkLayers(project)) {
      const { layer, shares, campaign } = place;
      const before = first.get(campaign);
      if (before === undefined) {
        first.set(campaign, place);
        continue;
      }
      yield {
        message: `campaign "${campaign}" stands in the layers "${before.layer}" and "${layer}"`,
        span: spanOf(project, atKey(shares, campaign)),
        related: [{ span: spanOf(project, atKey(before.shares, campaign)), label: 'here, too' }],
        help: ['leave it in one of them'],
      };
    }
  },
};
