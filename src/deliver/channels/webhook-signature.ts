import { createHmac } from 'node:crypto';
import { LifecycleError } from '../../model/failure.js';
import type { Instant } from '../../model/value.js';

/** Keys that sign a call, by the bytes that `whsec_…` stands for. */
export type SigningKeys = readonly Uint8Array[];

// Standard Webhooks 1.0, "Signature scheme": between 24 and 64 bytes.
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;

/**
 * Reads `whsec_<base64>`, or several with spaces between them while a key is being changed. Throws LC904, without the key in it, when it is
 * something else. `where` names the setting.
 */
export function readSigningKeys(text: string, where: string): SigningKeys {
  const words = text.trim().split(/\s+/);
  return words.map((word) => {
    const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(word)?.[1];
    const key = encoded === undefined ? null : Buffer.from(encoded, 'base64');
    if (key !== null && key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY) return key;
    const why = key === null ? 'is not "whsec_" and base64' : `stands for ${key.length} bytes`;
    throw new LifecycleError('LC904', `\`${where}\` ${why}`, [
      `Write whsec_ and ${SHORTEST_KEY} to ${LONGEST_KEY} random bytes in base64, as \`echo whsec_$(openssl rand -base64 32)\` makes them.`,
    ]);
  });
}

/**
 * The headers of a call after the Standard Webhooks spec 1.0: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, one for each key. `at` is the
 * instant of this attempt: receivers refuse what is some minutes old.
 */
export function signWebhook(
  keys: SigningKeys,
  id: string,
  at: Instant,
  body: Uint8Array,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = keys.map((key) => {
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    return `v1,${digest}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
