import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CampaignReport, Interval, Verdict } from '../../src/model/measurement.js';
import { printReportPage } from '../../src/report/measuring/page/print-report-page.js';
import { portfolioOf, someCampaign, someReports } from '../report/measuring/some-reports.js';
import { describeInChromium, openPage } from './open-chromium.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOOK = readFileSync(fileURLToPath(new URL('look-at-report.mjs', import.meta.url)), 'utf8');
/** A busy machine takes its time to start a browser. */
const PATIENCE = 240_000;

const VERDICTS: readonly Verdict[] = Object.values(someReports).map(({ verdict }) => verdict);
const LONG = 'Zurückgewinnung von Kundinnen und Kunden, die seit drei Monaten nichts bestellt haben';

/** Forty campaigns of every kind, with long names, and some that have no bounds or go beyond all scales. */
const forty: readonly CampaignReport[] = Array.from({ length: 40 }, (_, index) => {
  const orders = 400 + ((index * 37) % 300);
  const one = someCampaign(
    `campaign-${index}`,
    index % 5 === 0 ? `${LONG} ${index}` : index % 7 === 0 ? 'W'.repeat(60) : `Campaign ${index}`,
    [10_000 + index * 977, orders + index * 40],
    [1000 + index * 97, Math.round(orders / 10) + index * 4],
    VERDICTS[index % VERDICTS.length]!,
  );
  const huge: Interval = { value: 4e9, low: -1e9, high: 9e12 };
  const open: Interval = { value: 0.1, low: null, high: null };
  const relative = index === 2 ? huge : index === 9 ? open : one.primary.relative;
  return { ...one, primary: { ...one.primary, relative } };
});

const PAGES: Readonly<Record<string, readonly CampaignReport[]>> = {
  verdicts: Object.values(someReports),
  forty,
  nothing: [],
};

let page: Page;

/** What axe-core finds that keeps people out, and the colours of which it could not tell. */
async function runAxe(rules: readonly string[] | null, within: string): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const options = { resultTypes: ['violations'], ...(rules === null ? {} : { runOnly: rules }) };
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`)) as {
    violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' ')}`);
}

describeInChromium('the report on measurements in a browser', { timeout: PATIENCE }, () => {
  beforeAll(async () => {
    page = await openPage();
  }, PATIENCE);
  afterAll(() => page?.close());

  it.each(Object.keys(PAGES))('shows %s so that nothing overlaps or is cut, and keeps nobody out', async (name) => {
    await page.setContent(printReportPage(portfolioOf(PAGES[name] ?? [])), { timeout: PATIENCE });
    await page.evaluate(LOOK);
    // Parts of campaigns are alike: a few show what all do.
    await page.evaluate('document.querySelectorAll("article").forEach((one, at) => at > 6 && one.remove())');
    // With the fonts that are here, and where there are only wider ones.
    for (const font of ['', 'html { letter-spacing: 0.03em }']) {
      await page.evaluate(`document.head.insertAdjacentHTML('beforeend', '<style>${font}</style>')`);
      for (const width of [1280, 800, 375]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate('lookAtReport()'), `${width} px ${font}`).toEqual([]);
      }
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    // Those of the verdicts are looked at by themselves.
    const within = name === 'forty' ? '#portfolio' : 'html';
    expect(await runAxe(['color-contrast'], within)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await runAxe(null, within)).toEqual([]);
  });

  it('would be seen to overlap', async () => {
    const text = printReportPage(portfolioOf([someReports.worth])).replaceAll(
      /style="left:[\d.]+%"/g,
      'style="left:50%"',
    );
    await page.setContent(text, { timeout: PATIENCE });
    await page.evaluate(LOOK);
    expect(await page.evaluate('lookAtReport()')).toContain('"0%" lies on "+20%"');
  });
});
