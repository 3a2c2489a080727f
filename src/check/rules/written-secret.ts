import { CHANNELS } from '../../model/channel.js';
import { exampleTexts } from '../example/example-texts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** The key that signs calls is written into the configuration. */
export const writtenSecret: Rule = {
  code: 'LC716',
  name: 'written-secret',
  severity: 'error',
  summary: 'The key that signs calls is written into the configuration.',
  docs: `Whoever has the key can make calls that look like yours, and what is once in git is there for ever. Write the name of an environment variable that holds it, "\${SMS_SECRET}", and change the key that was written here. Without "secret" it is read from the variable that is called after the channel.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    good: `secret: "\${SMS_SECRET}"`,
    beside: exampleTexts,
  },
  *check(project) {
    const channels = mapAt(configMap(project), 'channels');
    for (const channel of CHANNELS) {
      const node = channel === 'email' ? null : mapAt(channels, channel);
      const secret = textAt(node, 'secret');
      if (node === null || secret === null || /^(?:\s*\$\{\w+\})+\s*$/.test(secret)) continue;
      yield {
        message: `the key of channels.${channel} is written out`,
        span: spanOf(project, atValue(node, 'secret')),
        help: [
          `write "\${${channel.toUpperCase()}_SECRET}", set that variable where lifecycle runs, and change the key`,
        ],
      };
    }
  },
};
