import type { DkimSigner } from './sign-message.js';

/** The name and the value of the TXT record that receivers need (RFC 6376 3.6, RFC 8463 4). Holds the public key alone. */
export function dkimRecord({ domain, selector, key }: DkimSigner): { readonly name: string; readonly value: string } {
  const kind = key.algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519';
  return { name: `${selector}._domainkey.${domain}`, value: `v=DKIM1; k=${kind}; p=${key.published}` };
}
