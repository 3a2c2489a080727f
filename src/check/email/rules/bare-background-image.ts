import { parseColor } from '../color.js';
import type { EmailRule } from '../email-rule.js';
import { isHidden } from '../is-hidden.js';
import { outward } from '../rendered-email.js';
import { inLetter } from '../rule-example.js';

/** Text stands on a background image with no colour under it. */
export const bareBackgroundImage: EmailRule = {
  code: 'LC733',
  name: 'bare-background-image',
  severity: 'warning',
  summary: 'A background image has no background colour under it.',
  docs: `With images off, and in Outlook, there is no background image: white text on it is white on white then. Give the same element a background colour that its text can be read on.`,
  example: inLetter(
    '<mj-text><div style="background-image: url(https://acme.example/wood.png)">Oak</div></mj-text>',
    '<mj-text><div style="background-color: #ffffff; background-image: url(https://acme.example/wood.png)">Oak</div></mj-text>',
  ),
  *find({ elements }) {
    const told = new Set<string>();
    for (const element of elements) {
      const picture = pictureOf(element.styles.light.get('background-image'), element.attributes.background);
      if (picture === null || told.has(picture) || isHidden(element)) continue;
      // MJML writes the picture on two elements that lie in one another, the colour on the outer.
      const isCovered = [...outward(element)].some(({ styles, attributes }, depth) => {
        const same = depth === 0 || pictureOf(styles.light.get('background-image'), attributes.background) === picture;
        return same && (parseColor(styles.light.get('background-color') ?? '')?.alpha ?? 0) > 0;
      });
      told.add(picture);
      if (isCovered) continue;
      yield {
        message: `there is no background colour under the background image ${picture}`,
        help: ['add a background-color that the text can be read on without the image'],
        at: [picture, 'background-url', 'background-image', 'background='],
      };
    }
  },
};

function pictureOf(style: string | undefined, attribute: string | undefined): string | null {
  return /url\(\s*["']?([^"')]+)/i.exec(style ?? '')?.[1]?.trim() ?? (attribute?.trim() || null);
}
