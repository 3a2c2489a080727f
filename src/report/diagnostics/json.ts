import type { Diagnostic } from '../../model/diagnostic.js';
import { countFindings, type Findings, inReadingOrder } from './findings.js';
import { fingerprintAll } from './fingerprint.js';

/** The findings as a versioned JSON document (`schemas/report.schema.json`), ended by a line break. `version` is lifecycle's own. */
export function printJson(findings: Findings, options: { readonly version: string }): string {
  const diagnostics = inReadingOrder(findings.diagnostics);
  const prints = fingerprintAll(diagnostics, findings.sources);
  const { errors, warnings } = countFindings(diagnostics);
  const report = {
    format: 1,
    tool: { name: 'lifecycle', version: options.version },
    summary: { errors, warnings, files: findings.summary.files, hidden: findings.summary.hidden ?? 0 },
    diagnostics: diagnostics.map((one) => entry(one, prints.get(one) ?? '')),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function entry(diagnostic: Diagnostic, fingerprint: string): object {
  const { code, name, severity, message, label, span, related, notes, help, fix } = diagnostic;
  return {
    code,
    name,
    severity,
    message,
    ...(label === undefined ? {} : { label }),
    path: span.file,
    start: span.start,
    end: span.end,
    related: (related ?? []).map((one) => ({
      path: one.span.file,
      start: one.span.start,
      end: one.span.end,
      label: one.label,
    })),
    notes: notes ?? [],
    help: help ?? [],
    ...(fix === undefined ? {} : { fix: { title: fix.title, safe: fix.safe, edits: fix.edits.map(flatten) } }),
    fingerprint,
    docs: `lifecycle explain ${code}`,
  };
}

function flatten(edit: { span: Diagnostic['span']; text: string }): object {
  return { path: edit.span.file, start: edit.span.start, end: edit.span.end, text: edit.text };
}
