import { dkimDomain, isSelector } from '../../render/dkim/dkim-name.js';
import { dkimMaps } from '../dkim-maps.js';
import { exampleDkim } from '../example/example-dkim.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { textAt } from '../yaml-map.js';

/** The domain or the selector of a DKIM key cannot be looked up. */
export const badDkimName: Rule = {
  code: 'LC620',
  name: 'bad-dkim-name',
  severity: 'error',
  summary: 'The domain or the selector of a DKIM key cannot be looked up.',
  docs: `Receivers look for the public key in the DNS, at SELECTOR._domainkey.DOMAIN. So "domain" is a domain name (acme.example), without "https://", "@" or "_domainkey" in it, and "selector" is made of letters, digits and hyphens, with dots between them if you like (lifecycle2026).`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'selector: rsa2026._domainkey',
    good: 'selector: rsa2026',
    beside: exampleDkim,
  },
  *check(project) {
    for (const node of dkimMaps(project)) {
      const domain = textAt(node, 'domain');
      const selector = textAt(node, 'selector');
      if (domain !== null && dkimDomain(domain) === null) {
        yield {
          message: `"${domain}" is not a domain name`,
          span: spanOf(project, atValue(node, 'domain')),
          help: ['write the bare domain of the sender, like acme.example'],
        };
      }
      if (selector !== null && !isSelector(selector)) {
        yield {
          message: `"${selector}" cannot be a selector`,
          span: spanOf(project, atValue(node, 'selector')),
          help: ['write letters, digits and hyphens, like lifecycle2026'],
        };
      }
    }
  },
};
