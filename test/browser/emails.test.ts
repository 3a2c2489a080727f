import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMER, compileFolder, type ExampleEmail, renderExamples } from '../render/render-examples.js';
import { describeInChromium, openPage } from './open-chromium.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(file, 'utf8');
const AXE = read(createRequire(import.meta.url).resolve('axe-core/axe.min.js'));
const LAYOUT = read(fileURLToPath(new URL('look-at-email.mjs', import.meta.url)));
/** Where to put a picture of everything that was looked at, for people; nowhere when it is not set. */
const SCREENSHOTS = process.env.LIFECYCLE_SCREENSHOTS;

/** Of one rule of axe-core, where it does not hold. */
interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

let page: Page;

/** What axe-core finds serious in the page that is shown, and what it could not tell about colours. */
async function runAxe(rules: readonly string[] | null): Promise<readonly string[]> {
  const options = { resultTypes: ['violations', 'incomplete'], ...(rules === null ? {} : { runOnly: rules }) };
  const { violations, incomplete } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: readonly Finding[];
    incomplete: readonly Finding[];
  };
  return [
    ...violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    ...incomplete.filter(({ id }) => id === 'color-contrast'),
  ].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Everything that is wrong with emails as they are shown, in both widths and both colours, by name. */
async function lookAt(emails: readonly ExampleEmail[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const wrong: Record<string, readonly string[]> = {};
  const seen = new Set<string>();
  for (const { name, parts } of emails) {
    // Other words in the same tags may be too long for their place, but have the same colours and the same meaning for axe-core.
    const tags = parts.html.replace(/>[^<]+</g, '><').replace(/(href="[^"?]*)[^"]*/g, '$1');
    const isNew = !seen.has(tags);
    seen.add(tags);
    await page.setContent(parts.html);
    const problems: string[] = [];
    for (const colorScheme of isNew ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      for (const width of [640, 375]) {
        await page.setViewportSize({ width, height: 800 });
        const said = (await page.evaluate('lookAtEmail()')) as readonly string[];
        problems.push(...said.map((problem) => `${width} px: ${problem}`));
        if (SCREENSHOTS !== undefined) {
          mkdirSync(SCREENSHOTS, { recursive: true });
          const file = `${name.replace(/[/ ]+/g, '-')}-${width}-${colorScheme}.png`;
          await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
        }
      }
      if (!isNew) continue;
      // Only the colours differ in the dark.
      const found = await runAxe(colorScheme === 'light' ? null : ['color-contrast']);
      problems.push(...found.map((problem) => `${colorScheme}: ${problem}`));
    }
    if (problems.length > 0) wrong[name] = [...new Set(problems)];
  }
  return wrong;
}

describeInChromium('every email of the example shop and of a new project, in light and dark, wide and narrow', () => {
  beforeAll(async () => {
    page = await openPage({ viewport: { width: 640, height: 800 } });
    await page.evaluate(AXE);
    await page.evaluate(LAYOUT);
  }, 240_000);
  afterAll(() => page.close());

  it.each([
    ['the shop', ROOT, 50],
    ['a new project', join(ROOT, 'starter'), 3],
  ])(
    'of %s: nothing serious for axe-core, nothing cut, nothing overlapping, nothing too small',
    { timeout: 600_000 },
    async (_, root, atLeast) => {
      const emails = renderExamples(await compileFolder(root), CUSTOMER);
      expect(emails.length).toBeGreaterThanOrEqual(atLeast);
      expect(await lookAt(emails)).toEqual({});
    },
  );

  it('says so when an email is wrong: the checks see what they are for', { timeout: 240_000 }, async () => {
    const html = `<html lang="en"><head><title>t</title></head><body style="margin:0">
      <p style="width:700px">A line that is far too wide for every window, and goes on and on and on and on and on and on and on and on</p>
      <p style="font-size:12px">Small</p><p style="color:#999">Pale</p>
      <div style="position:absolute;top:200px">Over</div><div style="position:absolute;top:205px">Under</div>
      <div style="width:40px;overflow:hidden;white-space:nowrap">Cut off at its edge</div><img src="data:,">
      <table><tr><td role="presentation"><a href="#x">Low</a></td></tr></table></body></html>`;
    const [wrong = []] = Object.values(await lookAt([{ name: 'bad', parts: { html } } as ExampleEmail]));
    for (const said of [
      '640 px: it is 700 px wide, and the window 640 px',
      '375 px: <p> "Small" is 12 px high',
      /^light: color-contrast: .*Pale/,
      /^light: image-alt: /,
      /"Over" overlaps <div> "Under"/,
      '640 px: <div> "Cut off at its edge" is cut',
      /<a> "Low" is a button/,
    ])
      expect(wrong).toContainEqual(typeof said === 'string' ? said : expect.stringMatching(said));
  });
});
