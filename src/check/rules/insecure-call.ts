import { CHANNELS } from '../../model/channel.js';
import { isLoopback } from '../../model/is-loopback.js';
import { exampleTexts } from '../example/example-texts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** A channel hands people's messages over without encryption, or to no web address. */
export const insecureCall: Rule = {
  code: 'LC609',
  name: 'insecure-call',
  severity: 'error',
  summary: "A channel hands people's messages over without encryption, or to no web address.",
  docs: `Every call holds a person's number or id, and what you tell them. Over plain http everybody on the way reads it, and can change it. Write an https address; http is for receivers on your own machine.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'http://sms.acme.example/send',
    good: 'https://sms.acme.example/send',
    beside: exampleTexts,
  },
  *check(project) {
    const channels = mapAt(configMap(project), 'channels');
    for (const channel of CHANNELS) {
      const node = channel === 'email' ? null : mapAt(channels, channel);
      const url = textAt(node, 'url');
      // What stands in the environment is judged when it is read.
      if (node === null || url === null || /^\$\{/.test(url)) continue;
      const plain = url.replace(/\$\{\w+\}/g, 'x');
      const parsed = URL.canParse(plain) ? new URL(plain) : null;
      if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname))) continue;
      yield {
        message: `channels.${channel}.url is not an https address`,
        span: spanOf(project, atValue(node, 'url')),
        help: [`write https://host/path, or \${NAME} for an environment variable that holds it`],
      };
    }
  },
};
