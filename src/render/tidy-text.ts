/** What there may be to tidy. Without the flag for characters beyond 16 bits, for which it takes three times as long. */
const UNTIDY =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[ \t]\n|\n{3}|[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;

/** Text for a mail client: no spaces at line ends, no control characters, at most one empty line together, one line break at the end. */
export function tidyText(text: string): string {
  if (!UNTIDY.test(text)) return `${text.trim()}\n`;
  const lines = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\u00a0/g, ' ')
    .split('\n')
    .map((line) => line.trimEnd());
  const joined = lines.join('\n').replace(/\n{3,}/g, '\n\n');
  return `${joined.trim()}\n`;
}
