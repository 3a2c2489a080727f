import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, isMap, mapAt, textAt } from '../yaml-map.js';

/** A topic that nobody waits for would be sent twice rather than not at all. */
export const twiceForMarketing: Rule = {
  code: 'LC618',
  name: 'twice-for-marketing',
  severity: 'error',
  summary: 'A topic that nobody waits for would be sent twice rather than not at all.',
  docs: `When a connection breaks after the last byte, nobody knows whether the message arrived. Such a message is not sent again by itself: two of the same are worse than none. With "delivery: at_least_once" it is, with the same identity and the same bytes, for as long as it is of use: right for a receipt or a password, which people wait for, and for nothing else.

Take "delivery" out, or make the topic transactional, if its messages are what people asked for.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'offers: {label: Offers, consent: consent_offers, delivery: at_least_once}',
    good: 'offers: {label: Offers, consent: consent_offers}',
  },
  *check(project) {
    const topics = mapAt(configMap(project), 'topics') ?? {};
    for (const [name, topic] of Object.entries(topics)) {
      if (!isMap(topic) || textAt(topic, 'delivery') !== 'at_least_once' || topic.transactional === true) continue;
      yield {
        message: `messages on "${name}" could come twice, and it is not transactional`,
        span: spanOf(project, atValue(topic, 'delivery')),
        label: 'only for what people wait for',
        help: ['take "delivery" out: a message whose answer was lost is then shown by "lifecycle status"'],
      };
    }
  },
};
