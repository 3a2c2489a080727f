import type { CampaignReport, TestedVariant, TestReport } from '../../model/measurement.js';
import type { Column } from '../table.js';
import {
  countWords,
  decimalWords,
  liftWords,
  percentWords,
  probabilityWords,
  rangeWords,
  signed,
  valueWords,
} from './number-words.js';
import { type Section, section } from './telling.js';

/** A part for each message test of a campaign: which variant won, and how all of them did. */
export function testsSections(report: CampaignReport, writeMoment: (t: number) => string): readonly Section[] {
  return report.tests.flatMap((test) => {
    const currency = report.question.economics?.currency ?? null;
    const part = section(`test of ${test.step}`, {
      lines: [testWords(test, report.question.window.text, writeMoment), ...test.notes, ...methodWords(test)],
      table: test.since === null ? null : { columns: columnsOf(test), rows: variantRows(test, currency) },
    });
    return part ?? [];
  });
}

/** What was tested, on whom, and what came of it, in one sentence. */
export function testWords(
  { metric, better, sample, verdict, state }: TestReport,
  window: string,
  writeMoment: (t: number) => string,
): string {
  const what = `Chance gave ${percentWords(sample)} of people a variant; ${metric} within ${window} of it, ${better} is better.`;
  if (state === 'not_begun') return `${what} Nobody got one yet.`;
  return verdict === null
    ? `${what} There is no winner yet.`
    : `${what} The winner since ${writeMoment(verdict.decidedAt)}: ${verdict.winner}.`;
}

function methodWords({ method }: TestReport): readonly string[] {
  return method === null
    ? []
    : [
        `Each is compared with the first of its kind: ${method}. These intervals hold together with 95%, and p is adjusted for all comparisons of the test (Holm).`,
      ];
}

function columnsOf({ metric, groups }: TestReport): readonly Column[] {
  return [
    { title: groups.some(({ factor }) => factor !== null) ? 'level' : 'variant', align: 'left' },
    { title: 'people', align: 'right' },
    { title: metric, align: 'left' },
    { title: 'against the first', align: 'left' },
    { title: 'adjusted p', align: 'left' },
  ];
}

function variantRows({ groups, unit }: TestReport, currency: string | null): readonly (readonly string[])[] {
  const write = (value: number): string => valueWords(value, unit, currency);
  return groups.flatMap(({ variants }) => variants.map((one) => variantCells(one, unit, write)));
}

/** A variant in words: who it is, its people, its value, how it differs from the first, and p. */
export function variantCells(
  { variant, won, exposed, people, value, against }: TestedVariant,
  unit: TestReport['unit'],
  write: (value: number) => string,
): readonly string[] {
  const points = (number: number): string =>
    unit === 'share' ? `${signed(decimalWords(number * 100, 2))} points` : signed(write(number));
  const apart = against?.relative ?? against?.absolute ?? null;
  const words = against?.relative == null ? points : liftWords;
  return [
    won ? `${variant} (winner)` : variant,
    people === exposed ? countWords(people) : `${countWords(people)} of ${countWords(exposed)}`,
    value === null
      ? '–'
      : value.low === null && value.high === null
        ? write(value.value)
        : `${write(value.value)}, ${rangeWords(value, write)}`,
    apart === null ? '–' : `${words(apart.value)}, ${rangeWords(apart, words)}`,
    against?.adjustedP == null ? '–' : probabilityWords(against.adjustedP, '').trim().replace(/^= /, ''),
  ];
}
