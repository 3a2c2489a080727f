import { parseEmailAddress } from '../model/email-address.js';
import type { EmailHead } from './assemble-email.js';
import { breaksLine } from './clean-value.js';
import { parseMailbox } from './mail-address.js';

const own = new Set(
  'from to cc bcc sender reply-to subject date message-id mime-version content-type content-transfer-encoding'.split(
    ' ',
  ),
);
const longest = 900;

/** Why an email cannot be put into one message for one person, or null. Nothing in a header is repaired: it is refused. */
export function checkEmail(email: EmailHead): string | null {
  const { from, replyTo, to, toName, subject, messageId, headers } = email;
  for (const [name, value] of [
    ['sender', from],
    ['reply-to', replyTo],
    ['address', to],
    ['name', toName],
    ['subject', subject],
  ] as const) {
    if (value !== null && breaksLine(value)) return `the ${name} holds a line break or a control character`;
  }
  if (parseMailbox(from) === null) return `the sender "${from}" is not one mailbox`;
  if (replyTo !== null && parseMailbox(replyTo) === null) return `the reply-to "${replyTo}" is not one mailbox`;
  if ('problem' in parseEmailAddress(to)) return 'the address is not one plain address';
  if (toName !== null && [...toName].length > 500) return 'the name has more than 500 characters';
  if (subject.trim() === '') return 'the subject is empty';
  if (!/^<?[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>?$/.test(messageId)) return 'the message id is not one';
  const seen = new Set<string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name) || own.has(key)) return `"${name}" cannot be an extra header`;
    if (seen.has(key)) return `the header ${name} is there twice`;
    seen.add(key);
    if (!/^[\x20-\x7e]+$/.test(value)) return `the header ${name} holds a line break or a character outside ASCII`;
    if (name.length + value.length > longest) return `the header ${name} is longer than ${longest} characters`;
  }
  return null;
}
