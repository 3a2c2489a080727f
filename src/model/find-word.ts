/**
 * Where a word stands in a text and not inside a longer one (of letters, digits, `_` and `-`), from an offset on; -1 when it does not. No pattern is made of the word: what people can write may be longer
 * than a pattern can be.
 */
export function findWord(text: string, word: string, from = 0): number {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isPart(text.charAt(at - 1)) && !isPart(text.charAt(at + word.length))) return at;
  }
  return -1;
}

function isPart(character: string): boolean {
  return /[\w-]/.test(character);
}
