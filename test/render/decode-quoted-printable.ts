/** What a receiver reads (RFC 2045 6.7), strictly: everything that begins with `=` must be a byte or a soft line break. */
export function decodeQuotedPrintable(encoded: string): string {
  const joined = encoded.replace(/[ \t]+(?=\r\n|$)/g, '').replace(/=\r\n/g, '');
  const bytes = joined.replace(/=([0-9A-F]{2})?/g, (_, hex: string | undefined) => {
    if (hex === undefined) throw new Error(`not quoted-printable: ${joined}`);
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
