/** Control characters, invisible direction marks and line separators: they could move, hide or colour what a terminal shows. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

const zeroWidth = /\p{Mn}|\p{Me}|\u200d|\ufe0f/u;

/** A character as a terminal may show it: tabs become two spaces, control and direction characters a replacement sign. */
export function displayCharacter(character: string): string {
  if (character === '\t') return '  ';
  if (character === '\u200d') return character;
  return unprintable.test(character) ? '\ufffd' : character;
}

/** A text on one line as a terminal may show it. */
export function displayText(text: string): string {
  return Array.from(text, displayCharacter).join('');
}

/** How many cells of a terminal a displayed text fills: 2 for wide characters, 0 for combining marks. */
export function cellWidth(text: string): number {
  let cells = 0;
  for (const character of text) {
    if (!zeroWidth.test(character)) cells += wide.test(character) ? 2 : 1;
  }
  return cells;
}
