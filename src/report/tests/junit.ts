import type { TestReport, TestResult } from '../../model/test-report.js';
import type { Findings } from '../diagnostics/findings.js';
import { printText } from '../diagnostics/text.js';
import { escapeAttribute, escapeXml } from '../escape-xml.js';

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
    return [`  <testsuite name="${escapeAttribute(campaign)}" ${count(own)}>`, ...cases, '  </testsuite>'];
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
  const head = `    <testcase classname="${escapeAttribute(campaign)}" name="${escapeAttribute(name)}" file="${escapeAttribute(file)}"`;
  if (finding === null) return [`${head}/>`];
  const frame = printText({ diagnostics: [finding], sources, summary: { files: 1 } }, { color: false });
  return [
    `${head}>`,
    `      <failure message="${escapeAttribute(finding.message)}" type="${finding.code}">${escapeXml(frame)}</failure>`,
    '    </testcase>',
  ];
}
