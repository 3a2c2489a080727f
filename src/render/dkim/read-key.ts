import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** A private key that DKIM can sign with, and the public one that belongs to it. */
export interface DkimKey {
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256';
  readonly privateKey: KeyObject;
  /** The `p=` of the DNS record: for RSA the SubjectPublicKeyInfo (RFC 6376 3.6.1), for Ed25519 the 32 bytes themselves (RFC 8463 4). */
  readonly published: string;
  /** Of the RSA modulus; Ed25519 has 256 of another kind. */
  readonly bits: number;
}

/** What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo. */
const ED25519_PREFIX = 12;
/** RFC 8301 3.2: shorter RSA keys must not be used, and receivers take them for no signature. */
const FEWEST_BITS = 1024;
/** RFC 8301 3.2: the longest that every receiver must be able to verify. */
const MOST_BITS = 4096;

/**
 * Reads a private key from PEM (PKCS#8 or PKCS#1), with its line breaks as they are, as spaces or written `\n`, or from the base64 of PEM or DER; or says what is
 * wrong with it, in words that hold nothing of it.
 */
export function readDkimKey(text: string): DkimKey | { readonly problem: string } {
  const pem = findPem(text);
  if (pem === null) return { problem: 'it is neither a PEM file nor the base64 of one' };
  if (/PUBLIC KEY|CERTIFICATE/.test(pem.label)) {
    return { problem: 'it is the public half: the private key is the one that signs' };
  }
  if (/ENCRYPTED/.test(pem.label) || /ENCRYPTED/.test(pem.text)) return { problem: 'it is locked with a password' };
  const privateKey = parseKey(pem.text);
  if (privateKey === null) return { problem: 'it is damaged: a part is missing or changed' };
  const type = privateKey.asymmetricKeyType;
  const publicDer = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  if (type === 'ed25519') {
    const published = publicDer.subarray(ED25519_PREFIX).toString('base64');
    return { algorithm: 'ed25519-sha256', privateKey, published, bits: 256 };
  }
  if (type !== 'rsa') return { problem: `it is a key of the kind ${type}, and DKIM knows rsa and ed25519` };
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < FEWEST_BITS) return { problem: `it has ${bits} bits, and receivers take none below ${FEWEST_BITS}` };
  if (bits > MOST_BITS)
    return { problem: `it has ${bits} bits, and not every receiver can verify more than ${MOST_BITS}` };
  return { algorithm: 'rsa-sha256', privateKey, published: publicDer.toString('base64'), bits };
}

function parseKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // What OpenSSL says of it names its own parts and helps nobody.
    return null;
  }
}

/** The PEM block in a text, written anew with its lines as they should be. */
function findPem(text: string): { readonly label: string; readonly text: string } | null {
  return parsePem(text.replace(/\\r|\\n/g, '\n')) ?? parsePem(fromBase64(text));
}

function parsePem(text: string | null): { readonly label: string; readonly text: string } | null {
  const match = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]+?)-----END \1-----/.exec(text ?? '');
  if (match === null) return null;
  const [, label = '', content = ''] = match;
  // A locked PKCS#1 key says so in lines of its own before the base64.
  if (/ENCRYPTED/.test(content)) return { label: `ENCRYPTED ${label}`, text: '' };
  const lines = content.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return { label, text: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n') };
}

/** PEM out of its base64, or made of the base64 of DER: PKCS#8 tells itself from PKCS#1 by the sequence behind its version. */
function fromBase64(text: string): string | null {
  const bare = text.replace(/\s+/g, '');
  if (bare.length < 60 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return null;
  const bytes = Buffer.from(bare, 'base64');
  if (bytes.includes('-----BEGIN ')) return bytes.toString('latin1').replace(/\\n/g, '\n');
  if (bytes[0] !== 0x30) return null;
  for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY']) {
    const pem = `-----BEGIN ${label}-----\n${bare}\n-----END ${label}-----\n`;
    if (parseKey(pem) !== null) return pem;
  }
  return null;
}
