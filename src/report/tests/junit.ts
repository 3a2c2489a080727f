import type { TestReport, TestResult } from '../../model/test-report.js';
import type { Findings } from '../diagnostics/findings.js';
import { printText } from '../diagnostics/text.js';

/** The tests as JUnit XML, a suite for each campaign: what build servers show. */
export function printTestsJunit(report: TestReport, options: { readonly sources: Findings['sources'] }): string {
  const count = (results: readonly TestResult[]): string => {
    const failures = results.filter(({ finding }) => finding !== null).length;
    return `tests="${results.length}" failures="${failures}"`;
  };
  const suites = report.coverage.flatMap(({ campaign }) => {
    const own = report.results.filter((one) => one.campaign === campaign);
    if (own.length === 0) return [];
    const cases = own.flatMap((result) => testCase(result, options.sources));
    return [`  <testsuite name="${xml(campaign)}" ${count(own)}>`, ...cases, '  </testsuite>'];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lifecycle" ${count(report.results)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ campaign, file, name, finding }: TestResult, sources: Findings['sources']): readonly string[] {
  const head = `    <testcase classname="${xml(campaign)}" name="${xml(name)}" file="${xml(file)}"`;
  if (finding === null) return [`${head}/>`];
  const frame = printText({ diagnostics: [finding], sources, summary: { files: 1 } }, { color: false });
  return [
    `${head}>`,
    `      <failure message="${xml(finding.message)}" type="${finding.code}">${xml(frame)}</failure>`,
    '    </testcase>',
  ];
}

/** XML has no way to write most control characters, so they are shown as a sign. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
