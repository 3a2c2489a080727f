import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium, openPage } from '../browser/open-chromium.js';
import { makePreviewShop } from './preview-shop.js';
import type { TestProject } from './project.js';

const HOSTILE = [
  '</script><script>document.title = "run"</script>',
  '<img src="x" onerror="document.title = \'run\'">',
  '"><iframe srcdoc="<p>x">',
  '<!--',
  '\u202egnp.exe',
  '{{ profile.email }}',
  "']]>&lt;&amp;",
  '👩‍👩‍👧‍👦',
].join(' ');

const shops: TestProject[] = [];

async function previewOf(shop: TestProject, ...args: readonly string[]): Promise<string> {
  shops.push(shop);
  const { code, err } = await shop.lifecycle(['preview', ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return join(shop.root, 'dist/preview.html');
}

afterAll(() => {
  for (const shop of shops) shop.remove();
});

test('the same tree gives the same bytes, wherever it lies, and nothing of the machine', async () => {
  const page = readFileSync(await previewOf(makePreviewShop()), 'utf8');
  const again = makePreviewShop();
  shops.push(again);
  const env = { SMTP_URL: 'smtp://secret.example' };
  const { code } = await again.lifecycle(['--project', again.root, 'preview'], { cwd: '/', env });
  expect(code).toBe(0);
  expect(again.read('dist/preview.html')).toBe(page);
  expect(page).not.toContain(again.root);
  expect(page).not.toContain('secret.example');
});

test('only the campaigns that were asked for', async () => {
  const shop = makePreviewShop({
    files: { 'campaigns/other.yaml': makePreviewShop().read('campaigns/answer.yaml').replace('Answer', 'Other') },
  });
  const page = readFileSync(await previewOf(shop, 'oth*'), 'utf8');
  expect(page).toContain('#other/letter');
  expect(page).not.toContain('#answer/letter');
  expect(await shop.lifecycle(['preview', 'nothing'])).toMatchObject({ code: 2 });
});

test('errors are printed as check prints them, and the last page stays', async () => {
  const shop = makePreviewShop();
  const page = readFileSync(await previewOf(shop), 'utf8');
  shop.write('templates/text.liquid', 'Hi {{ profile.frist_name }}');
  const told = await shop.lifecycle(['preview']);
  const checked = await shop.lifecycle(['check']);
  expect(told.code).toBe(1);
  expect(told.out).toBe(checked.out);
  expect(told.err).toBe(`${checked.err}dist/preview.html was not written: mend the errors first\n`);
  expect(shop.read('dist/preview.html')).toBe(page);
});

test('only what changed is shown, and a step that was renamed did not', async () => {
  const shop = makePreviewShop();
  const old = makePreviewShop();
  shops.push(shop, old);
  const same = await shop.lifecycle(['preview', '--against', old.root]);
  expect(same).toEqual({ code: 0, out: `dist/preview.html: no message changed since ${old.root}\n`, err: '' });
  expect(shop.read('dist/preview.html')).toContain('Every message is as it was, for every persona.');
  shop.write(
    'campaigns/answer.yaml',
    shop
      .read('campaigns/answer.yaml')
      .replace('id: last', 'id: farewell')
      .replace('triggers:', 'moved: [{from: last, to: farewell}]\ntriggers:'),
  );
  shop.write('templates/letter.mjml', shop.read('templates/letter.mjml').replace('Unsubscribe', 'Stop this'));
  const told = await shop.lifecycle(['preview', '--against', old.root]);
  expect(told).toEqual({ code: 0, out: `dist/preview.html: 1 message changed since ${old.root}\n`, err: '' });
  expect([...shop.read('dist/preview.html').matchAll(/href="#([^"]+)" data-message/g)].map(([, id]) => id)).toEqual([
    'answer/letter',
  ]);
});

test('without a browser no screenshot is taken, and the page stands', async () => {
  const shop = makePreviewShop();
  shops.push(shop);
  const { code, out, err } = await shop.lifecycle(['preview', '--screenshots', 'shots'], {
    env: { PATH: shop.root, CHROMIUM: 'no-such-browser' },
  });
  expect({ code, out }).toEqual({ code: 3, out: 'dist/preview.html: 5 messages for 3 personas\n' });
  expect(err).toBe(`error[LC945] there is no Chromium or Chrome here to take screenshots with
  = help: install one (Debian: apt install chromium), or set CHROMIUM to its path
  = help: without --screenshots the page is written all the same
`);
});

describeInChromium('in a browser', { timeout: 180_000 }, () => {
  let file: string;
  let page: Page;
  let said: string[];

  beforeAll(async () => {
    file = await previewOf(makePreviewShop());
    page = await openPage({ viewport: { width: 1440, height: 900 } });
    said = listen(page);
    await page.goto(pathToFileURL(file).href, { waitUntil: 'domcontentloaded' });
  }, 180_000);

  afterAll(() => page?.close());

  /** As a link into the page does: nothing is loaded again. */
  /** Goes to an address of the page, and waits until the page has heard of it. */
  const look = (hash: string, where = page) =>
    where.evaluate(
      (to) =>
        new Promise<void>((done) => {
          const page = globalThis as unknown as EventTarget & { location: { hash: string } };
          if (page.location.hash === to) return done();
          page.addEventListener('hashchange', () => setTimeout(done), { once: true });
          page.location.hash = to;
        }),
      hash,
    );
  const email = async (): Promise<Frame> => (await emailsOf(page))[0]!;

  test('every message is in the list, and the first is shown to the first person', async () => {
    const subjects = await page.locator('#messages .subject').allTextContents();
    expect(subjects).toEqual([
      'Hello Ann',
      'Hi Ann! Reply STOP to end',
      'Something new',
      '{"name": "Ann"}',
      'One last word',
    ]);
    expect(await page.locator('.inbox-desktop').textContent()).toBe('Small ShopHello Ann – What is new this week.');
    expect(await (await email()).locator('h1').textContent()).toBe('Hello Ann');
    expect(await page.locator('#stage iframe').getAttribute('sandbox')).toBe('');
  });

  test('another person, by button and by key', async () => {
    await page.getByRole('button', { name: 'Nobody knows their name' }).click();
    expect(await (await email()).locator('h1').textContent()).toBe('Hello there');
    expect(await page.locator('#messages .subject').first().textContent()).toBe('Hello there');
    await expect.poll(() => page.url()).toMatch(/#answer\/letter\?persona=nobody$/);
    await page.keyboard.press('1');
    expect(await (await email()).locator('h1').textContent()).toBe('Hello Ann');
    await page.keyboard.press('a');
    expect(await page.locator('#stage iframe').count()).toBe(3);
    await page.keyboard.press('a');
  });

  test('both widths, and dark as a mail program shows it, whatever the system is', async () => {
    const colour = (frame: Frame) => frame.evaluate('getComputedStyle(document.body).backgroundColor');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await look('#answer/letter?width=375');
      expect(await (await email()).evaluate('innerWidth')).toBe(375);
      expect(await colour(await email())).toBe('rgb(255, 255, 255)');
      await page.keyboard.press('d');
      await page.keyboard.press('w');
      expect(await colour(await email())).toBe('rgb(16, 24, 32)');
      expect(await (await email()).evaluate('innerWidth')).toBe(640);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('without images none is asked for', async () => {
    await look('#answer/letter');
    await email();
    await look('#answer/letter?images=off');
    expect(await (await email()).locator('img').getAttribute('alt')).toBe('A kettle');
    await expect.poll(() => said.at(-1), { timeout: 20_000 }).toMatch(/kettle\.png' violates .*img-src 'none'/);
    await page.keyboard.press('i');
    expect(await (await email()).locator('meta[content*=img-src]').count()).toBe(0);
  });

  test('text, source and headers, by keys', async () => {
    await look('#answer/letter');
    await page.keyboard.press('t');
    expect(await page.locator('#stage pre').textContent()).toContain('Unsubscribe (https://mail.shop.example/u/');
    await page.keyboard.press('s');
    expect(await page.locator('#stage pre').textContent()).toContain('@media (prefers-color-scheme: dark)');
    await page.keyboard.press('h');
    expect(await page.locator('#stage th').allTextContents()).toContain('List-Unsubscribe');
    await page.keyboard.press('h');
    expect(await page.locator('#stage iframe').count()).toBe(1);
  });

  test('messages that are no emails are shown as what they are', async () => {
    await look('#answer/text');
    expect(await page.locator('.bubble').textContent()).toBe('Hi Ann! Reply STOP to end');
    expect(await page.locator('#stage').textContent()).toContain('1 text message, 25 characters');
    await page.keyboard.press('j');
    expect(await page.locator('.notice').textContent()).toBe('small-shopSomething newHi Ann, have a look.');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#stage pre').textContent()).toBe('{\n  "name": "Ann"\n}\n');
    await page.keyboard.press('k');
    await expect.poll(() => page.url()).toMatch(/#answer\/note$/);
  });

  test('what was chosen is said, and seen without colours', async () => {
    await look('#answer/letter?width=375');
    await page.keyboard.press('d');
    expect(await page.getByRole('status').textContent()).toBe(
      'Answer, letter, for Ann. email, 375 pixels, dark. 0 findings.',
    );
    expect(await page.locator('#messages [aria-current=true] code').textContent()).toBe('letter');
    expect(await page.locator('.tools [aria-pressed=true]').allTextContents()).toEqual(['Email', '375', 'Dark']);
  });

  test('whoever gets no message: why, and what to do, in the words of the terminal', async () => {
    await look('#answer/last?persona=nobody');
    expect(await page.locator('#stage').textContent()).toBe(
      'Held backNobody like this gets the message: profile.first_name is unknown.',
    );
    expect(await page.locator('#findings-body').textContent()).toMatch(
      /^warning LC233answer\/last is held back for persona "nobody": profile.first_name is unknowntemplates\/last.mjml:8:39/,
    );
    expect(await page.locator('.finding-place a').getAttribute('href')).toBe('../templates/last.mjml');
    expect(await page.locator('.finding-frame').textContent()).toContain('^^^^^^^^^^^^^^^^^^ not known of everybody');
    expect(await page.locator('.said-help').textContent()).toContain('say what stands there instead');
    expect(await page.locator('#messages .count').textContent()).toBe('2 findings');
  });

  test('single keys can be turned off', async () => {
    await look('#answer/letter');
    await page.keyboard.press('?');
    await page.getByLabel('Single keys do this').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await expect.poll(() => page.url()).toMatch(/#answer\/letter$/);
    await page.keyboard.press('?');
    await page.getByLabel('Single keys do this').check();
    await page.keyboard.press('Escape');
  });

  test('a link of an email leads nowhere, and the email stays', async () => {
    await look('#answer/letter');
    await (await email()).locator('a').first().click();
    await expect.poll(() => page.frames().map((frame) => frame.url())).toEqual([page.url(), 'about:srcdoc']);
    expect(await (await email()).locator('h1').textContent()).toBe('Hello Ann');
  });

  test.each([
    ['light', '#answer/letter'],
    ['dark', '#answer/letter?view=headers'],
    ['light', '#answer/letter?persona=*'],
    ['dark', '#answer/text'],
    ['light', '#answer/call'],
    ['dark', '#answer/letter?view=source'],
  ] as const)('nothing stands in the way of anybody: %s %s', async (colorScheme, hash) => {
    await page.emulateMedia({ colorScheme });
    await look(hash);
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate("axe.run({ exclude: ['iframe'] }, { iframes: false })")) as AxeResults;
    expect(
      violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([]);
  });

  test('a hostile person changes no shape and runs nothing', async () => {
    const hostile = await previewOf(makePreviewShop({ firstName: HOSTILE }));
    // As long, since a subject can be too long, and is told to be.
    const plain = await previewOf(makePreviewShop({ firstName: 'Ann '.repeat(HOSTILE.length / 4) }));
    const other = await openPage({ viewport: { width: 1440, height: 900 } });
    const heard = listen(other);
    await other.goto(pathToFileURL(hostile).href, { waitUntil: 'domcontentloaded' });
    await page.goto(pathToFileURL(plain).href, { waitUntil: 'domcontentloaded' });
    for (const view of ['letter', 'letter?view=text', 'letter?view=headers', 'text', 'note', 'letter?persona=*']) {
      await look(`#answer/${view}`);
      await look(`#answer/${view}`, other);
      expect(await shape(other), view).toEqual(await shape(page));
    }
    await look('#answer/letter', other);
    expect(await other.locator('#title').textContent()).toBe('Answer letter');
    expect(await other.title()).toBe('answer/letter · small-shop preview');
    expect(heard.filter((line) => /^error|violates/.test(line))).toEqual([]);
    expect(await (await emailsOf(other))[0]!.locator('h1').textContent()).toContain(HOSTILE.slice(0, 80));
    await other.close();
  }, 180_000);

  test('before and after stand beside each other, and the lines that changed are marked', async () => {
    const old = makePreviewShop();
    const shop = makePreviewShop();
    shops.push(old);
    shop.write('templates/letter.mjml', shop.read('templates/letter.mjml').replace('Hello {{', 'Good day {{'));
    shop.write('templates/last.mjml', shop.read('templates/last.mjml').replace('Unsubscribe', 'Stop this'));
    const now = await previewOf(shop, '--against', old.root);
    await page.goto(pathToFileURL(now).href, { waitUntil: 'domcontentloaded' });
    expect(await page.locator('#messages .step-line').allTextContents()).toEqual(['letterchanged', 'lastchanged']);
    expect(await page.locator('.inbox-desktop').allTextContents()).toEqual([
      'Small ShopHello Ann – What is new this week.',
      'Small ShopGood day Ann – What is new this week.',
    ]);
    await page.keyboard.press('j');
    const emails = await emailsOf(page);
    const links = await Promise.all(emails.map((frame) => frame.locator('a').last().textContent()));
    expect(links).toEqual(['Unsubscribe', 'Stop this']);
    expect(await page.locator('.inbox-desktop').count()).toBe(1);
    await page.keyboard.press('t');
    expect(await page.locator('#stage .gone, #stage .come').allTextContents()).toEqual([
      expect.stringMatching(/^-gone: Small Shop, Street 1, Berlin. Unsubscribe \(/),
      expect.stringMatching(/^\+new: Small Shop, Street 1, Berlin. Stop this \(/),
    ]);
    await page.keyboard.press('h');
    expect(await page.locator('#stage').textContent()).toBe('Nothing of this changed.');
    await page.keyboard.press('a');
    await page.keyboard.press('e');
    expect(await page.locator('#stage .person-card > h3').allTextContents()).toEqual(['Ann']);
  });

  test('a picture of each email that was asked for, in both widths, light and dark', async () => {
    const shop = makePreviewShop();
    shops.push(shop);
    const [head = ''] = shop.read('campaigns/answer.yaml').split('steps:');
    shop.write('campaigns/one.yaml', `${head}steps:\n  - {id: last, email: {template: last, topic: news}}\n`);
    const env = { CHROMIUM: process.env.CHROMIUM ?? '', PATH: process.env.PATH ?? '' };
    const told = await shop.lifecycle(['preview', 'one', '--screenshots', 'shots'], { env });
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toContain('shots: 4 screenshots\n');
    expect(shop.files('shots')).toEqual([
      'one/last.ann.375.dark.png',
      'one/last.ann.375.light.png',
      'one/last.ann.640.dark.png',
      'one/last.ann.640.light.png',
    ]);
    const widths = shop.files('shots').map((file) => readFileSync(join(shop.root, 'shots', file)).readUInt32BE(16));
    expect(widths).toEqual([375, 375, 640, 640]);
  }, 180_000);

  test('nothing failed while all this was looked at', () => {
    expect(said.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

/** Everything that a page says to those who look under it. */
function listen(page: Page): string[] {
  // Fonts for signs that were never shown before are looked for while a busy machine has other things to do.
  page.setDefaultTimeout(120_000);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`error ${error.message}`));
  return said;
}

/** Tags and the names of attributes of the page and of the emails in it, without what stands in them. */
async function shape(page: Page): Promise<readonly string[]> {
  const frames = [page.mainFrame(), ...(await emailsOf(page, 0))];
  const tags = await Promise.all(
    frames.map((frame) =>
      frame.evaluate(
        "[...document.querySelectorAll('*')].map((one) => [one.tagName, ...[...one.attributes].map(({ name }) => name).sort()].join(' '))",
      ),
    ),
  );
  return (tags as string[][]).flat();
}

/** The emails that a page shows, once they stand there. */
async function emailsOf(page: Page, least = 1): Promise<readonly Frame[]> {
  if (least > 0) await page.waitForSelector('#stage iframe');
  const frames: Frame[] = [];
  for (const element of await page.locator('#stage iframe').elementHandles()) {
    const frame = (await element.contentFrame())!;
    await frame.waitForSelector('h1');
    frames.push(frame);
  }
  return frames;
}
