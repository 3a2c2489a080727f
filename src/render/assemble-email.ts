import { createHash } from 'node:crypto';
import type { Email } from '../model/email.js';
import { parseEmailAddress } from '../model/email-address.js';
import { invariant } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import { encodeMailbox, encodeText } from './encode-header.js';
import { parseMailbox } from './mail-address.js';

/** An email without its bodies. */
export type EmailHead = Omit<Email, 'html' | 'text'>;

/** Both bodies in quoted-printable, as `encodeQuotedPrintable` writes it, without line breaks at their ends. */
export interface EncodedBodies {
  readonly html: string;
  readonly text: string;
}

/**
 * The bytes of one message for one recipient: multipart/alternative, text first, CRLF, no line over 998 octets (RFC 5322). Same arguments, same bytes. The head must have passed
 * `checkEmail`.
 */
export function assembleEmail(
  email: EmailHead,
  bodies: EncodedBodies,
  date: Instant,
  boundarySeed: string,
): Uint8Array {
  // Quoted-printable never holds "=_", so no body can contain the boundary.
  const boundary = `=_lc_${createHash('sha256').update(boundarySeed, 'utf8').digest('hex').slice(0, 32)}`;
  const to = parseEmailAddress(email.to);
  invariant('address' in to, 'the address of a checked email is one');
  const head = [
    `From: ${encodeMailbox(parseMailbox(email.from)!, 'From')}`,
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
  const text = part(boundary, 'text/plain');
  const html = part(boundary, 'text/html');
  const end = `--${boundary}--\r\n`;
  const parts = [text, bodies.text, '\r\n', html, bodies.html, '\r\n', end];
  // ASCII, but for an international recipient (RFC 6532).
  let at = Buffer.byteLength(head, 'utf8');
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, at));
  bytes.write(head, 'utf8');
  for (const each of parts) at += bytes.write(each, at, 'latin1');
  return bytes;
}

/** How a part begins. The line break before a boundary belongs to the boundary. */
function part(boundary: string, type: string): string {
  return `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}
