import type { ByteSink } from './byte-sink.js';
import { LONGEST_LINE } from './quoted-printable.js';

const EQUALS = 0x3d;
const DOT = 0x2e;
const SPACE = 0x20;
const SOFT_BREAK = 3;
const DIGITS = Buffer.from('0123456789ABCDEF');

/**
 * Writes the first `count` of these texts as one line, as `encodeQuotedPrintable` would. Where there is a control character in them (a line break, a tab), or half of one beyond 16 bits, and where
 * they are empty, it writes nothing and returns false.
 */
export function writeLine(sink: ByteSink, texts: readonly string[], count: number): boolean {
  let size = SOFT_BREAK;
  for (let n = 0; n < count; n += 1) size += texts[n]!.length;
  sink.room(size * MOST_BYTES);
  const { bytes, at: start } = sink;
  let at = start;
  let most = at + LONGEST_LINE;
  let code = 0;
  for (let n = 0; n < count; n += 1) {
    const text = texts[n]!;
    const { length } = text;
    for (let i = 0; i < length; i += 1) {
      code = codeAt(text, i);
      const width = code < 0x80 ? (code === EQUALS ? 3 : 1) : code < 0x800 ? 6 : 9;
      if (at + width > most) {
        at = breakLine(bytes, at);
        most = at + LONGEST_LINE;
      }
      if (width === 1) {
        if (code < SPACE || code === 0x7f) return false;
        // At the beginning of a line it would be taken for the end of a message.
        if (code === DOT && at === most - LONGEST_LINE) at = writeByte(bytes, at, code);
        else bytes[at++] = code;
      } else if (width === 3) at = writeByte(bytes, at, code);
      else if (code < 0xa0 || (code >= 0xd800 && code < 0xe000)) return false;
      else if (width === 6) at = writeByte(bytes, writeByte(bytes, at, 0xc0 | (code >> 6)), 0x80 | (code & 0x3f));
      else {
        at = writeByte(bytes, at, 0xe0 | (code >> 12));
        at = writeByte(bytes, at, 0x80 | ((code >> 6) & 0x3f));
        at = writeByte(bytes, at, 0x80 | (code & 0x3f));
      }
    }
  }
  if (code === SPACE) at = writeByte(bytes, at + 2 > most ? breakLine(bytes, at - 1) : at - 1, code);
  sink.at = at;
  return at > start;
}

/** A line of a value's length may be broken behind every eighth of its characters, at most. */
const MOST_BYTES = 10;

/** A string is one of a dozen kinds of object to V8, which looks the method up anew for each of so many. */
const codeAt = Function.prototype.call.bind(String.prototype.charCodeAt) as (text: string, at: number) => number;

function breakLine(bytes: Uint8Array, at: number): number {
  bytes[at] = EQUALS;
  bytes[at + 1] = 0x0d;
  bytes[at + 2] = 0x0a;
  return at + SOFT_BREAK;
}

function writeByte(bytes: Uint8Array, at: number, byte: number): number {
  bytes[at] = EQUALS;
  bytes[at + 1] = DIGITS[byte >> 4]!;
  bytes[at + 2] = DIGITS[byte & 15]!;
  return at + 3;
}
