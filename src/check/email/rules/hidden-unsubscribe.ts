import { contrastOf } from '../color.js';
import type { EmailRule } from '../email-rule.js';
import { isUnreadable } from '../is-hidden.js';
import { linksOf } from '../links-of.js';
import { inside, textOf } from '../rendered-email.js';
import { inLetter } from '../rule-example.js';
import { textColors } from '../text-colors.js';

/** The link to unsubscribe is there, and nobody can see it. */
export const hiddenUnsubscribe: EmailRule = {
  code: 'LC753',
  name: 'hidden-unsubscribe',
  severity: 'error',
  summary: 'The link to unsubscribe of a promotional email cannot be seen.',
  docs: `It is taken out (display: none), shrunk to nothing, or in the colour of what is behind it. The law wants it where people find it, and who does not find it presses "spam". Show it, in a colour that can be read.`,
  example: {
    ...inLetter('', ''),
    file: 'templates/partials/footer.mjml',
    bad: '<a href="{{ message.unsubscribe_url }}" style="display: none">Unsubscribe</a>',
    good: '<a href="{{ message.unsubscribe_url }}">Unsubscribe</a>',
    beside: {},
  },
  *find(email) {
    const { unsubscribe, elements } = email;
    if (unsubscribe === null) return;
    const isIt = (target: string | undefined) => target?.trim() === unsubscribe;
    const all = elements.filter(({ name, attributes }) => name === 'a' && isIt(attributes.href));
    // In the person's own words of another rule: there is none at all.
    if (all.length === 0) return;
    const seen = linksOf(email).filter(({ element, address, text }) => isIt(address) && text !== '' && isSeen(element));
    if (seen.length > 0) return;
    const words = all.map(textOf).filter((text) => text !== '');
    yield {
      message: 'the link to unsubscribe cannot be seen',
      help: ['take away what hides it, and give it a colour that can be read'],
      at: ['href="{{ message.unsubscribe_url }}"', 'message.unsubscribe_url', ...words],
    };
  },
};

function isSeen(element: Parameters<typeof textColors>[0]): boolean {
  const last = [element, ...inside(element)];
  return last.some((one) => {
    const colors = isUnreadable(one) ? { text: WHITE, behind: WHITE } : textColors(one, 'light');
    return colors === null || contrastOf(colors.text, colors.behind) >= 1.5;
  });
}

const WHITE = { rgb: [255, 255, 255], alpha: 1 } as const;
