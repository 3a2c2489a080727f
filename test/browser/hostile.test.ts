import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderMessage } from '../../src/render/render-message.js';
import { compileHostile, contextWith, type HostileTemplates, PARAMETERS, shownOf } from '../render/hostile-message.js';
import { hostileStrings } from '../render/hostile-strings.js';
import { describeInChromium, openPage } from './open-chromium.js';

const WATCH = readFileSync(fileURLToPath(new URL('watch-hostile.mjs', import.meta.url)), 'utf8');

/** What a browser made of an email. */
interface Seen {
  readonly shape: string;
  readonly texts: readonly (string | null)[];
  readonly titles: readonly (string | null)[];
  readonly links: readonly { readonly id: string; readonly protocol: string; readonly href: string }[];
}

let page: Page;
let templates: HostileTemplates;

const watch = async (emails: readonly string[]): Promise<readonly Seen[]> =>
  (await page.evaluate(`${JSON.stringify(emails)}.map(watch)`)) as Seen[];
const htmlOf = (text: string): string | null => {
  const rendered = renderMessage({
    channel: 'email',
    template: templates.body,
    subject: null,
    context: contextWith(text),
  });
  return rendered.kind === 'email' ? rendered.parts.html : null;
};
/** How a browser reads text that has line breaks. */
const asRead = (text: string): string => shownOf(text).replace(/\r\n?/g, '\n');
/** So that a failure can be read whatever the value is. */
const called = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

describeInChromium('strings that break programs, in a real browser', () => {
  beforeAll(async () => {
    templates = await compileHostile();
    page = await openPage();
    page.on('dialog', (dialog) => dialog.dismiss());
    await page.evaluate(WATCH);
  }, 240_000);
  afterAll(() => page.close());

  it('change nothing but the text where they stand, lead to no other place, and run nothing', {
    timeout: 600_000,
  }, async () => {
    const [calm] = await watch([htmlOf('Ann') ?? '']);
    const sent = hostileStrings.flatMap((text) => {
      const html = htmlOf(text);
      return html === null ? [] : [{ text, html }];
    });
    expect(sent.length).toBeGreaterThan(500);
    for (let from = 0; from < sent.length; from += 100) {
      const some = sent.slice(from, from + 100);
      const seen = await watch(some.map(({ html }) => html));
      for (const [i, { text }] of some.entries()) {
        const { shape, texts, titles, links } = seen[i]!;
        const value = asRead(text);
        expect(shape === calm?.shape, `${called(text)} changed the page`).toBe(true);
        expect(texts, called(text)).toEqual([value, value, value, value, asRead(text).repeat(2)]);
        expect(titles, called(text)).toEqual([value, value]);
        for (const { id, protocol, href } of links) {
          expect(['http:', 'https:', 'mailto:', 'tel:', 'about:'], called(text)).toContain(protocol);
          if (id === 'part' || id === 'quoted') {
            const { origin, pathname, searchParams } = new URL(href);
            expect([origin, pathname.split('/').length, [...searchParams.keys()]], called(text)).toEqual([
              'https://shop.example',
              4,
              PARAMETERS,
            ]);
          }
        }
      }
    }
    expect(await page.evaluate('tripped')).toBe(0);
  });

  it('would be seen to run, and to change the page', { timeout: 240_000 }, async () => {
    const [calm, planted] = await watch([
      '<p title="Ann">',
      '<p title="" onfocus="top.trip()"><script>top.trip()</script>',
    ]);
    expect(planted?.shape).not.toBe(calm?.shape);
    expect(await page.evaluate('tripped')).toBe(2);
    const [link] = await watch(['<a id="whole" href="java\tscript:top.trip()">x</a>']);
    expect(link?.links[0]?.protocol).toBe('javascript:');
  });
});
