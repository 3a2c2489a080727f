import type { Diagnostic } from '../../model/diagnostic.js';
import { escapeAttribute, escapeXml } from '../escape-xml.js';
import { countFindings, type Findings, helpOf, inReadingOrder } from './findings.js';

/**
 * The findings as JUnit XML: a suite for each file with findings, a case for each finding; errors are failures, warnings pass and are told in `system-out`.
 * A project without findings is one case that passes.
 */
export function printJunit(findings: Findings): string {
  const diagnostics = inReadingOrder(findings.diagnostics);
  const files = [...new Set(diagnostics.map(({ span }) => span.file))];
  const suites = files.map((file) =>
    suite(
      file,
      diagnostics.filter(({ span }) => span.file === file),
    ),
  );
  const all = suites.length === 0 ? [clean(findings.summary.files)] : suites;
  const counts = countsOf(diagnostics);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="lifecycle check" ${counts}>\n${all.join('')}</testsuites>\n`;
}

function suite(file: string, diagnostics: readonly Diagnostic[]): string {
  const cases = diagnostics.map(testCase).join('');
  return `  <testsuite name="${escapeAttribute(file)}" ${countsOf(diagnostics)}>\n${cases}  </testsuite>\n`;
}

function testCase(diagnostic: Diagnostic): string {
  const { code, name, severity, message, label, span, notes } = diagnostic;
  const { line, column } = span.start;
  const title = escapeAttribute(`${code} ${name} ${line}:${column}`);
  const file = escapeAttribute(span.file);
  const said = label === undefined || label === '' ? [] : [label];
  const body = escapeXml(
    [`${span.file}:${line}:${column}`, message, ...said, ...(notes ?? []), ...helpOf(diagnostic)].join('\n'),
  );
  const inner =
    severity === 'error'
      ? `<failure type="${code}" message="${escapeAttribute(message)}">${body}</failure>`
      : `<system-out>${body}</system-out>`;
  return `    <testcase classname="${file}" name="${title}" file="${file}" line="${line}">\n      ${inner}\n    </testcase>\n`;
}

function clean(files: number): string {
  const name = `${files} files checked, nothing to report`;
  const test = `    <testcase classname="lifecycle check" name="${name}"/>\n`;
  return `  <testsuite name="lifecycle check" tests="1" failures="0">\n${test}  </testsuite>\n`;
}

function countsOf(diagnostics: readonly Diagnostic[]): string {
  return `tests="${Math.max(1, diagnostics.length)}" failures="${countFindings(diagnostics).errors}"`;
}
