import type { Mailbox } from './mail-address.js';

const longestLine = 76;
/** 45 bytes are 60 base64 characters, 72 with the frame: RFC 2047 allows 75. */
const wordBytes = 45;

/** Free text as a header value: folded when plain, else as encoded words (RFC 2047), never through the middle of a character. */
export function encodeText(text: string): string {
  const isPlain =
    /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && text.split(' ').every((word) => word.length <= 60);
  if (!isPlain || /^ | $| {2}/.test(text)) return encodeWords(text);
  return foldWords(text);
}

/** A mailbox as a header value; characters that turn the direction of what follows are taken out of the name. */
export function encodeMailbox({ name, address }: Mailbox): string {
  const shown = name?.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim() ?? '';
  if (shown === '') return `<${address}>`.replace(/[<>]/g, '');
  const isPlain = /^[\x20-\x7e]*$/.test(shown) && !shown.includes('=?') && shown.length <= 60;
  const phrase = isPlain ? `"${shown.replace(/["\\]/g, '\\$&')}"` : encodeWords(shown);
  const separator = isPlain && phrase.length + address.length < 64 ? ' ' : '\r\n ';
  return `${phrase}${separator}<${address}>`;
}

function encodeWords(text: string): string {
  const words: string[] = [];
  let chunk = '';
  let bytes = 0;
  for (const character of text.replace(/\p{Cs}/gu, '\ufffd')) {
    const size = Buffer.byteLength(character);
    if (bytes + size > wordBytes) {
      words.push(chunk);
      chunk = '';
      bytes = 0;
    }
    chunk += character;
    bytes += size;
  }
  words.push(chunk);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

function foldWords(text: string): string {
  let result = '';
  let column = 'Subject: '.length;
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
