import { compareDiagnostics, compareText, type Diagnostic } from '../../model/diagnostic.js';

/** A change of one file: 0-based UTF-16 offsets into its text with `\n` line ends, `end` exclusive. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Safe fixes that can be made together. */
export interface ChosenFixes {
  /** What they mend, in reading order. */
  readonly mended: readonly Diagnostic[];
  /** The changes by file, sorted by place; no two of them touch. */
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
}

/** Takes every safe fix, in reading order, that does not touch one taken before: a second pass finds what is then left. */
export function chooseFixes(diagnostics: readonly Diagnostic[]): ChosenFixes {
  const mended: Diagnostic[] = [];
  const edits = new Map<string, Edit[]>();
  for (const one of [...diagnostics].sort(compareDiagnostics)) {
    if (one.fix?.safe !== true || one.fix.edits.length === 0) continue;
    const wanted = one.fix.edits.map(({ span, text }) => ({
      file: span.file,
      edit: { start: span.start.offset, end: span.end.offset, text },
    }));
    if (wanted.some(({ file, edit }) => (edits.get(file) ?? []).some((taken) => touch(taken, edit)))) continue;
    for (const { file, edit } of wanted) edits.set(file, [...(edits.get(file) ?? []), edit]);
    mended.push(one);
  }
  const sorted = [...edits].sort(([a], [b]) => compareText(a, b));
  return { mended, edits: new Map(sorted.map(([file, list]) => [file, list.sort((a, b) => a.start - b.start)])) };
}

/** The text with the edits made. `text` may have a byte order mark and any line ends: they are kept, and places are counted as if they were not there. */
export function editText(text: string, edits: readonly Edit[]): string {
  const offsets = offsetsOf(text);
  let result = '';
  let at = 0;
  for (const edit of edits) {
    const [start = text.length, end = text.length] = [offsets[edit.start], offsets[edit.end]];
    result += text.slice(at, start) + edit.text;
    at = end;
  }
  return result + text.slice(at);
}

/** Where each character of the normalised text stands in the text as it is stored. */
function offsetsOf(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let i = text.startsWith('\uFEFF') ? 1 : 0; i < text.length; i++) {
    offsets.push(i);
    if (text[i] === '\r' && text[i + 1] === '\n') i++;
  }
  return offsets;
}

function touch(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
