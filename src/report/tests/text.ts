import type { TestReport } from '../../model/test-report.js';
import { displayText } from '../diagnostics/display.js';
import type { Findings } from '../diagnostics/findings.js';
import { printText } from '../diagnostics/text.js';
import { plural } from '../plural.js';

/** The tests by campaign, then what failed as frames, then what no test reaches. */
export function printTests(
  report: TestReport,
  options: { readonly color: boolean; readonly sources: Findings['sources'] },
): string {
  const findings = report.results.flatMap(({ finding }) => finding ?? []);
  const lines = report.coverage.flatMap(({ campaign, file }) => {
    const own = report.results.filter((one) => one.campaign === campaign);
    const tests = own.map(({ name, finding }) => `  ${finding === null ? 'ok    ' : 'FAILED'}  ${displayText(name)}`);
    return tests.length === 0 ? [] : [file, ...tests];
  });
  const gaps = report.coverage.flatMap(({ campaign, tests, unreached }) => {
    if (tests === 0) return [`  ${campaign}: has no tests`];
    return unreached.length === 0 ? [] : [`  ${campaign}: ${unreached.map(displayText).join(', ')}`];
  });
  const frames = printText(
    { diagnostics: findings, sources: options.sources, summary: { files: report.coverage.length } },
    { color: options.color },
  );
  const blocks = [
    lines.length === 0 ? '' : `${lines.join('\n')}\n`,
    frames,
    gaps.length === 0 ? '' : `not reached by any test:\n${gaps.join('\n')}\n`,
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

/** One line for the end: `16 tests passed`, `2 of 16 tests failed`. */
export function summarizeTests({ results }: TestReport): string {
  const failed = results.filter(({ finding }) => finding !== null).length;
  if (results.length === 0) return 'no tests; write some under "tests" in a campaign';
  return failed === 0
    ? `${plural(results.length, 'test')} passed`
    : `${failed} of ${plural(results.length, 'test')} failed. Explain: lifecycle explain LC408`;
}
