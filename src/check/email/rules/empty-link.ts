import type { EmailRule } from '../email-rule.js';
import { linksOf } from '../links-of.js';
import { inLetter } from '../rule-example.js';

/** A link says nothing. */
export const emptyLink: EmailRule = {
  code: 'LC743',
  name: 'empty-link',
  severity: 'warning',
  summary: 'A link has no text, and no image with alternative text.',
  docs: `Screen readers spell out its address instead, and with images off there is nothing to press. Give the link words, or the image in it an "alt" that says where it leads.`,
  example: inLetter(
    '<mj-image href="https://acme.example/oak" width="200px" height="100px" src="https://acme.example/chair.png" alt="" />',
    '<mj-image href="https://acme.example/oak" width="200px" height="100px" src="https://acme.example/chair.png" alt="See chairs" />',
  ),
  *find(email) {
    for (const { element, target, text, at } of linksOf(email)) {
      // An image without any "alt" is a finding of its own.
      if (text !== '' || element.children.some((child) => typeof child !== 'string' && lacksAlt(child))) continue;
      yield {
        message: `the link to ${target === '' ? 'nowhere' : target} has no text`,
        help: ['write where it leads between <a> and </a>, or in the "alt" of its image'],
        at,
      };
    }
  },
};

function lacksAlt({ name, attributes }: { name: string; attributes: Readonly<Record<string, string>> }): boolean {
  return name === 'img' && attributes.alt === undefined;
}
