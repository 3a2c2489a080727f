import { domainToASCII } from 'node:url';

/** A mailbox: one address and the name shown for it. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** Reads `Name <address>` or a bare address; null when it is not exactly one mailbox. */
export function parseMailbox(text: string): Mailbox | null {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]*)>\s*$/.exec(text);
  const address = asciiAddress(match === null ? text.trim() : match[3]!.trim());
  if (address === null) return null;
  const name = match === null ? '' : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '').trim();
  return { name: name === '' ? null : name, address };
}

/**
 * One address as it can stand in a header and an envelope: plain local part (RFC 5321 dot-string), domain as A-labels. Null for anything
 * else: quoted or non-ASCII local parts, several addresses, address literals.
 */
export function asciiAddress(text: string): string | null {
  const match = /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@([^\s@<>()[\]\\,;:"]{1,253})$/.exec(text);
  if (match === null) return null;
  const [, local, written] = match as unknown as [string, string, string];
  const domain = /^[A-Za-z0-9.-]+$/.test(written) ? written : domainToASCII(written);
  if (!/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*$/.test(domain))
    return null;
  const address = `${local}@${domain.toLowerCase()}`;
  return address.length > 254 ? null : address;
}
