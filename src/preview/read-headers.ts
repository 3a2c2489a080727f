/** The lines above the body of an email as it leaves, in order, unfolded, and with encoded words (RFC 2047) as people read them. */
export function readHeaders(bytes: Uint8Array): readonly (readonly [name: string, value: string])[] {
  const [head = ''] = Buffer.from(bytes).toString('utf8').split('\r\n\r\n', 1);
  return head
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), decodeWords(line.slice(colon + 1).trim())];
    });
}

/** Between two encoded words, space only parts them. */
function decodeWords(value: string): string {
  return value
    .replace(/(=\?UTF-8\?B\?[A-Za-z0-9+/=]*\?=)\s+(?==\?UTF-8\?B\?)/g, '$1')
    .replace(/=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/g, (_, word: string) => Buffer.from(word, 'base64').toString('utf8'));
}
