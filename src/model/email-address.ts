import { domainToASCII, domainToUnicode } from 'node:url';

/** One usable address, its domain in ASCII lower case; or what is wrong with the text, in words that do not repeat it. */
export type EmailAddress = { readonly address: string } | { readonly problem: string };

/**
 * Reads exactly one addr-spec of RFC 5321 without its quoted and literal forms: a dot-atom, `@`, and a domain name with a dot (international names
 * become A-labels). A dot-atom may hold letters and digits of any script (RFC 6531), which only some servers can pass on. Anything that could be read as two addresses, a header or another address than the one seen is a problem.
 */
export function parseEmailAddress(text: string): EmailAddress {
  // Nearly every address: ASCII, in letters that stand as they are. All else is read question by question.
  return text.length <= 254 && PLAIN.test(text) ? { address: text } : parseStepwise(text);
}

const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
/** No hyphens side by side: `xn--` is not for here. */
const LDH = '[a-z0-9]+(?:-[a-z0-9]+)*';
const PLAIN = new RegExp(
  `^(?=[^@]{1,64}@)${ATEXT}+(?:\\.${ATEXT}+)*@(?![^@]*[a-z0-9-]{64})(?:${LDH}\\.)+(?=[a-z])${LDH}$`,
);

/** The same for any text, and what is wrong with it. */
export function parseStepwise(text: string): EmailAddress {
  if (text === '') return { problem: 'no email address' };
  const hidden = hiddenCharacter(text);
  if (hidden !== null) return { problem: `email address holds ${hidden}` };
  if (/\s/.test(text)) return { problem: 'email address holds a space' };
  if (/[,;]/.test(text)) return { problem: 'email address holds a comma or semicolon (one address is wanted)' };
  if (/["()<>[\]\\]/.test(text)) return { problem: 'email address holds a quote, bracket or backslash' };
  const parts = text.split('@');
  const [local, domain] = parts;
  if (parts.length !== 2 || !local || !domain) return { problem: 'email address is not of the form name@domain' };
  const ascii = parseDomain(domain);
  const problem = localProblem(local);
  if (problem !== null) return { problem };
  if ('problem' in ascii) return ascii;
  const address = `${local}@${ascii.domain}`;
  return octets(address) > 254 ? { problem: 'email address is longer than 254 characters' } : { address };
}

function hiddenCharacter(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) return 'a line break or control character';
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text))
    return 'a character that turns the writing direction';
  if (/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u.test(text)) return 'an invisible character';
  return null;
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A run of what may stand between two dots of a local part. */
const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+$/u;

function localProblem(local: string): string | null {
  if (octets(local) > 64) return 'email name (before @) is longer than 64 characters';
  const atoms = local.split('.');
  const isPlain = atoms.every((atom) => ATOM.test(atom) && !/^\p{M}/u.test(atom));
  if (!isPlain || /[^\x20-\x7e\p{L}\p{M}\p{N}]/u.test(local))
    return 'email name (before @) has a misplaced dot or a forbidden character';
  // The same letters in other bytes may be another mailbox, and it must not be changed into one.
  if (local !== local.normalize('NFC')) return 'email name (before @) is written in decomposed letters (NFC is wanted)';
  return null;
}

/** Reads the domain of an address: A-labels in lower case (UTS #46, nontransitional), with a dot and no number at its end; or what is wrong with it. */
export function parseDomain(domain: string): { readonly domain: string } | { readonly problem: string } {
  const bad = (problem: string) => ({ problem });
  // Checked before conversion, which would decode `%2e`, read `0x7f.1` as a number and take an ideographic full stop for a dot.
  if (/[^A-Za-z0-9.\-\u0080-\u{10ffff}]/u.test(domain)) return bad('email domain has a forbidden character');
  if (/[\u3002\uff0e\uff61]/.test(domain)) return bad('email domain has a dot that is not a full stop');
  const ascii = domainToASCII(domain.toLowerCase());
  const labels = ascii.split('.');
  // Newer versions of Node let a broken `xn--` label through; the same address must be usable, or not, on each.
  const isBroken = labels.some((label) => label.startsWith('xn--') && domainToUnicode(label).startsWith('xn--'));
  if (ascii === '' || isBroken) return bad('email domain is not a domain name');
  if (labels.length < 2) return bad('email domain has no dot');
  if (ascii.length > 253 || !labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)))
    return bad('email domain is not a domain name');
  if (!/^[a-z]/.test(labels.at(-1)!)) return bad('email domain is a number');
  return { domain: ascii };
}
