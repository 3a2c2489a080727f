import type { Diagnostic } from '../../model/diagnostic.js';

const LONGEST = 400;
// What ends a line, moves a cursor, turns text around or cannot be seen; joiners are part of names and emoji.
const UNSEEN = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A finding in words that fit on a line: they quote the file, and a file may hold anything, in any length. */
export function tidyFinding(finding: Diagnostic): Diagnostic {
  const { message, label } = finding;
  return { ...finding, message: tidy(message), ...(label === undefined ? {} : { label: tidy(label) }) };
}

function tidy(words: string): string {
  if (words.length <= LONGEST) return show(words);
  const letters = [...words];
  // The end tells as much as the beginning: what is quoted stands between them.
  return show(`${letters.slice(0, LONGEST / 2).join('')} ... ${letters.slice(-LONGEST / 4).join('')}`);
}

function show(words: string): string {
  return words.replace(UNSEEN, (unseen) => {
    const code = unseen.codePointAt(0) ?? 0;
    return code === 9 || code === 10 ? ' ' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
