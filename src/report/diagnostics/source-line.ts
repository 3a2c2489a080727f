import type { Span } from '../../model/span.js';
import { cellWidth, displayCharacter, displayText } from './display.js';

/** One line of a file, found by offset: its text without the line break, and where it starts. */
export interface SourceLine {
  readonly number: number;
  readonly start: number;
  readonly text: string;
}

/** The line on which a span starts, or null when the file is not so long. */
export function lineOf(source: string, span: Span): SourceLine | null {
  const { offset, line } = span.start;
  if (offset > source.length) return null;
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  const end = source.indexOf('\n', offset);
  const text = source.slice(start, end === -1 ? source.length : end).replace(/\r$/, '');
  return { number: line, start, text };
}

/** The nearest line above that is indented less: in YAML, what the line belongs to. Null for a line at the margin. */
export function enclosingLine(source: string, line: SourceLine): SourceLine | null {
  const indent = indentOf(line.text);
  let end = line.start - 1;
  for (let number = line.number - 1; number >= 1 && end >= 0 && indent > 0; number -= 1) {
    const start = end === 0 ? 0 : source.lastIndexOf('\n', end - 1) + 1;
    const text = source.slice(start, end).replace(/\r$/, '');
    if (/^\s*[^\s#]/.test(text) && indentOf(text) < indent) return { number, start, text };
    end = start - 1;
  }
  return null;
}

/** A window onto a long line that holds the columns of interest, as displayed text. */
export interface LineView {
  readonly text: string;
  /** Display cells before a UTF-16 index of the line. */
  readonly cellsBefore: (index: number) => number;
}

/** Shows a line, cut to `cells` around the UTF-16 index `focus`, with dots where something was left out. */
export function viewLine(line: string, focus: number, cells: number): LineView {
  const whole = displayText(line);
  if (cellWidth(whole) <= cells) return { text: whole, cellsBefore: (index) => widthOf(line.slice(0, index)) };
  const characters = Array.from(line);
  const target = Array.from(line.slice(0, focus)).length;
  const from = Math.max(0, Math.min(target - Math.floor(cells / 3), characters.length - cells));
  const cut = characters.slice(0, from).join('').length;
  const before = from > 0 ? '... ' : '';
  let shown = '';
  let used = 0;
  for (const character of characters.slice(from)) {
    const next = displayCharacter(character);
    used += cellWidth(next);
    if (used > cells) break;
    shown += next;
  }
  return {
    text: `${before}${shown}${used > cells ? ' ...' : ''}`,
    cellsBefore: (index) =>
      Math.min(before.length + widthOf(line.slice(cut, Math.max(cut, index))), before.length + cells),
  };
}

function widthOf(text: string): number {
  return cellWidth(displayText(text));
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
