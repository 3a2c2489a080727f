import type { Diagnostic } from '../../model/diagnostic.js';
import { displayText } from './display.js';
import { type Findings, helpOf, inReadingOrder } from './findings.js';

/** One line for each finding, `path:line:col: severity[CODE] message (label); help`, in reading order: for editors, grep and programs that read text. */
export function printCompact(findings: Findings): string {
  return inReadingOrder(findings.diagnostics)
    .map((diagnostic) => `${displayText(line(diagnostic))}\n`)
    .join('');
}

function line(diagnostic: Diagnostic): string {
  const { span, severity, code, message, label } = diagnostic;
  const said = label === undefined || label === '' ? message : `${message} (${label})`;
  const place = `${span.file}:${span.start.line}:${span.start.column}`;
  return [`${place}: ${severity}[${code}] ${said}`, ...helpOf(diagnostic)].join('; ');
}
