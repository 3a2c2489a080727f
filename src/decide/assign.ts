import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Where an id falls in [0, 1) under a salt: the first 52 bits of SHA-256 of `salt:id`, the same bits in any engine. A profile is held out when its share is
 * below the percentage, so raising a percentage only adds people and lowering it only frees them.
 */
export function shareOf(salt: string, id: string): number {
  const hex = createHash('sha256').update(`${salt}:${id}`, 'utf8').digest('hex').slice(0, 13);
  return Number.parseInt(hex, 16) / 2 ** 52;
}

/** The variant of a split that a unit is in, by its campaign's salt: the same every time, and the same in every plan where the weights before it do not change. */
export function variantOf<T extends { readonly weight: number }>(
  salt: string,
  step: string,
  variants: readonly T[],
  unit: string,
): T | undefined {
  const share = shareOf(`${salt}/${step}/split/v1`, unit);
  let edge = 0;
  for (const variant of variants) {
    edge += variant.weight;
    if (share < edge) return variant;
  }
  // Weights that sum to a hair under one must not lose anybody.
  return variants.at(-1);
}

/** The identity of one message: from ids alone, so that the same step for the same entry is the same message for ever. 52 base32 characters. */
export function messageId(parts: {
  readonly project: string;
  readonly campaign: string;
  readonly step: string;
  readonly profileId: string;
  readonly entryKey: string;
  readonly occurrence: number;
}): string {
  const { project, campaign, step, profileId, entryKey, occurrence } = parts;
  const text = JSON.stringify([project, campaign, step, profileId, entryKey, occurrence]);
  return base32(createHash('sha256').update(text, 'utf8').digest());
}

/** RFC 4648 base32, lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}
