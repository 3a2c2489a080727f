import type { EmailRule } from '../email-rule.js';
import { linksOf } from '../links-of.js';
import { inLetter } from '../rule-example.js';

const VAGUE = new Set(
  `click here|here|click|tap here|press here|read more|more|learn more|link|this link|this|go
|hier klicken|klicken sie hier|hier|klick|klick hier|mehr|mehr lesen|weiterlesen|mehr erfahren|link|zum link
|cliquez ici|ici|en savoir plus|lire la suite|plus|haz clic aquí|aquí|más|leer más|clicca qui|qui|leggi di più|klik hier|lees meer|meer`
    .split('|')
    .map((words) => words.trim()),
);

/** The text of a link does not say where it leads. */
export const vagueLinkText: EmailRule = {
  code: 'LC744',
  name: 'vague-link-text',
  severity: 'warning',
  summary: 'The text of a link does not say where it leads.',
  docs: `People look through a mail by its links, with their eyes or with a screen reader's list of them; "click here" and a bare address tell them nothing. Name what is behind the link: "See the chairs".`,
  example: inLetter(
    '<mj-text><a href="https://acme.example/oak">Click here</a></mj-text>',
    '<mj-text><a href="https://acme.example/oak">See the chairs</a></mj-text>',
  ),
  *find(email) {
    for (const { element, text, at } of linksOf(email)) {
      if (element.attributes['aria-label'] !== undefined) continue;
      const isAddress = /^(?:https?:\/\/|www\.)\S+$/i.test(text);
      const words = text
        .toLowerCase()
        .replace(/[\p{P}\p{S}]+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      if (!isAddress && !VAGUE.has(words)) continue;
      yield {
        message: isAddress ? `the text of a link is the bare address ${text}` : `"${text}" does not say where it leads`,
        help: ['name what is behind the link'],
        at: [`>${text}<`, ...at],
      };
    }
  },
};
