import { parseEmailAddress } from '../model/email-address.js';
import { LifecycleError } from '../model/failure.js';

/** Whom a suppression is about: a profile by its id, or whoever has an address (as a message's address is compared with it: A-labels, no capitals). */
export type Whom =
  | { readonly profileId: string; readonly address: null }
  | { readonly profileId: null; readonly address: string };

/**
 * Reads whom somebody wrote. Ids that look like addresses are meant as those: whoever has one is the same person. Throws LC900 for what should be an email
 * address and is none: it would stop nothing.
 */
export function readWhom(text: string): Whom {
  if (/^\+\d{6,15}$/.test(text)) return { profileId: null, address: text };
  if (!text.includes('@')) return { profileId: text, address: null };
  const read = parseEmailAddress(text);
  if ('address' in read) return { profileId: null, address: read.address.toLowerCase() };
  throw new LifecycleError(
    'LC900',
    `${JSON.stringify(text)} is nobody's address: ${read.problem}`,
    ['write the address as it is in the data, or the id of the profile'],
    2,
  );
}
