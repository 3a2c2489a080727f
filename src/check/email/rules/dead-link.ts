import type { EmailRule } from '../email-rule.js';
import { linksOf } from '../links-of.js';
import { inLetter } from '../rule-example.js';

/** A link leads nowhere. */
export const deadLink: EmailRule = {
  code: 'LC747',
  name: 'dead-link',
  severity: 'warning',
  summary: 'A link has no address, or leads to a part of the mail that there is not.',
  docs: `href="#" and an empty href are what is left of a draft: pressed, nothing happens. #chairs needs an element with id="chairs" (or <a name="chairs">) in the same mail; many mail programs do not follow those at all.`,
  example: inLetter(
    '<mj-text><a href="#">See the chairs</a></mj-text>',
    '<mj-text><a href="https://acme.example/oak">See the chairs</a></mj-text>',
  ),
  *find(email) {
    const ids = new Set(email.elements.flatMap(({ attributes: { id = '', name = '' } }) => [id, name]));
    for (const { target, text, at } of linksOf(email)) {
      const isEmpty = target === '' || target === '#' || /^https?:\/*$/i.test(target);
      if (!isEmpty && (!target.startsWith('#') || ids.has(target.slice(1)))) continue;
      yield {
        message: isEmpty
          ? `the link "${text}" leads nowhere`
          : `there is nothing with the id "${target.slice(1)}" in this mail`,
        help: [isEmpty ? 'write the address that it leads to' : `add id="${target.slice(1)}" where it should lead`],
        at: [`href="${target}">${text}`, `>${text}<`, ...at],
      };
    }
  },
};
