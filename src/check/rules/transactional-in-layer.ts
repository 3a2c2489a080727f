import { exampleProject } from '../example/example-project.js';
import { atKey, printPlace, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { walkLayers } from '../walk/walk-layers.js';
import { allMessages, topicKind } from '../walk/walk-messages.js';

/** A layer would keep people from a transactional message. */
export const transactionalInLayer: Rule = {
  code: 'LC239',
  name: 'transactional-in-layer',
  severity: 'error',
  summary: 'A layer would keep people from a transactional message.',
  docs: `Who is in a layer's other campaign does not enter this one, whatever happens to them: by chance, they would not get the receipt or the warning that everybody is owed.

Take the campaign out of the layer, or send its transactional messages from a campaign of their own.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'holdouts: {global: 2%, salt: acme-2026}\nlayers: {letters: {monthly: 50%, receipt: 50%}}',
    good: 'holdouts: {global: 2%, salt: acme-2026}',
    beside: {
      'campaigns/receipt.yaml': `name: Receipt
goal: Say what was ordered
kpi: {metric: order_rate, window: 30d}
triggers: [{event: order_placed}]
reentry: always
steps: [{id: receipt, email: {template: receipt, topic: service}}]
`,
      'templates/receipt.mjml': exampleProject['templates/letter.mjml'] ?? '',
    },
  },
  *check(project) {
    const messages = allMessages(project);
    for (const { layer, shares, campaign } of walkLayers(project)) {
      const owed = messages.find(
        (one) => one.campaign.id === campaign && topicKind(project, one.topic) === 'transactional',
      );
      if (owed === undefined) continue;
      yield {
        message: `layer "${layer}" would keep people from step "${owed.id ?? '?'}" of campaign "${campaign}", which is transactional`,
        span: spanOf(project, atKey(shares, campaign)),
        notes: [`the message: ${printPlace(spanOf(project, atKey(owed.message, 'topic')))}`],
        help: [`take "${campaign}" out of the layer, or send that message from a campaign of its own`],
      };
    }
  },
};
