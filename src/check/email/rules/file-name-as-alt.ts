import type { EmailRule } from '../email-rule.js';
import { imagesOf } from '../images-of.js';
import { inLetter } from '../rule-example.js';

/** The alternative text of an image is the name of a file. */
export const fileNameAsAlt: EmailRule = {
  code: 'LC731',
  name: 'file-name-as-alt',
  severity: 'warning',
  summary: 'The alternative text of an image is the name of a file.',
  docs: `A screen reader would read "hero underscore 2 dot p n g" aloud. Say what the image shows or says, or write alt="" when it says nothing.`,
  example: inLetter(
    '<mj-image width="200px" height="100px" src="https://acme.example/c2.png" alt="c2.png" />',
    '<mj-image width="200px" height="100px" src="https://acme.example/c2.png" alt="A chair of oak" />',
  ),
  *find(email) {
    for (const { element, src, at } of imagesOf(email)) {
      const alt = element.attributes.alt?.trim() ?? '';
      const stem = src.replace(/\.\w+$/, '');
      const isFile =
        /^[^\s/]+\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$/i.test(alt) || (alt === stem && /[_\d-]/.test(stem));
      if (!isFile) continue;
      yield {
        message: `the alternative text "${alt}" is the name of a file`,
        label: 'what does it show?',
        help: ['say in alt="..." what the image shows, or write alt="" if it is only decoration'],
        at: [`alt="${alt}"`, ...at],
      };
    }
  },
};
