import type { Email } from '../model/email.js';
import { invariant } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import { assembleEmail } from './assemble-email.js';
import { checkEmail } from './check-email.js';
import { encodeBody } from './quoted-printable.js';

/** The bytes of one email whose bodies are plain text, as `assembleEmail` has them. The email must have passed `checkEmail`. */
export function buildMime(email: Email, date: Instant, boundarySeed: string): Uint8Array {
  const problem = checkEmail(email);
  invariant(problem === null, `an email is checked before it is built: ${problem}`);
  const bodies = { html: Buffer.from(encodeBody(email.html)), text: Buffer.from(encodeBody(email.text)) };
  return assembleEmail(email, bodies, date, boundarySeed);
}
