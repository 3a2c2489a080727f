import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { judgeVariants } from '../../../src/measure/verdict/judge-variants.js';
import type { CampaignReport } from '../../../src/model/measurement.js';
import { printReportJson } from '../../../src/report/measuring/json.js';
import { printReportMarkdown } from '../../../src/report/measuring/markdown.js';
import { printReport } from '../../../src/report/measuring/text.js';
import { CLICKS, FACTORS, readTest, SUBJECTS } from '../../measure/verdict/some-tests.js';
import { portfolioOf, someReports } from './some-reports.js';

const running = readTest(
  { plain: { exposed: 120, active: 12 }, question: { exposed: 118, active: 9, ripe: 80 } },
  null,
);
const reports: Readonly<Record<string, CampaignReport>> = {
  variants: {
    ...someReports.worth,
    tests: [judgeVariants(CLICKS, SUBJECTS, null), judgeVariants(CLICKS, running, null)],
  },
  factors: { ...someReports.worth, tests: [judgeVariants(...FACTORS, null)] },
};

it.each(Object.keys(reports))('tells of message tests: %s', async (name) => {
  const report = portfolioOf([reports[name]!]);
  const text = printReport(report);
  const before = printReport(portfolioOf([someReports.worth]));
  // All that a test adds is a part of its own, before the statistician's.
  const from = text.indexOf('test of letter');
  const to = before.slice(before.indexOf('for the statistician'));
  expect(text.slice(0, from) + to).toBe(before);
  await expect(text.slice(from, text.indexOf('for the statistician'))).toMatchFileSnapshot(`told/tests-${name}.txt`);
  const markdown = printReportMarkdown(report);
  await expect(markdown.slice(markdown.indexOf('test of letter'), markdown.indexOf('<details>'))).toMatchFileSnapshot(
    `told/tests-${name}.md`,
  );
});

it.each(Object.keys(reports))('keeps to the schema of the JSON: %s', (name) => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../schemas/measurement.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  const printed = JSON.parse(printReportJson(portfolioOf([reports[name]!]), { version: '0.0.0' }));
  expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
  expect(printed.campaigns[0].tests.map(({ state }: { state: string }) => state)).toEqual(
    name === 'factors' ? ['settled'] : ['settled', 'running'],
  );
  const again = JSON.parse(printReportJson(portfolioOf([someReports.worth]), { version: '0.0.0' }));
  expect(again.campaigns[0]).not.toHaveProperty('tests');
});
