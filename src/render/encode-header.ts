import type { Mailbox } from './mail-address.js';

/** RFC 2047 section 2: of a line that holds an encoded word, with the name of the header. */
const longestLine = 76;
/** `=?UTF-8?B?` and `?=`. */
const wordFrame = 12;

/** Free text as the value of a header with this name: folded when plain, else as encoded words (RFC 2047), never through the middle of a character. */
export function encodeText(text: string, header: string): string {
  const isPlain =
    /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && text.split(' ').every((word) => word.length <= 60);
  if (!isPlain || /^ | $| {2}/.test(text)) return encodeWords(text, header);
  return foldWords(text, header);
}

/** A mailbox as the value of a header with this name; characters that turn the direction of what follows are taken out of the name. */
export function encodeMailbox({ name, address }: Mailbox, header: string): string {
  const shown = name?.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim() ?? '';
  if (shown === '') return `<${address}>`.replace(/[<>]/g, '');
  const isPlain = /^[\x20-\x7e]*$/.test(shown) && !shown.includes('=?') && shown.length <= 60;
  const phrase = isPlain ? `"${shown.replace(/["\\]/g, '\\$&')}"` : encodeWords(shown, header);
  const separator = isPlain && phrase.length + address.length < 64 ? ' ' : '\r\n ';
  return `${phrase}${separator}<${address}>`;
}

function encodeWords(text: string, header: string): string {
  const words: string[] = [];
  let chunk = '';
  let bytes = 0;
  // The first word shares its line with the name of the header, each other with the space that folds it.
  let room = roomBehind(`${header}: `.length);
  for (const character of text.replace(/\p{Cs}/gu, '\ufffd')) {
    const size = Buffer.byteLength(character);
    if (bytes + size > room) {
      words.push(chunk);
      chunk = '';
      bytes = 0;
      room = roomBehind(1);
    }
    chunk += character;
    bytes += size;
  }
  words.push(chunk);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

/** How many bytes the encoded word of a line can hold: three for each four characters that are left. */
function roomBehind(column: number): number {
  return Math.floor((longestLine - column - wordFrame) / 4) * 3;
}

function foldWords(text: string, header: string): string {
  let result = '';
  let column = `${header}: `.length;
  for (const word of text.split(' ')) {
    if (result === '') result = word;
    else if (column + word.length >= longestLine) {
      result += `\r\n ${word}`;
      column = 0;
    } else result += ` ${word}`;
    column += word.length + 1;
  }
  return result;
}
