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
  const rest = `${part(boundary, 'text/plain', bodies.text)}${part(boundary, 'text/html', bodies.html)}--${boundary}--\r\n`;
  // ASCII, but for an international recipient (RFC 6532).
  return Buffer.concat([Buffer.from(head, 'utf8'), Buffer.from(rest, 'latin1')]);
}

/** The line break before a boundary belongs to the boundary. */
function part(boundary: string, type: string, body: string): string {
  return `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}\r\n`;
}
