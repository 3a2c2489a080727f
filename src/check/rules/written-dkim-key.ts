import { dkimMaps } from '../dkim-maps.js';
import { exampleDkim } from '../example/example-dkim.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { textAt } from '../yaml-map.js';

/** The key that signs emails is written into the configuration. */
export const writtenDkimKey: Rule = {
  code: 'LC622',
  name: 'written-dkim-key',
  severity: 'error',
  summary: 'The key that signs emails is written into the configuration.',
  docs: `Whoever has the key can send emails that receivers take for yours, and what is once in git is there for ever. Write the name of an environment variable that holds it, "\${DKIM_KEY}". If a key was written here, make a new one under a new selector, and take the record of the old one out of the DNS.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'key: "-----BEGIN PRIVATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\\n-----END PRIVATE KEY-----"',
    good: `key: "\${DKIM_ED25519}"`,
    beside: exampleDkim,
  },
  *check(project) {
    for (const node of dkimMaps(project)) {
      const key = textAt(node, 'key');
      if (key === null || /^\s*\$\{[A-Za-z_]\w*\}\s*$/.test(key)) continue;
      yield {
        message: 'a DKIM key is not the name of an environment variable',
        span: spanOf(project, atValue(node, 'key')),
        help: [
          `write "\${DKIM_KEY}", set that variable where lifecycle runs, and change the key if it was written here`,
        ],
      };
    }
  },
};
