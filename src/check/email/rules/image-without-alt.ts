import type { EmailRule } from '../email-rule.js';
import { imagesOf, undecidedImages } from '../images-of.js';
import { isHidden } from '../is-hidden.js';
import { inLetter } from '../rule-example.js';

/** An image of an email has no alternative text, and nobody decided that it needs none. */
export const imageWithoutAlt: EmailRule = {
  code: 'LC730',
  name: 'image-without-alt',
  severity: 'warning',
  summary: 'An image has no alternative text, and nobody decided that it needs none.',
  docs: `Many people read mail with images off, some cannot see them; they get the alternative text. Say in "alt" what the image says, or write alt="" when it is decoration and says nothing.`,
  example: inLetter(
    '<mj-image width="200px" height="100px" src="https://acme.example/chair.png" />',
    '<mj-image width="200px" height="100px" src="https://acme.example/chair.png" alt="A chair of oak" />',
  ),
  *find(email) {
    const undecided = undecidedImages(email.source);
    for (const { element, src, at } of imagesOf(email)) {
      const { alt, role, src: address = '' } = element.attributes;
      const tag = alt === '' ? undecided.find(({ pattern }) => pattern.test(address)) : undefined;
      if ((alt !== undefined && tag === undefined) || role === 'presentation' || isHidden(element)) continue;
      yield {
        message: `the image ${src} has no "alt"`,
        label: 'what does it say?',
        help: ['say in alt="..." what it shows, or write alt="" if it is only decoration'],
        at: [...(tag === undefined ? [] : [tag.written]), ...at],
      };
    }
  },
};
