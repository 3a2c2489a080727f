import { createHmac, timingSafeEqual } from 'node:crypto';
import { invariant } from '../model/failure.js';

const version = '1';
const macLength = 22;

/**
 * The token of an unsubscribe link: version, message id and an HMAC-SHA-256 cut to 128 bits, 76 URL-safe characters at most. It
 * names no person and never expires.
 */
export function makeToken(secret: string, messageId: string): string {
  invariant(/^[a-z2-7]{16,52}$/.test(messageId), 'a message id is base32');
  invariant(secret.length > 0, 'a token needs a secret');
  return version + messageId + sign(secret, messageId);
}

/** The message id of a token made with the same secret, or null. Takes the same time for a wrong signature as for a right one. */
export function readToken(secret: string, token: string): string | null {
  const match = /^1([a-z2-7]{16,52})([\w-]{22})$/.exec(token);
  if (match === null || secret.length === 0) return null;
  // Compared as text: in base64url several last characters stand for the same bytes.
  const expected = Buffer.from(sign(secret, match[1]!));
  return timingSafeEqual(expected, Buffer.from(match[2]!)) ? match[1]! : null;
}

function sign(secret: string, messageId: string): string {
  // The purpose is part of what is signed, so that the secret can sign other things too.
  const mac = createHmac('sha256', secret).update(`unsubscribe ${version} ${messageId}`, 'utf8').digest();
  return mac.subarray(0, 16).toString('base64url').slice(0, macLength);
}
