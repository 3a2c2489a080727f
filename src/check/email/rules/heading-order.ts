import type { EmailRule } from '../email-rule.js';
import { isHidden } from '../is-hidden.js';
import { textOf } from '../rendered-email.js';
import { inLetter } from '../rule-example.js';

/** The headings of an email leave out a level. */
export const headingOrder: EmailRule = {
  code: 'LC739',
  name: 'heading-order',
  severity: 'warning',
  summary: 'The headings of an email begin below <h1>, or leave out a level.',
  docs: `People who hear a mail jump from heading to heading: the first is <h1>, and below a heading comes one of the next level. Choose the level by what the heading is about, and its size by style.

A mail without any heading is a letter, and needs none.`,
  example: inLetter('<mj-text><h3>Chairs</h3> Of oak.</mj-text>', '<mj-text><h1>Chairs</h1> Of oak.</mj-text>'),
  *find({ elements }) {
    let before = 0;
    for (const element of elements) {
      const level = Number(/^h([1-6])$/.exec(element.name)?.[1] ?? 0);
      if (level === 0 || isHidden(element)) continue;
      const text = textOf(element);
      if (text === '') continue;
      if (level > before + 1) {
        const should = before + 1;
        yield {
          message:
            before === 0
              ? `the first heading is <h${level}>, and there is no <h1> before it`
              : `<h${level}> comes after <h${before}>, and there is no <h${before + 1}> between`,
          help: [`write <h${should}>, and give it its size by style`],
          at: [`<h${level}>${text}`, text, `<h${level}`],
        };
      }
      before = level;
    }
  },
};
