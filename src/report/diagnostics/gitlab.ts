import type { Diagnostic } from '../../model/diagnostic.js';
import { type Findings, inReadingOrder } from './findings.js';
import { fingerprintAll } from './fingerprint.js';

/** The findings as a GitLab Code Quality report (a JSON list), in reading order, ended by a line break: errors are `major`, warnings `minor`. */
export function printGitlab(findings: Findings): string {
  const diagnostics = inReadingOrder(findings.diagnostics);
  const prints = fingerprintAll(diagnostics, findings.sources);
  return `${JSON.stringify(
    diagnostics.map((one) => entry(one, prints.get(one) ?? '')),
    null,
    2,
  )}\n`;
}

function entry(diagnostic: Diagnostic, fingerprint: string): object {
  const { code, name, severity, message, help, span } = diagnostic;
  const { start, end } = span;
  return {
    description: [`${code}: ${message}`, ...(help ?? [])].join('; '),
    check_name: name,
    fingerprint,
    severity: severity === 'error' ? 'major' : 'minor',
    location: {
      path: span.file,
      positions: {
        begin: { line: start.line, column: start.column },
        end: { line: end.line, column: end.column },
      },
    },
  };
}
