import type { EmailRule } from '../email-rule.js';
import { imagesOf } from '../images-of.js';
import { isHidden } from '../is-hidden.js';
import { inLetter } from '../rule-example.js';

/** An image does not say how wide or how high it is. */
export const imageWithoutSize: EmailRule = {
  code: 'LC732',
  name: 'image-without-size',
  severity: 'warning',
  summary: 'An image does not say how wide or how high it is.',
  docs: `Outlook shows an image without a width as large as its file is, and every client lets the text jump when an image of unknown height arrives. Give both: <mj-image width="200px" height="100px" ...>, or <img width="200" height="100" ...>.

MJML writes the width of a column by itself, and height="auto" counts as a decision.`,
  example: inLetter(
    '<mj-text><img src="https://acme.example/chair.png" alt="A chair of oak"> is back.</mj-text>',
    '<mj-text><img width="20" height="20" src="https://acme.example/chair.png" alt="A chair of oak"> is back.</mj-text>',
  ),
  *find(email) {
    for (const { element, src, at } of imagesOf(email)) {
      const { attributes, styles } = element;
      const lacking = ['width', 'height'].filter(
        (size) => (attributes[size] ?? styles.light.get(size) ?? '').trim() === '',
      );
      if (lacking.length === 0 || isHidden(element)) continue;
      yield {
        message: `the image ${src} has no ${lacking.join(' and no ')}`,
        help: [`add ${lacking.map((size) => `${size}="..."`).join(' and ')}, in pixels`],
        at,
      };
    }
  },
};
