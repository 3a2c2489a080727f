import { dkimDomain, isAligned } from '../../render/dkim/dkim-name.js';
import { parseMailbox } from '../../render/mail-address.js';
import { dkimMaps } from '../dkim-maps.js';
import { exampleDkim } from '../example/example-dkim.js';
import { atValue, spanOf } from '../place.js';
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
    const keys = dkimMaps(project).flatMap((node) => {
      const written = textAt(node, 'domain') ?? '';
      const domain = dkimDomain(written);
      return domain === null ? [] : [{ node, written, domain }];
    });
    const sender = senderDomain(textAt(email, 'from'));
    for (const { node, written, domain } of keys) {
      if (email === null || sender === null || isAligned(domain, sender)) continue;
      yield {
        message: `the key signs for ${written}, and the sender is at ${sender}`,
        span: spanOf(project, atValue(node, 'domain')),
        related: [{ span: spanOf(project, atValue(email, 'from')), label: 'the sender' }],
        help: [`sign with a key of ${sender}, or send from an address at ${written}`],
      };
    }
    for (const template of project.templates) {
      const frontMatter = template.frontMatter as unknown as YamlMap;
      const own = senderDomain(textAt(frontMatter, 'from'));
      const key = own === null ? undefined : keys.find(({ domain }) => !isAligned(domain, own));
      if (key === undefined) continue;
      yield {
        message: `the sender is at ${own}, and the key signs for ${key.written}`,
        span: spanOf(project, atValue(frontMatter, 'from')),
        related: [{ span: spanOf(project, atValue(key.node, 'domain')), label: 'the key' }],
        help: [`send from an address at ${key.written}`],
      };
    }
  },
};

/** Null for a sender that only the environment, or Liquid, knows. */
function senderDomain(from: string | null): string | null {
  if (from === null || /\$\{|\{\{|\{%/.test(from)) return null;
  const address = parseMailbox(from)?.address;
  return address === undefined ? null : address.slice(address.lastIndexOf('@') + 1);
}
