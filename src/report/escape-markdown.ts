import { displayText } from './diagnostics/display.js';
import { hideSecrets } from './diagnostics/hide-secrets.js';

/** GitHub reads mentions, references and addresses after entities, so only what parts them in the source keeps them from being links. */
const APART = '<!-- -->';

/** Text that shows as it is in GitHub's Markdown: no markup, no cell of a table, no link, no key or password, and nobody is notified by an `@` nor any issue referred to by a `#`. */
export function escapeMarkdown(text: string): string {
  return displayText(hideSecrets(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(?<=\bGH-)(?=\d)/gi, APART)
    .replace(/(?<=:)(?=\/\/)|(?<=\bwww)(?=\.)/gi, APART)
    .replace(/[@#]/g, `$&${APART}`)
    .replace(/[\\`*_[\]|~$]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The text without keys and passwords, cut to so many characters with a sign that it was. */
export function clip(written: string, most: number): string {
  // Of a password that is cut in two nothing would say that it is one.
  const text = hideSecrets(written);
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** A block of code around lines that nothing in them can close, without keys and passwords, ended by a line break. */
export function fence(written: string, language = ''): string {
  const text = hideSecrets(written);
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${marks}\n`;
}

/** What unfolds at a click, with an empty line around it; `summary` is Markdown that is escaped already. */
export function folded(summary: string, body: string): string {
  return `\n<details><summary>${summary}</summary>\n\n${body.trimEnd()}\n\n</details>\n`;
}
