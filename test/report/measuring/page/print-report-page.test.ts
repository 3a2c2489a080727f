import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { CampaignReport, Interval, Verdict } from '../../../../src/model/measurement.js';
import { liftWords } from '../../../../src/report/measuring/number-words.js';
import { orderCampaigns } from '../../../../src/report/measuring/page/order-campaigns.js';
import { printReportPage } from '../../../../src/report/measuring/page/print-report-page.js';
import { portfolioOf, someReports } from '../some-reports.js';

const page = (...campaigns: readonly CampaignReport[]): string => printReportPage(portfolioOf(campaigns));
const bodyOf = (text: string): string => text.slice(text.indexOf('<main'), text.indexOf('</main>'));
/** What a reader reads, without tags. */
const wordsOf = (text: string): string =>
  bodyOf(text)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

it('prints the same bytes for the same report, whole', async () => {
  const text = page(someReports.worth);
  expect(page(someReports.worth)).toBe(text);
  expect(text).not.toMatch(/<script|NaN|undefined|Infinity|https?:/);
  await expect(`${bodyOf(text)}</main>\n`).toMatchFileSnapshot(fileURLToPath(new URL('report.html', import.meta.url)));
});

it('shows each verdict in words, and what asks for action first', () => {
  const words = wordsOf(page(...Object.values(someReports)));
  const names = [
    'Abandoned cart',
    'Second order',
    'Weekly newsletter',
    'VIP invitation',
    'Welcome',
    'Win back',
    'Birthday',
  ];
  const places = names.map((name) => words.indexOf(name));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const said of [
    'These numbers cannot be trusted, and no lift may be read',
    'It is not worth running: after all its costs it lost between',
    'Nobody can tell yet whether it is worth running: after all its costs it may have lost or earned, between −€',
    'It is too early to tell: the verdict falls on 6 Nov 2026.',
    'Too few people were measured to tell: with orders there were 41 of 640 people it was sent to, and 4 of 70 held out.',
    'It cannot be answered. Nobody is held out, so there is nobody to compare with: set `holdout: 10%` in the campaign.',
    'It is worth running: after all its costs it earned between €833 and €13,237.',
    'At the pace so far it takes about 44 more days and 31,000 more people to tell a lift of 5% from none.',
    'keeping it loses €0.01 for each person on average, and stopping it €0.03 for each person.',
  ])
    expect(words).toContain(said);
});

it('shows no lift and no money of arms that are not sound, even where somebody worked them out', () => {
  const verdict: Verdict = { kind: 'invalid', causes: ['A filter came after the arms.'] };
  const words = wordsOf(page({ ...someReports.worth, verdict }));
  expect(wordsOf(page(someReports.worth))).toMatch(/\+34%.*€81,120/);
  expect(words).toContain('A filter came after the arms.');
  expect(words).toContain('49,876');
  expect(words).not.toMatch(/[+−]\d|€|(?<!0\.31, )\bp [=<] |4\.1%|adjusted p/);
  expect(words).toMatch(/χ² = 0\.31/);
});

it('shows before the verdict of a fixed analysis only what may be looked at on any day', () => {
  const words = wordsOf(page(someReports.early));
  const { primary } = someReports.early;
  expect(words).not.toContain(liftWords(primary.relative?.low ?? 0));
  expect(words).toContain(liftWords(primary.monitoring?.relative.low ?? 0));
  expect(words).toContain('what decides; the interval may be looked at on any day');
  expect(words).not.toMatch(/(?<!for any day |0\.31, )\bp = |adjusted p/);
  expect(words).toContain('€29,280');
  expect(words).not.toMatch(/€2,300|€7,256/);
  expect(words).toContain('is not told before the verdict');
  // Where nothing was worked out, nothing is kept back.
  const { money } = someReports.early;
  const none = money && { ...money, incremental: null, net: null, netPerPerson: null };
  expect(wordsOf(page({ ...someReports.early, money: none }))).not.toContain('is not told before the verdict');
});

it('holds with nothing to show, without bounds, beyond all scales, and with names that nobody expects', () => {
  expect(wordsOf(page())).toContain('No campaign is measured');
  const { worth } = someReports;
  const open: Interval = { value: 0.4, low: null, high: null };
  const huge: Interval = { value: 4e12, low: -1e13, high: 9e13 };
  const nothing = { sent: { people: 0, active: 0, value: null }, held: { people: 0, active: 0, value: null } };
  const name = `<b onclick="x">"'&amp;${'n'.repeat(300)}\u202e`;
  const odd: readonly CampaignReport[] = [
    { ...worth, primary: { ...worth.primary, relative: open, monitoring: null, absolute: open } },
    { ...worth, primary: { ...worth.primary, relative: huge, absolute: huge } },
    { ...worth, primary: { ...worth.primary, arms: nothing, relative: null, absolute: null, p: null } },
    {
      ...worth,
      question: { ...worth.question, name, goal: name, owner: name, minimumLift: null },
      curve: [],
      stages: [],
    },
    { ...worth, curve: worth.curve.slice(0, 1), since: null, sampleRatio: null },
    { ...worth, curve: worth.curve.slice(20, 21) },
  ];
  const text = page(...odd.map((one, index) => ({ ...one, question: { ...one.question, campaign: `c${index}` } })));
  expect(text).not.toMatch(/NaN|undefined|Infinity|<b onclick/);
  const words = wordsOf(text);
  expect(words).toContain('+40% anything');
  expect(words).toContain('+400,000,000,000,000% between −1,000,000,000,000,000%');
});

it('puts most money first where the verdict is the same, then orders by name, and lets what only needs time come last', () => {
  const some = [someReports.early, someReports.noDifference, someReports.few];
  const ids = (campaigns: readonly CampaignReport[]): readonly string[] =>
    orderCampaigns(campaigns).map(({ question }) => question.campaign);
  expect(ids(some)).toEqual(['newsletter', 'vip-invitation', 'birthday']);
  expect(ids(some.toReversed())).toEqual(ids(some));
});
