/** A stretch of a project file, by UTF-16 offset, `end` exclusive. */
export interface FilePlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Text put together from project files, which remembers where every part of it came from. */
export interface PiecedText {
  readonly text: string;
  /** In order, without gaps; `at` is where the piece begins in `text`, `offset` where it begins in its file. */
  readonly pieces: readonly Piece[];
}

/** One part of a text that came from one place in one file. */
export interface Piece {
  readonly at: number;
  readonly file: string;
  readonly offset: number;
}

/** Where a stretch of the text stands in its file; a stretch over several files is cut at the end of the first. */
export function placeOf(source: PiecedText, start: number, end: number): FilePlace {
  let index = source.pieces.length - 1;
  while (index > 0 && source.pieces[index]!.at > start) index--;
  const piece = source.pieces[index]!;
  const limit = source.pieces[index + 1]?.at ?? source.text.length;
  const offset = (position: number) => piece.offset + Math.min(position, limit) - piece.at;
  return { file: piece.file, start: offset(start), end: offset(Math.max(start, end)) };
}

/** The offset at which a 1-based line begins. */
export function lineStart(text: string, line: number): number {
  let at = 0;
  for (let seen = 1; seen < line; seen++) {
    const next = text.indexOf('\n', at);
    if (next === -1) return at;
    at = next + 1;
  }
  return at;
}
