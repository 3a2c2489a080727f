import type { Diagnostic, RelatedSpan } from '../../model/diagnostic.js';
import type { Span } from '../../model/span.js';
import { cellWidth, displayText } from './display.js';
import { type Findings, helpOf, inReadingOrder } from './findings.js';
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
    .map((diagnostic) => `${frame(diagnostic, findings.sources, paint).join('\n')}\n`)
    .join('\n');
}

function frame(diagnostic: Diagnostic, sources: Findings['sources'], paint: Paint): string[] {
  const { span, severity, code } = diagnostic;
  const place = `${displayText(span.file)}:${span.start.line}:${span.start.column}`;
  const head = `${paint('bold', place)}: ${paint(severity, `${severity}[${code}]`)} ${paint('bold', displayText(diagnostic.message))}`;
  const groups = groupByFile(diagnostic);
  const digits = Math.max(2, ...groups.flat().map((mark) => String(mark.span.start.line).length));
  const edge = (sign: string) => paint('dim', `${' '.repeat(digits)} ${sign}`);
  const lines = [head];
  for (const [index, marks] of groups.entries()) {
    const shown = excerpt(marks, sources, digits, paint, severity, groups.flat().length === 1);
    const first = marks[0];
    if (first === undefined || (shown.length === 0 && index === 0)) continue;
    if (index > 0) {
      const where = `${displayText(first.span.file)}:${first.span.start.line}:${first.span.start.column}`;
      lines.push(`${edge(':::')} ${where}${shown.length === 0 ? `: ${displayText(first.label)}` : ''}`);
    }
    if (shown.length > 0) lines.push(edge('|'), ...shown);
  }
  const said = [
    ...(diagnostic.notes ?? []).map((note) => `note: ${note}`),
    ...helpOf(diagnostic).map((help) => `help: ${help}`),
  ];
  if (said.length > 0 && lines.length > 1) lines.push(edge('|'));
  return [...lines, ...said.map((one) => `${edge('=')} ${displayText(one)}`)];
}

/** The finding's own file first; a mark in another file opens a block of its own. */
function groupByFile(diagnostic: Diagnostic): Mark[][] {
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
  severity: Diagnostic['severity'],
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
    if (parent !== null) lines.push(`${gutter(parent.number)} ${viewLine(parent.text, 0, lineCells).text}`.trimEnd());
    const focus = mark.span.start.offset - line.start;
    const view = viewLine(line.text, focus, lineCells);
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
