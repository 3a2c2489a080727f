/** One usable number in E.164 form (`+4915112345678`), or what is wrong with the text, in words that do not repeat it. */
export type PhoneNumber = { readonly number: string } | { readonly problem: string };

/**
 * Reads an international number: `+`, a country code and at most 15 digits in all (ITU-T E.164), with spaces, hyphens and parentheses between them. A country is never
 * guessed, and a number that can be read in two ways is a problem.
 */
export function parsePhoneNumber(text: string): PhoneNumber {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'no phone number' };
  if (/[^\x20-\x7e\u00a0\u2010\u2011]/.test(trimmed))
    return { problem: 'phone number holds a letter or sign that no number has' };
  // The trunk zero of the national form: it must be left out of the international one, and taking it out would be a guess.
  if (/\(\s*0/.test(trimmed)) return { problem: 'phone number has a (0) in it' };
  const bare = trimmed.replace(/[\s()\u2010\u2011-]/g, '');
  if (/^\+?\d*[^\d+]/.test(bare)) return { problem: 'phone number holds a letter or sign that no number has' };
  if (!bare.startsWith('+')) return { problem: 'phone number does not begin with + and the country code' };
  if (!/^\+\d+$/.test(bare)) return { problem: 'phone number holds a letter or sign that no number has' };
  if (bare.startsWith('+0')) return { problem: 'phone number begins with +0, which no country code does' };
  const digits = bare.length - 1;
  if (digits < 7 || digits > 15) return { problem: 'phone number does not have 7 to 15 digits' };
  return { number: bare };
}
