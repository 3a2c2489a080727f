import { expect, it } from 'vitest';
import { findChromium } from './find-chromium.js';
import { describeInChromium, openPage } from './open-chromium.js';

describeInChromium('a browser for tests', () => {
  it('shows a page in the colours that were asked for, and reaches no other machine', {
    timeout: 240_000,
  }, async () => {
    const page = await openPage({ colorScheme: 'dark', viewport: { width: 375, height: 600 } });
    try {
      const failed: string[] = [];
      page.on('requestfailed', (request) => failed.push(`${request.url()} ${request.failure()?.errorText}`));
      await page.setContent('<img src="http://pictures.example/cup.png" alt="A cup"><p>Hello</p>');
      await page.waitForLoadState('load');
      expect(await page.evaluate('[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]')).toEqual([
        375,
        true,
      ]);
      expect(failed).toEqual(['http://pictures.example/cup.png net::ERR_NAME_NOT_RESOLVED']);
    } finally {
      await page.close();
    }
  });
});

it('is looked for under its usual names; without one tests are skipped, but never in CI by accident', () => {
  expect(findChromium({ CHROMIUM: 'none', CI: 'true' })).toBe(null);
  expect(findChromium({ CHROMIUM: process.execPath })).toBe(process.execPath);
  expect(() => findChromium({ CHROMIUM: '/no/such/program' })).toThrow(
    'CHROMIUM is "/no/such/program", and there is no such program',
  );
  expect(() => findChromium({ CHROMIUM: 'chromium', CI: 'true', PATH: '/no/such/folder' })).toThrow('no such program');
  const nowhere = ['chromium', '/no/such/program'];
  expect(findChromium({ PATH: '/no/such/folder' }, nowhere)).toBe(null);
  expect(findChromium({ CI: 'false' }, nowhere)).toBe(null);
  expect(() => findChromium({ CI: 'true' }, nowhere)).toThrow('there is no Chromium here: install it');
});
