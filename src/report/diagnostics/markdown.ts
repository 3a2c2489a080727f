import type { Diagnostic } from '../../model/diagnostic.js';
import { escapeMarkdown, fence, folded } from '../escape-markdown.js';
import { type Findings, helpOf, worstFirst } from './findings.js';
import { summarizeFindings } from './summary.js';
import { printText } from './text.js';

/** A comment of a pull request with one character more is refused. */
const budget = 65_536;

/** How many rows a comment has when all of them are too many. */
const fewRows = 20;

/**
 * The findings as a comment for a pull request, worst first, ended by a line break and at most 65,536 UTF-16 units long: what does not fit is left out in this
 * order, and that it was is said: the frames, the warnings, all but the first twenty rows, the table. The first line is a mark to find the comment by.
 */
export function printMarkdown(findings: Findings): string {
  const ordered = worstFirst(findings.diagnostics);
  const errors = ordered.filter(({ severity }) => severity === 'error');
  const head = `<!-- lifecycle check -->\n### ${escapeMarkdown(summarizeFindings(findings))}\n`;
  if (ordered.length === 0) return head;
  const all = table(ordered, ordered.length);
  const candidates = [
    () => `${head}\n${all}${details(findings)}`,
    () => `${head}\n${all}\nThe places are too many to show here: run \`lifecycle check\`.\n`,
    () => `${head}\n${table(errors, ordered.length)}`,
    () => `${head}\n${table(ordered.slice(0, fewRows), ordered.length)}`,
  ];
  for (const [index, candidate] of candidates.entries()) {
    // Without an error there is no table of errors to fall back to.
    const text = index === 2 && errors.length === 0 ? null : candidate();
    if (text !== null && text.length <= budget) return text;
  }
  return `${head}\nThe findings are too long to show here: run \`lifecycle check\`.\n`;
}

function table(shown: readonly Diagnostic[], total: number): string {
  const rows = shown.map(row).join('');
  const rest = total - shown.length;
  const more = rest === 0 ? '' : `\nand ${rest} more: run \`lifecycle check\`.\n`;
  return `| | What | Where | What to do |\n|---|---|---|---|\n${rows}${more}`;
}

function row(diagnostic: Diagnostic): string {
  const { severity, code, message, label, span } = diagnostic;
  const sign = severity === 'error' ? '🔴 error' : '🟡 warning';
  const said = label === undefined || label === '' ? message : `${message} (${label})`;
  const place = `${span.file}:${span.start.line}:${span.start.column}`;
  return `| ${sign} | **${code}** ${escapeMarkdown(said)} | ${escapeMarkdown(place)} | ${helpOf(diagnostic).map(escapeMarkdown).join('<br>')} |\n`;
}

function details(findings: Findings): string {
  return folded('In the files', fence(printText(findings, { color: false })));
}
