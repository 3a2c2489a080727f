import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { promotionalMessages } from '../walk/walk-messages.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** Promotional email is sent without the sender's postal address. */
export const missingPostalAddress: Rule = {
  code: 'LC603',
  name: 'missing-postal-address',
  severity: 'error',
  summary: "Promotional email is sent without the sender's postal address.",
  docs: `The law of most countries wants the sender's postal address in every promotional email. It is written once, in channels.email.postal_address, with street and town.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'postal_address: "TODO"',
    good: 'postal_address: "Acme GmbH, Hauptstr. 1, 10115 Berlin"',
  },
  *check(project) {
    const email = mapAt(mapAt(configMap(project), 'channels'), 'email');
    const address = textAt(email, 'postal_address');
    if (email === null || address === null) return;
    if (!promotionalMessages(project).some(({ channel }) => channel === 'email')) return;
    // Anything real has a name, a street and a town; the shortest place holders do not.
    if (/^\$\{\w+\}$/.test(address) || address.trim().length >= 12) return;
    yield {
      message: `"${address}" is not a postal address`,
      span: spanOf(project, atValue(email, 'postal_address')),
      label: 'promotional email must carry one',
      help: ['write the name, street and town of the sender'],
    };
  },
};
