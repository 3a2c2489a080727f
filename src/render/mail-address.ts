import { parseEmailAddress } from '../model/email-address.js';
import { kept } from './kept.js';

/** A mailbox: one address and the name shown for it. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** A program has few senders, and asks for the same one with each message. */
const known = new Map<string, Mailbox | null>();
const MOST_KNOWN = 100;

/** Reads `Name <address>` or a bare address of a sender; null when it is not exactly one mailbox, or its name before the @ has letters outside ASCII. */
export function parseMailbox(text: string): Mailbox | null {
  return kept(known, MOST_KNOWN, text, readMailbox);
}

function readMailbox(text: string): Mailbox | null {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]*)>\s*$/.exec(text);
  const address = asciiAddress(match === null ? text.trim() : match[3]!.trim());
  if (address === null) return null;
  const name = match === null ? '' : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '').trim();
  return { name: name === '' ? null : name, address };
}

/** A sender must be one that every server can answer. */
function asciiAddress(text: string): string | null {
  const read = parseEmailAddress(text);
  return 'address' in read && /^[\x21-\x7e]+$/.test(read.address) ? read.address : null;
}
