import { isLoopback } from '../../../model/is-loopback.js';
import type { EmailRule } from '../email-rule.js';
import { linksOf } from '../links-of.js';
import { inLetter } from '../rule-example.js';

/** A link leads to a page over plain HTTP. */
export const insecureLink: EmailRule = {
  code: 'LC746',
  name: 'insecure-link',
  severity: 'warning',
  summary: 'A link, or the address of an image, begins with http:.',
  docs: `Anybody between the reader and the page can read it and change it, browsers warn of it, and mail programs do not load such images. Write https:.`,
  example: inLetter(
    '<mj-text><a href="http://acme.example/oak">See the chairs</a></mj-text>',
    '<mj-text><a href="https://acme.example/oak">See the chairs</a></mj-text>',
  ),
  *find(email) {
    const images = email.elements.filter(({ name, attributes }) => name === 'img' && attributes.src !== undefined);
    const addresses = [...linksOf(email).map(({ target }) => target), ...images.map((one) => one.attributes.src ?? '')];
    for (const address of new Set(addresses)) {
      if (!/^http:\/\//i.test(address) || isHere(address)) continue;
      const help = [`write https${address.slice('http'.length)}, if it can be had there`];
      yield { message: `${address} is not encrypted`, help, at: [`"${address}"`, address, '"http://', 'http://'] };
    }
  },
};

/** A machine that speaks to itself is heard by nobody. */
function isHere(address: string): boolean {
  try {
    return isLoopback(new URL(address).hostname);
  } catch {
    return false;
  }
}
