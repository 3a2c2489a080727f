import { configMap } from '../declared-events.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk-messages.js';
import { mapAt } from '../yaml-map.js';

/** Email is to be sent, but the configuration does not say how. */
export const missingChannel: Rule = {
  code: 'LC605',
  name: 'missing-channel',
  severity: 'error',
  summary: 'Email is to be sent, but the configuration does not say how.',
  docs: `Under "channels" in lifecycle.config.yaml stand the server that takes the mail, the sender, the postal address and the address behind unsubscribe links.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '',
    good: `channels:
  email:
    transport: "\${SMTP_URL}"
    from: "Acme <hello@acme.example>"
    postal_address: "Acme GmbH, Hauptstr. 1, 10115 Berlin"
    unsubscribe: https://mail.acme.example
`,
  },
  *check(project) {
    const first = allMessages(project).find(({ channel }) => channel === 'email');
    if (first === undefined || mapAt(mapAt(configMap(project), 'channels'), 'email') !== null) return;
    yield {
      message: `step "${first.id ?? '?'}" sends email, but ${project.configFile} does not say how`,
      span: spanOf(project, atKey(first.step, 'email')),
      help: ['add channels: {email: {transport, from, postal_address, unsubscribe}}'],
    };
  },
};
