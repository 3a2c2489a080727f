import type { TestReport, TestResult } from '../../model/test-report.js';

/** The tests as a versioned JSON document, ended by a line break. `version` is lifecycle's own. */
export function printTestsJson(report: TestReport, options: { readonly version: string }): string {
  const failed = report.results.filter(({ finding }) => finding !== null).length;
  const tests = report.results.length;
  const document = {
    format: 1,
    tool: { name: 'lifecycle', version: options.version },
    summary: { tests, passed: tests - failed, failed },
    campaigns: report.coverage.map(({ campaign, file, unreached }) => ({
      campaign,
      path: file,
      tests: report.results.filter((one) => one.campaign === campaign).map(entry),
      unreached,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function entry({ name, finding, happened }: TestResult): object {
  if (finding === null) return { name, passed: true, happened };
  const { code, message, label, span } = finding;
  return { name, passed: false, happened, finding: { code, message, label, start: span.start, end: span.end } };
}
