/** What there may be to tidy. Without the flag for characters beyond 16 bits, for which it takes three times as long. */
const UNTIDY =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[ \t]\n|\n{3}|[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;

/** Text for a mail client: no spaces at line ends, no control characters, at most one empty line together, one line break at the end. */
export function tidyText(text: string): string {
  if (!UNTIDY.test(text)) return `${text.trim()}\n`;
  const joined = linesOf(text)
    .map(tidyLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  return `${joined.trim()}\n`;
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n?|[\n\u2028\u2029\u0085]/);
}

/** One line of such a text, but for its place among the others. */
export function tidyLine(line: string): string {
  return line
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\u00a0/g, ' ')
    .trimEnd();
}
