import type { Answer } from '../way.js';
import { readStatus } from './smtp-status.js';

/** What nodemailer's errors carry. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

// The server wants a login, or TLS, or better credentials, whoever the recipient is (RFC 4954 section 6).
const WANTS_LOGIN: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/**
 * What a failed transaction means. An answer in so many digits is an answer wherever it came; without one, everything before the
 * hand-over is surely unsent, and everything after it is not known (the error codes alone cannot tell the two apart).
 */
export function answerToFailure(failure: SmtpFailure, handedOver: boolean): Answer {
  const reply = failure.response ?? failure.message;
  const digits = failure.responseCode ?? 0;
  if (WANTS_LOGIN.has(digits) && !handedOver) return { kind: 'stop', reply };
  if (digits >= 400 && digits < 600) return answerToReply(reply, digits, failure.command);
  if (handedOver) return { kind: 'unknown', reply };
  return { kind: 'deferred', reply };
}

/** What is about us is no fault of the message: it goes when that is mended. */
function answerToReply(reply: string, digits: number, command: string | undefined): Answer {
  const { lasts, about } = readStatus(reply, digits, command);
  switch (about) {
    case 'address':
      return { kind: 'refused', reply, isBadAddress: true };
    case 'login':
    case 'sender':
      return { kind: 'stop', reply };
    case 'trust':
    case 'pace':
      return { kind: 'deferred', reply, slowDown: true };
    case 'message':
      return { kind: lasts ? 'refused' : 'deferred', reply };
  }
}

const NO_TLS = 'it does not go on under TLS (STARTTLS), and nothing is sent in clear';
const BAD_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/;

/** What a failed connection means: `stop` when trying again by itself cannot help (a 5xx greeting, a refused login, no trusted TLS). */
export function answerToNoConnection(failure: SmtpFailure, place: string): Answer {
  const said = failure.response ?? failure.message;
  const why = failure.command === 'STARTTLS' ? `${NO_TLS}: ${said}` : said;
  const reply = `${place}: ${why}`;
  const digits = failure.responseCode ?? 0;
  if (digits >= 400 && digits < 500) return { kind: 'deferred', reply };
  const hopeless = digits >= 500 || failure.code === 'EAUTH' || BAD_CERTIFICATE.test(failure.originalCode ?? '');
  return { kind: hopeless ? 'stop' : 'deferred', reply };
}
