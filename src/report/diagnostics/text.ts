import type { Diagnostic, RelatedSpan } from '../../model/diagnostic.js';
import type { Span } from '../../model/span.js';
import { cellWidth, displayText } from './display.js';
import { type Findings, helpOf, inReadingOrder } from './findings.js';
import { hideSecrets } from './hide-secrets.js';
import { enclosingLine, lineOf, type SourceLine, viewLine } from './source-line.js';

/** How wide a shown source line may be, in terminal cells, before it is cut around the place of the finding. */
const lineCells = 96;

type Paint = (style: 'error' | 'warning' | 'dim' | 'bold', text: string) => string;

interface Mark {
  readonly span: Span;
  readonly sign: '^' | '-';
  readonly label: string;
}

/** The findings as frames for people, in reading order, each ended by a line break, with an empty line between two. */
export function printText(findings: Findings, options: { readonly color: boolean }): string {
  const paint = options.color ? paintAnsi : paintNothing;
  return inReadingOrder(findings.diagnostics)
    .map((diagnostic) => `${frame(framed(diagnostic), findings.sources, paint).join('\n')}\n`)
    .join('\n');
}

/** What a frame shows: a head line, the place with what stands there, and lines that say more. */
export interface Framed extends Pick<Diagnostic, 'code' | 'message' | 'label' | 'related'> {
  /** Stands before the code: `error`. */
  readonly word: string;
  readonly style: 'error' | 'warning' | 'dim';
  readonly file: string;
  /** Null where there is no such place: then nothing of the file is shown. */
  readonly span: Span | null;
  /** Each with what it is first: `help: take it out`. */
  readonly said: readonly string[];
}

/** One frame, its lines parted by line breaks. */
export function printFrame(framed: Framed, sources: Findings['sources'], color: boolean): string {
  return frame(framed, sources, color ? paintAnsi : paintNothing).join('\n');
}

function framed(diagnostic: Diagnostic): Framed {
  const { span, severity } = diagnostic;
  const said = [
    ...(diagnostic.notes ?? []).map((note) => `note: ${note}`),
    ...helpOf(diagnostic).map((help) => `help: ${help}`),
  ];
  return { ...diagnostic, word: severity, style: severity, file: span.file, said };
}

function frame(shown: Framed, sources: Findings['sources'], paint: Paint): string[] {
  const { word, style, code, message, file, span, said } = shown;
  const place = `${displayText(file)}${span === null ? '' : `:${span.start.line}:${span.start.column}`}`;
  const head = `${paint('bold', place)}: ${paint(style, `${word}[${code}]`)} ${paint('bold', displayText(message))}`;
  const groups = span === null ? [] : groupByFile({ ...shown, span });
  const digits = Math.max(2, ...groups.flat().map((mark) => String(mark.span.start.line).length));
  const edge = (sign: string) => paint('dim', `${' '.repeat(digits)} ${sign}`);
  const lines = [head];
  for (const [index, marks] of groups.entries()) {
    const excerpted = excerpt(marks, sources, digits, paint, style, groups.flat().length === 1);
    const first = marks[0];
    if (first === undefined || (excerpted.length === 0 && index === 0)) continue;
    if (index > 0) {
      const where = `${displayText(first.span.file)}:${first.span.start.line}:${first.span.start.column}`;
      lines.push(`${edge(':::')} ${where}${excerpted.length === 0 ? `: ${displayText(first.label)}` : ''}`);
    }
    if (excerpted.length > 0) lines.push(edge('|'), ...excerpted);
  }
  if (said.length > 0 && lines.length > 1) lines.push(edge('|'));
  return [...lines, ...said.map((one) => `${edge('=')} ${displayText(one)}`)];
}

/** The finding's own file first; a mark in another file opens a block of its own. */
function groupByFile(diagnostic: Pick<Diagnostic, 'span' | 'label' | 'related'>): Mark[][] {
  const groups = new Map<string, Mark[]>();
  groups.set(diagnostic.span.file, [{ span: diagnostic.span, sign: '^', label: diagnostic.label ?? '' }]);
  for (const { span, label } of diagnostic.related ?? ([] as readonly RelatedSpan[])) {
    const marks = groups.get(span.file) ?? [];
    groups.set(span.file, [...marks, { span, sign: '-', label }]);
  }
  return [...groups.values()].map((marks) => marks.sort((a, b) => a.span.start.offset - b.span.start.offset));
}

function excerpt(
  marks: readonly Mark[],
  sources: Findings['sources'],
  digits: number,
  paint: Paint,
  severity: Framed['style'],
  alone: boolean,
): string[] {
  const file = marks[0]?.span.file ?? '';
  const source = sources(file);
  if (source === null) return [];
  const gutter = (number: number | '') => paint('dim', `${String(number).padStart(digits)} |`);
  const lines: string[] = [];
  let shown = 0;
  for (const mark of marks) {
    const line = lineOf(source, mark.span);
    if (line === null) continue;
    const parent = alone && /\.ya?ml$/.test(file) ? enclosingLine(source, line) : null;
    if (parent !== null)
      lines.push(`${gutter(parent.number)} ${viewLine(hideSecrets(parent.text), 0, lineCells).text}`.trimEnd());
    const focus = mark.span.start.offset - line.start;
    const view = viewLine(hideSecrets(line.text), focus, lineCells);
    if (line.number !== shown) lines.push(`${gutter(line.number)} ${view.text}`.trimEnd());
    shown = line.number;
    const from = view.cellsBefore(focus);
    const width = Math.max(1, view.cellsBefore(endOnLine(mark.span, line)) - from);
    const style = mark.sign === '^' ? severity : 'dim';
    const pointer = `${mark.sign.repeat(width)} ${displayText(mark.label)}`.trimEnd();
    lines.push(`${gutter('')} ${' '.repeat(from)}${paint(style, pointer)}`);
  }
  return lines;
}

/** A span over several lines is underlined to the end of its first. */
function endOnLine(span: Span, line: SourceLine): number {
  const end = Math.min(span.end.offset - line.start, line.text.length);
  return span.end.line > span.start.line ? line.text.trimEnd().length : end;
}

function paintNothing(_style: string, text: string): string {
  return text;
}

function paintAnsi(style: 'error' | 'warning' | 'dim' | 'bold', text: string): string {
  const codes = { error: '1;31', warning: '1;33', dim: '34', bold: '1' };
  return cellWidth(text) === 0 ? text : `\u001b[${codes[style]}m${text}\u001b[0m`;
}
