import { hash } from 'node:crypto';
import type { Email } from '../model/email.js';
import { parseEmailAddress } from '../model/email-address.js';
import { invariant } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import { encodeMailbox, encodeText } from './encode-header.js';
import { kept } from './kept.js';
import { parseMailbox } from './mail-address.js';

/** An email without its bodies. */
export type EmailHead = Omit<Email, 'html' | 'text'>;

/** Both bodies in quoted-printable, as `encodeQuotedPrintable` writes it, without line breaks at their ends. */
export interface EncodedBodies {
  readonly html: Uint8Array;
  readonly text: Uint8Array;
  /** Where they stand in these bytes, text first, with `ROOM` around them for all that a message has beside: then it is made in place. */
  readonly within?: Uint8Array;
}

/** Their lines in the head. */
const senders = new Map<string, string>();
const MOST_SENDERS = 100;

/**
 * The bytes of one message for one recipient: multipart/alternative, text first, CRLF, no line over 998 octets (RFC 5322). Same arguments, same bytes. The head must have passed
 * `checkEmail`. Bodies that stand within a message's room are framed there: what was made of the same ones for another date is overwritten.
 */
export function assembleEmail(
  email: EmailHead,
  bodies: EncodedBodies,
  date: Instant,
  boundarySeed: string,
): Uint8Array {
  const boundary = boundaryOf(boundarySeed);
  const to = parseEmailAddress(email.to);
  invariant('address' in to, 'the address of a checked email is one');
  const head = [
    kept(senders, MOST_SENDERS, email.from, (from) => `From: ${encodeMailbox(parseMailbox(from)!, 'From')}`),
    `To: ${encodeMailbox({ name: email.toName, address: to.address }, 'To')}`,
    ...(email.replyTo === null ? [] : [`Reply-To: ${encodeMailbox(parseMailbox(email.replyTo)!, 'Reply-To')}`]),
    `Subject: ${encodeText(email.subject, 'Subject')}`,
    `Date: ${new Date(date).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${email.messageId.replace(/^<|>$/g, '')}>`,
    // Never folded: servers that refold a List-Unsubscribe break its signature.
    ...email.headers.map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    '',
  ].join('\r\n');
  const [before, between, behind] = [head + part(boundary, 'text/plain'), gap(boundary), end(boundary)];
  // ASCII, but for an international recipient (RFC 6532).
  const length = Buffer.byteLength(before, 'utf8');
  const { text, html, within } = bodies;
  const size = length + text.length + between.length + html.length + behind.length;
  const isInPlace = within !== undefined && text.byteOffset - within.byteOffset >= length;
  const bytes = isInPlace ? Buffer.from(within.buffer, text.byteOffset - length, size) : Buffer.allocUnsafe(size);
  let at = bytes.write(before, 'utf8');
  if (!isInPlace) bytes.set(text, at);
  at += text.length;
  at += bytes.write(between, at, 'latin1');
  if (!isInPlace) bytes.set(html, at);
  at += html.length;
  bytes.write(behind, at, 'latin1');
  return bytes;
}

/** Quoted-printable never holds "=_", so no body can contain it. */
function boundaryOf(seed: string): string {
  return `=_lc_${hash('sha256', seed, 'hex').slice(0, 32)}`;
}

/** How a part begins. The line break before a boundary belongs to the boundary. */
function part(boundary: string, type: string): string {
  return `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}

function gap(boundary: string): string {
  return `\r\n${part(boundary, 'text/html')}`;
}

function end(boundary: string): string {
  return `\r\n--${boundary}--\r\n`;
}

/** Every boundary is as long. */
const ANY = boundaryOf('');
const USUAL_HEAD = 1500;

/** What bodies leave free for a message to be made around them: before the text, between it and the HTML, and behind that. A head that is longer takes a copy. */
export const ROOM = {
  before: USUAL_HEAD + part(ANY, 'text/plain').length,
  between: gap(ANY).length,
  behind: end(ANY).length,
} as const;
