import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { LifecycleError } from '../model/failure.js';
import type { Gallery } from '../model/preview.js';
import { findChromium } from './find-chromium.js';
import { startProgress } from './progress.js';
import type { Terminal } from './terminal.js';

const WIDTHS = [640, 375] as const;
const SCHEMES = ['light', 'dark'] as const;

/** How long pictures of an email may take to come, in milliseconds. */
const PATIENCE = 15_000;

/** A picture of each email for each persona, in both widths, light and dark: `CAMPAIGN/STEP.PERSONA.640.light.png` below `folder`. Gives how many. Throws LC945 where no browser can be started. */
export async function takeScreenshots(terminal: Terminal, { cells }: Gallery, folder: string): Promise<number> {
  const browser = await startBrowser(terminal);
  const progress = startProgress(terminal);
  const shots = cells.flatMap(({ message, persona, content }) => {
    if (content.kind !== 'email') return [];
    const [campaign = '', ...step] = message.split('/');
    const name = join(folder, campaign, `${step.join('.')}.${persona}`);
    return WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ name, width, scheme, html: content.html })));
  });
  try {
    for (const [index, { name, width, scheme, html }] of shots.entries()) {
      const path = `${name}.${width}.${scheme}.png`;
      mkdirSync(dirname(path), { recursive: true });
      await shoot(browser, html, { width, scheme, path });
      progress.step(index + 1, shots.length, 'screenshots');
    }
  } finally {
    progress.end();
    await browser.close();
  }
  return shots.length;
}

/** An email runs no script and asks for nothing but its pictures. */
async function shoot(
  browser: Browser,
  html: string,
  { width, scheme, path }: { readonly width: number; readonly scheme: 'light' | 'dark'; readonly path: string },
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    javaScriptEnabled: false,
  });
  try {
    await context.route('**', (route) => {
      const isPicture = route.request().resourceType() === 'image' && route.request().url().startsWith('https:');
      return isPicture ? route.continue() : route.abort();
    });
    const page = await context.newPage();
    // A picture that does not come is missing for whoever gets the email, too.
    await page.setContent(html, { timeout: PATIENCE }).catch(() => undefined);
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  } finally {
    await context.close();
  }
}

async function startBrowser({ env }: Terminal): Promise<Browser> {
  const program = findChromium(env);
  if (program === null) {
    throw new LifecycleError('LC945', 'there is no Chromium or Chrome here to take screenshots with', [
      'install one (Debian: apt install chromium), or set CHROMIUM to its path',
      'without --screenshots the page is written all the same',
    ]);
  }
  const library = await import('playwright-core').catch((cause: unknown) => {
    const help = ['install it beside lifecycle: npm install --save-dev playwright-core'];
    throw new LifecycleError('LC945', 'screenshots need the package playwright-core', help, 3, { cause });
  });
  const args = ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  return library.chromium.launch({ executablePath: program, args, chromiumSandbox: false }).catch((cause: unknown) => {
    const [why = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new LifecycleError(
      'LC945',
      `${program} does not start: ${why}`,
      ['set CHROMIUM to the path of another Chromium or Chrome'],
      3,
      { cause },
    );
  });
}
