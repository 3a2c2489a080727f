import { parseEmailAddress } from '../model/email-address.js';
import { LifecycleError } from '../model/failure.js';

/** Whom a suppression is about: the profile with this id, and whoever has the address (as a message's address is compared with it: A-labels, no capitals). */
export interface Whom {
  readonly profileId: string;
  readonly address: string | null;
}

/**
 * Reads whom somebody wrote. What looks like an address may be a profile's id as well, of somebody who has another address by now: both are meant. Throws LC900 for what should
 * be an email address and is none: it would stop nothing.
 */
export function readWhom(text: string): Whom {
  if (/^\+\d{6,15}$/.test(text)) return { profileId: text, address: text };
  if (!text.includes('@')) return { profileId: text, address: null };
  const read = parseEmailAddress(text);
  if ('address' in read) return { profileId: text, address: read.address.toLowerCase() };
  throw new LifecycleError(
    'LC900',
    `${JSON.stringify(text)} is nobody's address: ${read.problem}`,
    ['write the address as it is in the data, or the id of the profile'],
    2,
  );
}
