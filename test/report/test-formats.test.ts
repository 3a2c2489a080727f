import { describe, expect, test } from 'vitest';
import type { TestReport } from '../../src/model/test-report.js';
import { printTestsJson } from '../../src/report/tests/json.js';
import { printTestsJunit } from '../../src/report/tests/junit.js';
import { printTests, summarizeTests } from '../../src/report/tests/text.js';

const file = 'campaigns/cart.yaml';
const text = 'tests:\n  - {name: "a <b> & \\"c\\"", expect: []}\n';
const sources = (path: string): string | null => (path === file ? text : null);
const report: TestReport = {
  results: [
    { campaign: 'cart', file, name: 'good', finding: null, happened: ['2026-03-02T10:00 help'] },
    {
      campaign: 'cart',
      file,
      name: 'a <b> & "c"\u0001',
      happened: [],
      finding: {
        code: 'LC408',
        name: 'failed-test',
        severity: 'error',
        message: '"help" does not go',
        label: 'nothing happens',
        span: { file, start: { line: 2, column: 27, offset: 33 }, end: { line: 2, column: 33, offset: 39 } },
      },
    },
  ],
  coverage: [
    { campaign: 'cart', file, tests: 2, unreached: ['step "help"', 'branch 2 of "fork"'] },
    { campaign: 'letter', file: 'campaigns/letter.yaml', tests: 0, unreached: ['step "letter"'] },
  ],
};

describe('the results of tests', () => {
  test('as text', () => {
    expect(printTests(report, { color: false, sources })).toBe(`campaigns/cart.yaml
  ok      good
  FAILED  a <b> & "c"�

campaigns/cart.yaml:2:27: error[LC408] "help" does not go
   |
 1 | tests:
 2 |   - {name: "a <b> & \\"c\\"", expect: []}
   |                           ^^^^^^ nothing happens

not reached by any test:
  cart: step "help", branch 2 of "fork"
  letter: has no tests
`);
  });

  test('in a line', () => {
    expect(summarizeTests(report)).toBe('1 of 2 tests failed. Explain: lifecycle explain LC408');
    expect(summarizeTests({ ...report, results: report.results.slice(0, 1) })).toBe('1 test passed');
    expect(summarizeTests({ results: [], coverage: [] })).toContain('no tests');
  });

  test('as JSON', () => {
    const { format, summary, campaigns } = JSON.parse(printTestsJson(report, { version: '1.2.3' }));
    expect([format, summary]).toEqual([1, { tests: 2, passed: 1, failed: 1 }]);
    expect(campaigns.map((one: { campaign: string }) => one.campaign)).toEqual(['cart', 'letter']);
    expect(campaigns[0].tests[0]).toEqual({ name: 'good', passed: true, happened: ['2026-03-02T10:00 help'] });
    expect(campaigns[0].tests[1]).toMatchObject({ passed: false, finding: { code: 'LC408', start: { line: 2 } } });
    expect(campaigns[0].unreached).toEqual(['step "help"', 'branch 2 of "fork"']);
  });

  test('as JUnit, in which nothing of a name is markup', () => {
    const xml = printTestsJunit(report, { sources });
    expect(xml.split('\n').slice(0, 6)).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="lifecycle" tests="2" failures="1">',
      '  <testsuite name="cart" tests="2" failures="1">',
      `    <testcase classname="cart" name="good" file="${file}"/>`,
      `    <testcase classname="cart" name="a &lt;b&gt; &amp; &quot;c&quot;\ufffd" file="${file}">`,
      expect.stringContaining('<failure message="&quot;help&quot; does not go" type="LC408">campaigns/cart.yaml:2:27'),
    ]);
    expect(xml).not.toContain('letter');
  });
});
