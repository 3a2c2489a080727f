/**
 * Text from data, fit to be shown: without control characters (line breaks and tabs stay), without the invisible characters that turn
 * the direction of what follows, and well-formed.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[^\P{Cc}\t\n\r]/gu, '')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

/** Whether a text would end a header line somewhere, or holds what no header may. */
export function breaksLine(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
