import { createHash } from 'node:crypto';
import type { Position, Span } from '../model/span.js';

/** The text of one file and the places in it. */
export interface FileText {
  readonly file: string;
  readonly text: string;
  /** Hexadecimal, over the UTF-8 bytes of `text`. */
  readonly sha256: string;
  /** 0-based UTF-16 offsets, `end` exclusive; held inside the text. */
  spanAt(start: number, end: number): Span;
}

/** Makes text the same for every checkout: `\n` at the end of every line (a byte order mark is gone since decoding). */
export function normalizeText(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Prepares normalised text for finding places in it. */
export function makeFileText(file: string, text: string): FileText {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const positionAt = (offset: number): Position => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: countCodePoints(text, starts[low]!, offset) + 1, offset };
  };
  return {
    file,
    text,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    spanAt(start, end) {
      const from = Math.min(Math.max(start, 0), text.length);
      return { file, start: positionAt(from), end: positionAt(Math.min(Math.max(end, from), text.length)) };
    },
  };
}

function countCodePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; count++) i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  return count;
}
