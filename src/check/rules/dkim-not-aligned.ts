import { dkimDomain, isAligned } from '../../render/dkim/dkim-name.js';
import { parseMailbox } from '../../render/mail-address.js';
import { dkimMaps } from '../dkim-maps.js';
import { exampleDkim } from '../example/example-dkim.js';
import { atValue, type Place, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** Emails are signed for another domain than their sender's. */
export const dkimNotAligned: Rule = {
  code: 'LC621',
  name: 'dkim-not-aligned',
  severity: 'error',
  summary: "Emails are signed for another domain than their sender's.",
  docs: `Such a signature says nothing about the sender that people see, and receivers that keep to DMARC treat the email as if it had none. The domain of every key must be the one behind the @ of "from", or one above or below it: acme.example signs for hello@news.acme.example, and news.acme.example for hello@acme.example. That holds for "from" in the front matter of a template, too.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'domain: acme-mail.example, selector: ed2026',
    good: 'domain: acme.example, selector: ed2026',
    beside: exampleDkim,
  },
  *check(project) {
    const email = mapAt(mapAt(configMap(project), 'channels'), 'email');
    const templates = project.templates.map(({ frontMatter }) => frontMatter as unknown as YamlMap);
    for (const node of dkimMaps(project)) {
      const written = textAt(node, 'domain') ?? '';
      const domain = dkimDomain(written);
      if (domain === null) continue;
      for (const holder of [email, ...templates]) {
        const sender = senderDomain(textAt(holder, 'from'));
        if (holder === null || sender === null || isAligned(domain, sender)) continue;
        const from = atValue(holder, 'from');
        const key = atValue(node, 'domain');
        const [place, other]: readonly [Place, Place] = holder === email ? [key, from] : [from, key];
        yield {
          message: `the key signs for ${written}, and the sender is at ${sender}`,
          span: spanOf(project, place),
          related: [{ span: spanOf(project, other), label: holder === email ? 'the sender' : 'the key' }],
          help: [`sign with a key of ${sender}, or send from an address at ${written}`],
        };
      }
    }
  },
};

/** Null for a sender that only the environment, or Liquid, knows. */
function senderDomain(from: string | null): string | null {
  if (from === null || /\$\{|\{\{|\{%/.test(from)) return null;
  const address = parseMailbox(from)?.address;
  return address === undefined ? null : address.slice(address.lastIndexOf('@') + 1);
}
