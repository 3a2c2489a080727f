/** RFC 2045 6.7: 76 with the `=` of a soft break. */
const LONGEST_LINE = 75;
const SOFT_BREAK = '=\r\n';
/** What stands for itself anywhere but at the end of a line. */
const PLAIN = /^[\t\x20-\x3c\x3e-\x7e]*$/;

/**
 * Text in quoted-printable (RFC 2045 6.7): CRLF, lines of at most 76 characters, no space at the end of a line, no character in two lines, and no dot at the beginning of
 * one, so that no server takes it for the end of a message. Any kind of line break is one.
 */
export function encodeQuotedPrintable(text: string): string {
  if (!text.includes('\n') && !text.includes('\r')) return encodeLine(text);
  return text
    .split(/\r\n?|\n/)
    .map(encodeLine)
    .join('\r\n');
}

/** A whole body of an email in quoted-printable. */
export function encodeBody(body: string): string {
  // The line break before a boundary belongs to the boundary.
  return encodeQuotedPrintable(body.replace(/\n+$/, ''));
}

/** The same for a piece of a text, to be joined with others: it begins where a line begins and ends where the next can. */
export function encodePiece(text: string): string {
  const encoded = encodeQuotedPrintable(text);
  return encoded === '' || encoded.endsWith('\n') ? encoded : encoded + SOFT_BREAK;
}

/** Encoded text without the line breaks at its end, those that count and those that do not. */
export function trimEncoded(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 10) end -= text.charCodeAt(end - 3) === 61 ? 3 : 2;
  return text.slice(0, end);
}

function encodeLine(line: string): string {
  if (PLAIN.test(line)) {
    const last = line.charCodeAt(line.length - 1);
    const isWhole = line.length <= LONGEST_LINE && last !== 32 && last !== 9 && line.charCodeAt(0) !== 46;
    return isWhole ? line : wrap(line.split(''));
  }
  return wrap([...line].map((sign) => (PLAIN.test(sign) ? sign : encodeSign(sign))));
}

/** The bytes of a character, in hexadecimal digits. */
function encodeSign(sign: string): string {
  const bytes = Buffer.from(sign, 'utf8');
  let encoded = '';
  for (const byte of bytes) encoded += `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return encoded;
}

function wrap(signs: readonly string[]): string {
  let done = '';
  let line = '';
  const end = signs.length - 1;
  for (const [at, sign] of signs.entries()) {
    const isSpace = sign === ' ' || sign === '\t';
    let next = at === end && isSpace ? encodeSign(sign) : sign;
    if (line.length + next.length > LONGEST_LINE) {
      done += line + SOFT_BREAK;
      line = '';
    }
    if (line === '' && next === '.') next = encodeSign(next);
    line += next;
  }
  return done + line;
}
