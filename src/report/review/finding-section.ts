import type { Diagnostic } from '../../model/diagnostic.js';
import type { AddedSilence } from '../../model/review.js';
import { helpOf } from '../diagnostics/findings.js';
import { clip, escapeMarkdown } from '../escape-markdown.js';

const MOST = 240;

/** Findings as a table, at most so many, ended by a line break; empty when there are none. */
export function findingTable(findings: readonly Diagnostic[], most: number): string {
  if (findings.length === 0) return '';
  const shown = findings.slice(0, most);
  const rest = findings.length - shown.length;
  const more = rest === 0 ? '' : `\nand ${rest} more: \`lifecycle check\` shows them.\n`;
  return `\n| | What | Where | What to do |\n|---|---|---|---|\n${shown.map(row).join('')}${more}`;
}

function row(diagnostic: Diagnostic): string {
  const { severity, code, message, label, span } = diagnostic;
  const said = label === undefined || label === '' ? message : `${message} (${label})`;
  const cells = [
    severity === 'error' ? '🔴 error' : '🟡 warning',
    `**${code}** ${say(said)}`,
    say(`${span.file}:${span.start.line}`),
    helpOf(diagnostic).slice(0, 3).map(say).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** What is not told any more, one line each, at most so many. */
export function silenceList(silences: readonly AddedSilence[], most: number): string {
  const shown = silences.slice(0, most);
  const lines = shown.map(
    ({ file, line, rules, reason }) =>
      `- **${say(rules)}** at ${say(line === null ? file : `${file}:${line}`)}: ${say(reason)}\n`,
  );
  const rest = silences.length - shown.length;
  return `\n${lines.join('')}${rest === 0 ? '' : `\nand ${rest} more.\n`}`;
}

function say(text: string): string {
  return escapeMarkdown(clip(text, MOST));
}
