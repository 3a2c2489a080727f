/** What there may be to clean. Halves of characters cannot be told from whole ones without the flag for characters beyond 16 bits, which takes longer. */
const UNCLEAN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/;

/**
 * Text from data, fit to be shown: without control characters (line breaks and tabs stay), without the invisible characters that turn
 * the direction of what follows, and well-formed.
 */
export function cleanText(text: string): string {
  if (!UNCLEAN.test(text)) return text;
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[^\P{Cc}\t\n\r]/gu, '')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

/** Whether a text would end a header line somewhere, or holds what no header may. */
export function breaksLine(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
