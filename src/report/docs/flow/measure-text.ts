/** Widths in ems of the widest sans-serif font that readers are likely to have: a line that fits there fits anywhere. */
const NARROW = /[iljI|'.,:;!`·‹›]/u;
const SMALL = /[frt()[\]{}\-/\\"“”*^_]/u;
const WIDE = /[mwMWÆŒæœ@%…—→⟶+=<>~]/u;
/** Takes no room of its own, and is never parted from what stands before it. */
const JOINED = /\p{M}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}]/u;
const DOUBLE =
  /[\p{Extended_Pictographic}\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]/u;

/** How wide a text is at most, in pixels, at a font size. */
export function textWidth(text: string, size: number, isBold = false): number {
  let ems = 0;
  for (const character of text) ems += widthOf(character);
  return ems * size * (isBold ? 1.14 : 1);
}

function widthOf(character: string): number {
  if (character === ' ') return 0.34;
  if (JOINED.test(character)) return 0;
  if (NARROW.test(character)) return 0.41;
  if (SMALL.test(character)) return 0.54;
  if (WIDE.test(character)) return 1.02;
  if (/[a-z0-9]/.test(character)) return 0.635;
  if (/[A-Z]/.test(character)) return 0.77;
  if (/[\ufdf0-\ufdff]/.test(character)) return 10;
  if (DOUBLE.test(character)) return 1.4;
  return 1.1;
}

/** A text in lines no wider than `width` pixels, broken between words, and inside those that are too long; of more than `most` lines the last ends with an ellipsis. */
export function wrapText(text: string, width: number, size: number, isBold: boolean, most: number): readonly string[] {
  const fits = (line: string): boolean => textWidth(line, size, isBold) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fits(word) ? [word] : cut(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  let last = `${kept.at(-1)} …`;
  while (!fits(last) && last.length > 2) last = `${[...last].slice(0, -3).join('')} …`;
  return [...kept.slice(0, -1), last];
}

function cut(word: string, fits: (line: string) => boolean): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let wasJoiner = false;
  for (const character of word) {
    const sticks = piece !== '' && (JOINED.test(character) || wasJoiner);
    if (!sticks && piece !== '' && !fits(piece + character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
    wasJoiner = character === '\u200d';
  }
  return [...pieces, piece];
}
