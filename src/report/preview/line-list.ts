import type { PackedText } from '../../browser/preview-data.js';

/** Lines that many texts share, each kept once. */
export interface LineList {
  readonly lines: readonly string[];
  /** The number of a line, which is added when it is new. */
  add(line: string): number;
  /** A text as runs of lines that follow each other in the list: first, count, first, count. */
  pack(text: string): PackedText;
}

/** Begins with no lines. */
export function makeLineList(): LineList {
  const lines: string[] = [];
  const numbers = new Map<string, number>();
  const add = (line: string): number => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, lines.length);
    return lines.push(line) - 1;
  };
  return {
    lines,
    add,
    pack(text) {
      const runs: number[] = [];
      let next = -1;
      for (const line of text.split('\n')) {
        const number = add(line);
        if (number === next) runs[runs.length - 1]! += 1;
        else runs.push(number, 1);
        next = number + 1;
      }
      return runs;
    },
  };
}
