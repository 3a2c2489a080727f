/** RFC 2045 6.7: 76 with the `=` of a soft break. */
export const LONGEST_LINE = 75;
const SOFT_BREAK = '=\r\n';
/** What stands for itself anywhere but at the end of a line. */
const PLAIN = /^[\t\x20-\x3c\x3e-\x7e]*$/;
/** A line that is itself, whatever stands around it. */
const SIMPLE = /^(?!\.)[\x20-\x3c\x3e-\x7e]{1,75}(?<! )$/;
const RUNS = /[\t\x20-\x3c\x3e-\x7e]+|[^\t\x20-\x3c\x3e-\x7e]/gu;

/**
 * Text in quoted-printable (RFC 2045 6.7): CRLF, lines of at most 76 characters, no space at the end of a line, no character in two lines, and no dot at the beginning of
 * one, so that no server takes it for the end of a message. Any kind of line break is one.
 */
export function encodeQuotedPrintable(text: string): string {
  if (!text.includes('\n') && !text.includes('\r')) return encodeLine(text);
  return text
    .split(text.includes('\r') ? /\r\n?|\n/ : '\n')
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
  if (SIMPLE.test(text)) return text + SOFT_BREAK;
  const encoded = encodeQuotedPrintable(text);
  return encoded === '' || encoded.endsWith('\n') ? encoded : encoded + SOFT_BREAK;
}

/** One line of a text. */
export function encodeLine(line: string): string {
  const isPlain = PLAIN.test(line);
  const last = line.charCodeAt(line.length - 1);
  const endsInSpace = last === 32 || last === 9;
  if (isPlain && !endsInSpace && line.length <= LONGEST_LINE && line.charCodeAt(0) !== 46) return line;
  const inside = endsInSpace ? line.slice(0, -1) : line;
  const runs = isPlain ? [inside] : (inside.match(RUNS) ?? []);
  let done = '';
  let current = '';
  const add = (sign: string): void => {
    if (current.length + sign.length > LONGEST_LINE) {
      done += current + SOFT_BREAK;
      current = '';
    }
    current += sign;
  };
  for (const run of runs) {
    if (!isPlain && !PLAIN.test(run)) {
      add(encodeSign(run));
      continue;
    }
    for (let at = 0; at < run.length; ) {
      if (current.length === LONGEST_LINE) {
        done += current + SOFT_BREAK;
        current = '';
      }
      const isDot = current === '' && run.charCodeAt(at) === 46;
      const next = isDot ? '=2E' : run.slice(at, at + LONGEST_LINE - current.length);
      current += next;
      at += isDot ? 1 : next.length;
    }
  }
  if (endsInSpace) add(last === 32 ? '=20' : '=09');
  return done + current;
}

/** A language has few characters outside ASCII. */
const known = new Map<string, string>();
const MOST_KNOWN = 1000;

/** The bytes of a character, in hexadecimal digits; half a character is the one that stands for what is none. */
function encodeSign(sign: string): string {
  let encoded = known.get(sign);
  if (encoded === undefined) {
    encoded = /\p{Cs}/u.test(sign) ? '=EF=BF=BD' : encodeURIComponent(sign).replaceAll('%', '=');
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(sign, encoded);
  }
  return encoded;
}
