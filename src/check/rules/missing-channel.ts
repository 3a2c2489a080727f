import { CHANNELS } from '../../model/channel.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';
import { configMap, mapAt } from '../yaml-map.js';

/** Messages are to be sent, but the configuration does not say how. */
export const missingChannel: Rule = {
  code: 'LC605',
  name: 'missing-channel',
  severity: 'error',
  summary: 'Messages are to be sent, but the configuration does not say how.',
  docs: `Under "channels" in lifecycle.config.yaml stands how messages leave the house. For email: the server that takes the mail, the sender, the postal address and the address behind unsubscribe links. For every other channel: the address that takes the calls, and the key that signs them.`,
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
    const channels = mapAt(configMap(project), 'channels');
    for (const channel of CHANNELS) {
      const first = allMessages(project).find((message) => message.channel === channel);
      if (first === undefined || mapAt(channels, channel) !== null) continue;
      yield {
        message: `step "${first.id ?? '?'}" sends ${channel}, but ${project.configFile} does not say how`,
        span: spanOf(project, atKey(first.step, channel)),
        help: [
          channel === 'email'
            ? 'add channels: {email: {transport, from, postal_address, unsubscribe}}'
            : `add channels: {${channel}: {url, secret}}`,
        ],
      };
    }
  },
};
