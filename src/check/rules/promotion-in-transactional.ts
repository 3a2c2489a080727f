import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages, type MessagePlace, topicKind } from '../walk/walk-messages.js';

/** A message under a transactional topic advertises. */
export const promotionInTransactional: Rule = {
  code: 'LC616',
  name: 'promotion-in-transactional',
  severity: 'warning',
  summary: 'A message under a transactional topic advertises.',
  docs: `Transactional messages need no consent, because people need them for what they asked for: a receipt, a delivery, a password. An incentive turns the whole message into advertising, and so does a text that elsewhere is sent as an offer. In most countries that is unsolicited mail, and everything else under the topic loses its standing.

Take the promotion out, or send the message under a topic that people agreed to.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'email: {template: cart/offer, topic: service, incentive: ten-percent}',
    good: 'email: {template: cart/offer, topic: offers}',
  },
  *check(project) {
    const promotional = new Map<string, MessagePlace>();
    for (const one of allMessages(project)) {
      if (one.template === null || promotional.has(one.template)) continue;
      if (topicKind(project, one.topic) === 'promotional') promotional.set(one.template, one);
    }
    for (const one of allMessages(project).filter(({ topic }) => topicKind(project, topic) === 'transactional')) {
      const { message, topic, template, id } = one;
      const step = `step "${id ?? '?'}"`;
      const offer = template === null ? undefined : promotional.get(template);
      if (message.incentive !== undefined) {
        yield {
          message: `${step} carries an incentive under the transactional topic "${topic}"`,
          span: spanOf(project, atValue(message, 'incentive')),
          label: 'makes the message advertising',
          related: [{ span: spanOf(project, atValue(message, 'topic')), label: 'sent without consent' }],
          help: ['take the incentive out, or send the message under a topic that people agreed to'],
        };
      } else if (offer !== undefined) {
        yield {
          message: `${step} sends "${template}" without consent, which is sent as "${offer.topic}" elsewhere`,
          span: spanOf(project, atValue(message, 'topic')),
          label: 'transactional here',
          related: [{ span: spanOf(project, atValue(offer.message, 'topic')), label: 'promotional here' }],
          help: ['give the two messages templates of their own, or the same topic'],
        };
      }
    }
  },
};
