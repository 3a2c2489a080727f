import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium, openPage } from '../browser/open-chromium.js';
import { type DevServer, startDev } from './dev-server.js';

const HELLO = 'templates/welcome/hello.mjml';

describeInChromium('lifecycle dev in a browser', () => {
  let server: DevServer;
  let page: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    server = await startDev();
    page = await openPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    // A browser that starts on a busy machine takes its time.
    page.setDefaultTimeout(120_000);
    await page.goto(`${server.url}#welcome/hello?persona=complete`, { waitUntil: 'commit' });
    await page.frameLocator('#stage iframe').getByText('Thank you for signing up').waitFor();
  }, 300_000);

  afterAll(async () => {
    await page.close();
    expect(await server.stop()).toBe(0);
  });

  const change = (from: string, to: string): void => {
    const text = server.project.read(HELLO);
    expect(text).toContain(from);
    server.project.write(HELLO, text.replace(from, to));
  };

  test('shows what was saved, keeps it under a banner while there are errors, and takes the banner away', async () => {
    const begun = performance.now();
    change('Thank you for signing up', 'Lovely to meet you');
    await page.frameLocator('#stage iframe').getByText('Lovely to meet you').waitFor();
    console.log(`from saving to seeing: ${Math.round(performance.now() - begun)} ms`);
    change('<mj-text>Lovely', '<mj-txt>Lovely');
    const banner = page.locator('#live-banner');
    await banner.waitFor({ state: 'visible' });
    expect(await banner.textContent()).toContain('error[LC704] <mj-txt> is not closed before </mj-column>');
    expect(await banner.textContent()).toContain(`${HELLO}:14:9`);
    expect((await banner.boundingBox())?.height).toBeLessThan(80);
    await page.frameLocator('#stage iframe').getByText('Lovely to meet you').waitFor();
    await banner.locator('summary').click();
    expect(await banner.textContent()).toContain('add </mj-txt>');
    change('<mj-txt>Lovely', '<mj-text>Lovely');
    await banner.waitFor({ state: 'hidden' });
    expect(wrong).toEqual([]);
  });

  test('tries other values of a persona, says what cannot be, and goes back to the file', async () => {
    await page.getByText('Try other values').click();
    const name = page.getByLabel('first_name', { exact: true });
    await name.fill('Zoë');
    await name.press('Enter');
    await page.frameLocator('#stage iframe').getByText('Hello, Zoë').waitFor();
    await page.getByRole('button', { name: 'As in the file again' }).click();
    await page.frameLocator('#stage iframe').getByText('Hello, Ada').waitFor();
    expect(await page.locator('.live-send').textContent()).toContain('dev: {inbox: [me@acme.example]}');
    expect(wrong).toEqual([]);
  });
});
