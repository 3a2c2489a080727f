import { contrastOf } from '../color.js';
import type { EmailRule } from '../email-rule.js';
import { isUnreadable } from '../is-hidden.js';
import { ownText, ownWords } from '../rendered-email.js';
import { textColors } from '../text-colors.js';

/** A promotional email does not show the sender's postal address. */
export const postalAddressNotShown: EmailRule = {
  code: 'LC754',
  name: 'postal-address-not-shown',
  severity: 'warning',
  summary: "A promotional email does not show the sender's postal address.",
  docs: `The law of most countries wants it in every promotional email, where people can see it; the usual place is the footer. Write it there as it stands in channels.email.postal_address.`,
  example: {
    file: 'templates/partials/footer.mjml',
    bad: '<mj-text>Acme</mj-text>',
    good: '<mj-text>Acme GmbH, Hauptstr. 1, 10115 Berlin</mj-text>',
  },
  *find({ postalAddress, elements }) {
    if (postalAddress === null) return;
    const shown = elements.flatMap((element) => {
      if (ownWords(element) === '' || isUnreadable(element)) return [];
      const colors = textColors(element, 'light');
      return colors === null || contrastOf(colors.text, colors.behind) >= 1.5 ? [ownText(element)] : [];
    });
    const words = new Set(wordsOf(shown.join(' ')));
    const lacking = wordsOf(postalAddress).filter((word) => !words.has(word));
    if (lacking.length === 0) return;
    yield {
      message: 'the postal address of the sender is not shown',
      notes: [
        `channels.email.postal_address is "${postalAddress}"; "${lacking.join('", "')}" cannot be seen in the mail`,
      ],
      help: ['write it in the footer, where people can see it'],
      // Where it belongs: beside the other thing that the law wants, most often in a footer that many share.
      at: ['message.unsubscribe_url', '</mj-body>'],
    };
  },
};

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
