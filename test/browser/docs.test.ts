import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { docsStyle } from '../../src/report/docs/docs-style.js';
import { drawFlow } from '../../src/report/docs/flow/draw-flow.js';
import { layoutFlow } from '../../src/report/docs/flow/layout-flow.js';
import { stepStory } from '../../src/report/docs/step-story.js';
import { html } from '../../src/report/page/html.js';
import { writePage } from '../../src/report/page/write-page.js';
import { somePlan } from '../decide/arbitraries.js';
import { makeProject, ROOT, type TestProject } from '../e2e/project.js';
import { describeInChromium, openPage } from './open-chromium.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOOK = readFileSync(fileURLToPath(new URL('look-at-docs.mjs', import.meta.url)), 'utf8');

let page: Page;
let folder: TestProject;

async function look(): Promise<readonly string[]> {
  await page.evaluate(LOOK);
  return (await page.evaluate('lookAtDocs()')) as readonly string[];
}

/** What axe-core finds that keeps people out. */
async function runAxe(rules: readonly string[] | null): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const options = { resultTypes: ['violations'], ...(rules === null ? {} : { runOnly: rules }) };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.html)
          .join(' ')
          .slice(0, 500)}`,
    );
}

/** A busy machine takes its time to start a browser. */
const PATIENCE = 240_000;

describeInChromium('the documentation in a browser', { timeout: PATIENCE }, () => {
  beforeAll(async () => {
    folder = makeProject();
    const out = join(folder.root, 'docs.html');
    const { code, err } = await folder.lifecycle(['--project', ROOT, 'docs', '--from', '2026-12-14', '--out', out]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    page = await openPage();
    await page.goto(pathToFileURL(out).href, { timeout: PATIENCE });
  }, PATIENCE);
  afterAll(async () => {
    await page?.close();
    folder?.remove();
  });

  it.each([1440, 800, 400])('shows nothing that overlaps or is cut at %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    expect(await look()).toEqual([]);
  });

  it('keeps nobody out, in light and dark', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(await runAxe(null)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await runAxe(['color-contrast'])).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('stops with the keyboard only where there is more to see than there is room for', async () => {
    const stops = async (width: number): Promise<unknown> => {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      return page.evaluate(
        '[...document.querySelectorAll(".scroll")].map((one) => [one.scrollWidth > one.clientWidth, one.hasAttribute("tabindex")].join()).sort().filter((one, at, all) => one !== all[at - 1])',
      );
    };
    expect(await stops(1600)).toEqual(['false,false']);
    expect(await stops(400)).toEqual(['false,false', 'true,true']);
    expect(await runAxe(['scrollable-region-focusable'])).toEqual([]);
  });

  it('finds campaigns and names while somebody types, and shows all again', async () => {
    const shown = async (): Promise<readonly unknown[]> =>
      (await page.evaluate(
        '[...document.querySelectorAll("article, .map-row[data-find], .sidebar li[data-find]")].filter((one) => one.checkVisibility()).length',
      )) as never;
    expect(await shown()).toBe(24);
    await page.keyboard.press('/');
    await page.keyboard.type('win-back');
    expect(await page.textContent('#found')).toBe('1 campaign found');
    expect(await page.isVisible('#campaign-win-back')).toBe(true);
    expect(await page.isVisible('#campaign-sunset')).toBe(false);
    // A list of which nothing is left goes with its heading.
    expect(await page.isVisible('#topics')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await shown()).toBe(24);
  });

  it('is whole without its script', async () => {
    const still = await openPage({ javaScriptEnabled: false });
    try {
      await still.goto(page.url(), { timeout: PATIENCE });
      expect(await still.locator('article').count()).toBe(8);
      expect(await still.locator('article').first().isVisible()).toBe(true);
      expect(await still.locator('#find').isVisible()).toBe(false);
    } finally {
      await still.close();
    }
  });

  it('draws the flows of any plan so that every text stays in its box', async () => {
    const flows = fc
      .sample(somePlan, { numRuns: 20, seed: 7 })
      .flatMap((plan) =>
        plan.campaigns.map(({ steps }) =>
          drawFlow(layoutFlow(['When it starts'], 'everybody', stepStory(plan, steps)), 'x'),
        ),
      );
    const drawn = await openPage({ viewport: { width: 1600, height: 900 } });
    try {
      await drawn.setContent(writePage({ lang: 'en', title: 'x', style: docsStyle, body: html`${flows}`.text }), {
        timeout: PATIENCE,
      });
      await drawn.evaluate(LOOK);
      expect(await drawn.locator('svg.flow').count()).toBe(60);
      expect(await drawn.evaluate('lookAtDocs()')).toEqual([]);
    } finally {
      await drawn.close();
    }
  });
});
