import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** The address behind unsubscribe links is not https. */
export const insecureUnsubscribe: Rule = {
  code: 'LC604',
  name: 'insecure-unsubscribe',
  severity: 'error',
  summary: 'The address behind unsubscribe links is not https.',
  docs: `One-click unsubscribe (RFC 8058) works only over https: mail programs do not show their button for anything else. Write the address of the server that answers, such as https://mail.acme.example.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'unsubscribe: http://mail.acme.example',
    good: 'unsubscribe: https://mail.acme.example',
  },
  *check(project) {
    const email = mapAt(mapAt(configMap(project), 'channels'), 'email');
    const address = textAt(email, 'unsubscribe');
    if (email === null || address === null || /^\$\{\w+\}/.test(address)) return;
    if (address.startsWith('https://') && URL.canParse(address)) return;
    yield {
      message: `"${address}" is not an https address`,
      span: spanOf(project, atValue(email, 'unsubscribe')),
      label: 'mail programs show their unsubscribe button only for https',
      help: [`write it as https://${address.replace(/^\w+:\/*/, '') || 'mail.acme.example'}`],
    };
  },
};
