import { createHash } from 'node:crypto';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { Email } from '../model/email.js';
import { parseEmailAddress } from '../model/email-address.js';
import { invariant } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import { checkEmail } from './check-email.js';
import { encodeMailbox, encodeText } from './encode-header.js';
import { parseMailbox } from './mail-address.js';

/**
 * The bytes of one message for one recipient: multipart/alternative, text first, quoted-printable, CRLF, no line over 998 octets
 * (RFC 5322). Same arguments, same bytes. The email must have passed `checkEmail`.
 */
export function buildMime(email: Email, date: Instant, boundarySeed: string): Uint8Array {
  const problem = checkEmail(email);
  invariant(problem === null, `an email is checked before it is built: ${problem}`);
  // Quoted-printable never holds "=_", so no body can contain the boundary.
  const boundary = `=_lc_${createHash('sha256').update(boundarySeed, 'utf8').digest('hex').slice(0, 32)}`;
  const to = parseEmailAddress(email.to);
  invariant('address' in to, 'the address of a checked email is one');
  const lines = [
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
    ...part(boundary, 'text/plain', email.text),
    ...part(boundary, 'text/html', email.html),
    `--${boundary}--`,
    '',
  ];
  // ASCII, but for an international recipient (RFC 6532).
  return Buffer.from(lines.join('\r\n'), 'utf8');
}

function part(boundary: string, type: string, body: string): string[] {
  // The line break before a boundary belongs to the boundary.
  const text = body.replace(/\n+$/, '').replace(/\r\n?|\n/g, '\r\n');
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    wrap(encode(text), 76),
  ];
}
