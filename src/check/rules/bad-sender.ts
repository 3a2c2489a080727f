import { parseMailbox } from '../../render/mail-address.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** The sender of email is not exactly one mail address. */
export const badSender: Rule = {
  code: 'LC606',
  name: 'bad-sender',
  severity: 'error',
  summary: 'The sender of email is not exactly one mail address.',
  docs: `Write a bare address (hello@acme.example), or a name and the address in angle brackets (Acme <hello@acme.example>).`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'from: "Acme hello@acme.example"',
    good: 'from: "Acme <hello@acme.example>"',
  },
  *check(project) {
    const email = mapAt(mapAt(configMap(project), 'channels'), 'email');
    for (const key of ['from', 'reply_to']) {
      const text = textAt(email, key);
      if (email === null || text === null || text.includes('${') || parseMailbox(text) !== null) continue;
      yield {
        message: `"${text}" is not one mail address`,
        span: spanOf(project, atValue(email, key)),
        help: ['write it like "Acme <hello@acme.example>"'],
      };
    }
  },
};
