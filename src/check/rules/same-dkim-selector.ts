import { dkimMaps } from '../dkim-maps.js';
import { exampleDkim } from '../example/example-dkim.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { textAt, type YamlMap } from '../yaml-map.js';

/** Two DKIM keys have the same selector. */
export const sameDkimSelector: Rule = {
  code: 'LC623',
  name: 'same-dkim-selector',
  severity: 'error',
  summary: 'Two DKIM keys have the same selector.',
  docs: `At SELECTOR._domainkey.DOMAIN receivers find one public key, so one of the two signatures would never verify. Give each key a selector of its own, also a new key that takes the place of an old one: emails signed with the old one are still on their way.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: `selector: RSA2026, key: "\${DKIM_ED25519}"`,
    good: `selector: ed2026, key: "\${DKIM_ED25519}"`,
    beside: exampleDkim,
  },
  *check(project) {
    const seen = new Map<string, YamlMap>();
    for (const node of dkimMaps(project)) {
      const [domain, selector] = [textAt(node, 'domain'), textAt(node, 'selector')];
      if (domain === null || selector === null) continue;
      // The DNS knows no capitals.
      const name = `${selector}._domainkey.${domain}`.toLowerCase();
      const first = seen.get(name);
      if (first === undefined) seen.set(name, node);
      else {
        yield {
          message: `the selector "${selector}" is taken`,
          span: spanOf(project, atValue(node, 'selector')),
          related: [{ span: spanOf(project, atValue(first, 'selector')), label: 'by this key' }],
          help: ['give each key a selector of its own'],
        };
      }
    }
  },
};
