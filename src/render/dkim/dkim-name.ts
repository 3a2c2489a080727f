import { parseDomain } from '../../model/email-address.js';

/** The domain of a signature as A-labels in lower case, or null when it is none. */
export function dkimDomain(text: string): string | null {
  const read = parseDomain(text);
  return 'domain' in read ? read.domain : null;
}

/** Whether a text can be a selector: names of letters, digits and hyphens, parted by dots (RFC 6376 3.1). */
export function isSelector(text: string): boolean {
  return (
    text.length <= 63 &&
    /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(text)
  );
}

/**
 * Whether a signature of `domain` speaks for a sender at `sender` (DMARC, relaxed alignment), as far as names tell it: they are the same, or one is below the other. Two
 * names side by side may belong to strangers, and count as that.
 */
export function isAligned(domain: string, sender: string): boolean {
  return domain === sender || domain.endsWith(`.${sender}`) || sender.endsWith(`.${domain}`);
}
