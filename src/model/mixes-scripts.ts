import { domainToUnicode } from 'node:url';

const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/** Whether a part of a domain (in A-labels) is written in letters of two scripts that look alike, as a forged name would be (UTS #39 5.2). */
export function mixesScripts(domain: string): boolean {
  if (!domain.includes('xn--')) return false;
  return domainToUnicode(domain)
    .split('.')
    .some((label) => LOOKALIKES.filter((script) => script.test(label)).length > 1);
}
