import type { Diagnostic } from '../../model/diagnostic.js';
import { type Findings, inReadingOrder } from './findings.js';

/** GitHub shows ten annotations of each severity for a step and drops the rest without a word. */
const budget = 10;

/** The findings as GitHub workflow commands, errors first, ten of each severity, then one line that says how many more there are. */
export function printGithub(findings: Findings): string {
  const ordered = inReadingOrder(findings.diagnostics);
  const errors = ordered.filter((one) => one.severity === 'error');
  const warnings = ordered.filter((one) => one.severity === 'warning');
  const lines = [...annotate(errors, 'error'), ...annotate(warnings, 'warning')];
  return lines.map((line) => `${line}\n`).join('');
}

function annotate(diagnostics: readonly Diagnostic[], severity: 'error' | 'warning'): string[] {
  // The line about the rest is an annotation too, so it takes one of the ten places.
  const fits = diagnostics.length <= budget ? budget : budget - 1;
  const lines = diagnostics.slice(0, fits).map(command);
  const rest = diagnostics.length - lines.length;
  if (rest > 0) lines.push(`::${severity}::and ${rest} more ${severity}s, see the log`);
  return lines;
}

function command(diagnostic: Diagnostic): string {
  const { span, severity, code, name, message, notes, help } = diagnostic;
  const fields = {
    file: span.file,
    line: span.start.line,
    endLine: span.end.line,
    // GitHub ignores columns, and warns, when a finding ends on another line.
    ...(span.start.line === span.end.line ? { col: span.start.column, endColumn: span.end.column } : {}),
    title: `${code} ${name}`,
  };
  const written = Object.entries(fields).map(([key, value]) => `${key}=${escapeField(String(value))}`);
  const body = [message, ...(notes ?? []), ...(help ?? [])].join('\n');
  return `::${severity} ${written.join(',')}::${escapeBody(body)}`;
}

function escapeBody(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeField(text: string): string {
  return escapeBody(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
