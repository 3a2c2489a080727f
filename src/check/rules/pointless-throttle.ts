import { HOUR } from '../../model/milliseconds.js';
import { parseRate, type Rate } from '../../model/rate.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** A domain has a rate that the channel as a whole never reaches. */
export const pointlessThrottle: Rule = {
  code: 'LC614',
  name: 'pointless-throttle',
  severity: 'warning',
  summary: 'A domain has a rate that the channel as a whole never reaches.',
  docs: `"rate" holds for all emails together, "per_domain" for those to one domain. A domain that may take as much as all together is never kept back by its own rate.

Lower the rate of the domain, raise the whole one, or take the domain out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'unsubscribe: https://mail.acme.example\n    throttle: {rate: 500/m, per_domain: {gmail.com: 10/s}}',
    good: 'unsubscribe: https://mail.acme.example',
  },
  *check(project) {
    const throttle = mapAt(mapAt(mapAt(configMap(project), 'channels'), 'email'), 'throttle');
    const domains = mapAt(throttle, 'per_domain');
    const whole = parseRate(textAt(throttle, 'rate') ?? '');
    if (throttle === null || domains === null || whole === null) return;
    for (const domain of Object.keys(domains)) {
      const own = parseRate(textAt(domains, domain) ?? '');
      if (own === null || perHour(own) < perHour(whole)) continue;
      const who = domain === 'default' ? 'each other domain' : domain;
      yield {
        message: `${who} may take ${own.text}, and all together no more than ${whole.text}`,
        span: spanOf(project, atValue(domains, domain)),
        label: 'never reached',
        related: [{ span: spanOf(project, atValue(throttle, 'rate')), label: 'all together' }],
        help: [`write a lower rate, or take "${domain}" out`],
      };
    }
  },
};

function perHour({ count, per }: Rate): number {
  return (count * HOUR) / per;
}
