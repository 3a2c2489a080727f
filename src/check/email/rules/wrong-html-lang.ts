import type { EmailRule } from '../email-rule.js';

/** The HTML of an email names no language, or another than that of the message. */
export const wrongHtmlLang: EmailRule = {
  code: 'LC734',
  name: 'wrong-html-lang',
  severity: 'warning',
  summary: 'The HTML of an email names another language than the message is in.',
  docs: `Screen readers choose a voice by it: German read by an English voice is not understood. The language of a message comes from its front matter ("lang"), from its name (letter.de.mjml) or from the project's default, and is put into the HTML for you: take "lang" off <mjml>.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '<mjml lang="fr">',
    good: '<mjml>',
  },
  *find({ elements, lang }) {
    const written = elements.find(({ name }) => name === 'html')?.attributes.lang?.trim() ?? '';
    const main = (tag: string) => tag.toLowerCase().split('-')[0];
    if (main(written) === main(lang)) return;
    yield {
      message:
        written === '' ? 'the HTML names no language' : `the HTML says "${written}", and the message is in "${lang}"`,
      help: [`take "lang" off <mjml>, or write "lang: ${written || lang}" above the template`],
      at: [`lang="${written}"`, '<mjml'],
    };
  },
};
