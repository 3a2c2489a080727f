/**
 * What a reply says beyond "now", "later" or "never": `address` nobody is there and nobody will be, `login` no message is taken from us before we log in, `sender` none is taken
 * from our address, `trust` the domain finds our messages badly signed or sent, `pace` it wants fewer, `message` this one alone.
 */
export type StatusMeaning = 'address' | 'login' | 'sender' | 'trust' | 'pace' | 'message';

/** A reply's status: whether its failure lasts, and what it is about. */
export interface SmtpStatus {
  readonly lasts: boolean;
  readonly about: StatusMeaning;
}

/** By subject and detail of permanent failures (RFC 3463, and the IANA registry of enhanced status codes); whatever is not here is about the message. */
const LASTING: Readonly<Record<string, StatusMeaning>> = {
  '1.1': 'address', // bad destination mailbox address
  '1.2': 'address', // bad destination system address
  '1.10': 'address', // recipient address has null MX
  '1.7': 'sender', // bad sender's mailbox address syntax
  '1.8': 'sender', // bad sender's system address
  '7.8': 'login', // authentication credentials invalid
  '7.9': 'login', // authentication mechanism is too weak
  '7.11': 'login', // encryption required for requested authentication mechanism
  '7.20': 'trust', // no passing DKIM signature found
  '7.21': 'trust', // no acceptable DKIM signature found
  '7.22': 'trust', // no valid author-matched DKIM signature found
  '7.23': 'trust', // SPF validation failed
  '7.24': 'trust', // SPF validation error
  '7.25': 'trust', // reverse DNS validation failed
  '7.26': 'trust', // multiple authentication checks failed
  '7.27': 'sender', // sender address has null MX
  '7.28': 'pace', // mail flood detected
  '7.29': 'trust', // ARC validation failure
};

// A greylist wants the same message again, not fewer of all.
const GREYLIST = /\bgr[ea]y-?list/i;
const CLOSING = 421;

/**
 * Reads a 4xx or 5xx reply, the enhanced code before the basic one where there is both. A bad address is believed of the recipient only: of the command that names it, or of the
 * whole message.
 */
export function readStatus(reply: string, digits: number, command: string | undefined): SmtpStatus {
  const [, kind, subject, detail] = /^\d{3}[ -]([245])\.(\d{1,3})\.(\d{1,3})\b/.exec(reply) ?? [];
  const lasts = digits !== CLOSING && (kind === '4' || kind === '5' ? kind === '5' : digits >= 500);
  if (!lasts) return { lasts, about: subject === '7' && !GREYLIST.test(reply) ? 'pace' : 'message' };
  const about = LASTING[`${subject}.${detail}`] ?? 'message';
  return { lasts, about: about === 'address' && command === 'MAIL FROM' ? 'message' : about };
}
