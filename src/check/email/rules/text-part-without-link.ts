import type { EmailRule } from '../email-rule.js';
import { linksOf } from '../links-of.js';

/** The plain-text part lacks a link of the HTML. */
export const textPartWithoutLink: EmailRule = {
  code: 'LC748',
  name: 'text-part-without-link',
  severity: 'warning',
  summary: 'The plain-text part of an email lacks a link of its HTML.',
  docs: `Who reads the text part must be able to do the same things. The text part is made from the HTML for you, with all its links, unless a file beside the template (letter.txt) is the text part; what stands in neither a text nor the "alt" of an image may be lost on the way. Write the link around words, or add it to the .txt file.`,
  example: {
    file: 'templates/letter.txt',
    bad: 'New things are here. {% if profile.country == "FR" %}No more of this: {{ message.unsubscribe_url }}{% endif %}\n',
    good: 'New things are here. No more of this: {{ message.unsubscribe_url }}\n',
  },
  *find(email) {
    const text = email.text.replace(/\s+/g, ' ');
    for (const [address, target] of new Map(linksOf(email).map((link) => [link.address, link.target]))) {
      if (!/^https?:/i.test(address) || text.includes(address)) continue;
      const isUnsubscribe = address === email.unsubscribe;
      yield {
        message: `the text part lacks the link ${isUnsubscribe ? 'to unsubscribe' : target}`,
        help: ['write it around words, so that both parts of the message have the same links'],
        at: isUnsubscribe
          ? ['href="{{ message.unsubscribe_url }}"', 'message.unsubscribe_url']
          : [`href="${target}"`, target],
      };
    }
  },
};
