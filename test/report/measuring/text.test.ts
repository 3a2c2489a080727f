import { expect, it } from 'vitest';
import { printReportMarkdown } from '../../../src/report/measuring/markdown.js';
import { printReport } from '../../../src/report/measuring/text.js';
import { portfolioOf, someReports } from './some-reports.js';

it.each(Object.keys(someReports) as (keyof typeof someReports)[])('tells of a campaign in full: %s', async (name) => {
  const report = portfolioOf([someReports[name]]);
  await expect(printReport(report)).toMatchFileSnapshot(`told/${name}.txt`);
  await expect(printReportMarkdown(report)).toMatchFileSnapshot(`told/${name}.md`);
});

it('tells of several a line each, what asks for action first', async () => {
  const report = portfolioOf(Object.values(someReports));
  await expect(printReport(report)).toMatchFileSnapshot('told/all.txt');
  await expect(printReportMarkdown(report)).toMatchFileSnapshot('told/all.md');
  expect(printReport(portfolioOf([]))).toBe('shop, as of 2026-10-20 10:00 (Europe/Berlin): no campaign to report on\n');
});
