import { findField } from '../names/profile-fields.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, isMap, mapAt, textAt } from '../yaml-map.js';

/** A topic takes its consent from something that does not say yes or no. */
export const consentNotBoolean: Rule = {
  code: 'LC602',
  name: 'consent-not-boolean',
  severity: 'error',
  summary: 'A topic takes its consent from something that does not say yes or no.',
  docs: `A topic names the attribute that says whether a person agreed. It has to be true or false in the data, and it has to come from the data: a consent cannot be computed from what people did. An unknown value counts as no.

Declare the attribute as {type: boolean}, or name another one. A topic that needs no consent is {transactional: true}.`,
  example: { file: 'lifecycle.config.yaml', bad: 'consent: first_name', good: 'consent: consent_offers' },
  *check(project) {
    const topics = mapAt(configMap(project), 'topics') ?? {};
    for (const [name, topic] of Object.entries(topics)) {
      const consent = isMap(topic) ? textAt(topic, 'consent') : null;
      const field = consent === null ? null : findField(project, consent);
      if (!isMap(topic) || field === null || (field.type === 'boolean' && field.kind === 'attribute')) continue;
      yield {
        message: `"${consent}" cannot say whether people agreed to topic "${name}"`,
        span: spanOf(project, atValue(topic, 'consent')),
        label: field.kind === 'trait' ? 'a trait, computed from events' : `a ${field.type}, not true or false`,
        help: ['name an attribute of type boolean that holds the consent'],
      };
    }
  },
};
