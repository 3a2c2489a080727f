import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { printReportJson } from '../../../src/report/measuring/json.js';
import { portfolioOf, someReports } from './some-reports.js';

const schema = JSON.parse(
  readFileSync(new URL('../../../schemas/measurement.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(closed(schema) as object);

/** The schema, but a field that it does not name is wrong: it must tell of every field there is. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return 'type' in part && part.type === 'object' ? { ...inner, unevaluatedProperties: false } : inner;
}

it('keeps to its schema, and the schema names every field', () => {
  for (const report of Object.values(someReports)) {
    const printed = JSON.parse(printReportJson(portfolioOf([report]), { version: '0.0.0' })) as unknown;
    expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
  }
});

it('writes of a broken measurement no lift anywhere', () => {
  const printed = printReportJson(portfolioOf([someReports.broken]), { version: '0.0.0' });
  expect(printed).not.toMatch(/"(?:absolute|relative|monitoring|adjusted|shrunken_lift)": \{/);
  expect(JSON.parse(printed).campaigns[0].verdict.kind).toBe('invalid');
});

it('is the same text as before', async () => {
  const short = Object.values(someReports).map((one) => ({
    ...one,
    curve: one.curve.slice(-1),
    stages: one.stages.slice(0, 2),
  }));
  const printed = printReportJson(portfolioOf(short), { version: '0.0.0' });
  await expect(printed).toMatchFileSnapshot('report.json');
});
