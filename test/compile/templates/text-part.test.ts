import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigFile } from '../../../src/model/config-file.js';
import { readTracking } from '../../../src/model/tracking.js';
import { buildContext } from '../../../src/render/build-context.js';
import { renderEmail } from '../../../src/render/render-email.js';
import { compileText, inColumn } from './compile-text.js';

const html = inColumn(
  '<mj-text><h2>Your basket</h2><p>Hi {{ profile.first_name | default: "there" }} &amp; co,</p><p>one<br>two</p></mj-text>' +
    '<mj-button href="https://shop.example/b/{{ event.id }}?a=1&amp;b=2">Back to it</mj-button>' +
    '<mj-table><tr><th>Item</th><th>Price</th></tr>{% for i in (1..2) %}<tr><td>{{ i }}</td><td>9</td></tr>{% endfor %}</mj-table>' +
    '<mj-image src="https://x.example/a.png" alt="A kettle" href="https://shop.example/" />' +
    '<mj-text><ul><li>first</li><li>second</li></ul><a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text>',
);

const links = 'https://shop.example/b/{{ event.id }}?a=1&b=2 https://shop.example/ {{message.unsubscribe_url}}';

describe('a text part', () => {
  test('is made from the HTML, with its links, its rows and its Liquid, and without the preheader', async () => {
    const { template, shown } = await compileText(html, { preheader: 'Before you go' });
    expect(shown).toEqual([]);
    expect(template?.text).toBe(`Your basket

Hi {{ profile.first_name | default: "there" }} & co,

one
two

Back to it (https://shop.example/b/{{ event.id | url_part }}?a=1&b=2)

Item | Price
{% for i in (1..2) %}{{ i }} | 9
{% endfor %}
A kettle (https://shop.example/)

- first
- second

Unsubscribe ({{ message.unsubscribe_url | safe_url }})
`);
  });

  test('braces that only look like Liquid stay braces', async () => {
    const { template } = await compileText(inColumn('<mj-text>&#123;&#123; x }} and &#123;% y %}</mj-text>'));
    expect(template?.text).toBe('{{ "{{" }} x }} and {{ "{%" }} y %}\n');
  });

  test('written by hand is taken as it is, with safe values in its links', async () => {
    const body = `Hello {{ profile.first_name | default: "you" }} <3\n${links}\n`;
    const { template, shown } = await compileText(html, { text: { file: 'templates/cart/help.txt', offset: 0, body } });
    expect(shown).toEqual([]);
    expect(template?.text).toBe(
      'Hello {{ profile.first_name | default: "you" }} <3\nhttps://shop.example/b/{{ event.id | url_part }}?a=1&b=2 https://shop.example/ {{message.unsubscribe_url}}\n',
    );
  });

  test.each([
    [
      links.replace('https://shop.example/ ', ''),
      ['cart/help.txt:1:1 LC508 the text part lacks the link https://shop.example/'],
    ],
    [
      links.replace('{{message.unsubscribe_url}}', ''),
      ['cart/help.txt:1:1 LC508 the text part lacks the link {{ message.unsubscribe_url }}'],
    ],
    [
      `a\n(https://other.example/x).\n${links}`,
      ['cart/help.txt:2:2 LC508 the HTML has no link https://other.example/x'],
    ],
    [
      `${links}\n{{ event.a | raw }}`,
      ['cart/help.txt:2:1 LC507 the filter "raw" lets data bring HTML into the message, and does not say why'],
    ],
  ])('with other links than the HTML is an error: %#', async (body, expected) => {
    const { template, shown } = await compileText(html, { text: { file: 'templates/cart/help.txt', offset: 0, body } });
    expect(shown).toEqual(expected);
    expect(template).toBeNull();
  });
});

describe('what is made of', () => {
  const tracking = readTracking({
    project: 'shop',
    channels: { email: { unsubscribe: 'https://mail.example', tracking: { utm_campaign: 'off', utm_content: 'off' } } },
  } as unknown as ConfigFile);

  test.each<[string, string, string]>([
    [
      'a link that shows its address',
      '<a href="https://x.example/a">https://x.example/a</a>',
      'https://x.example/a?utm_source=shop&utm_medium=email',
    ],
    [
      'a link that shows another address',
      '<a href="https://x.example/a">x.example</a>',
      'x.example (https://x.example/a?utm_source=shop&utm_medium=email)',
    ],
    [
      'a picture without words',
      '<a href="https://x.example/a"><img src="https://x.example/a.png" alt=""></a>',
      'https://x.example/a?utm_source=shop&utm_medium=email',
    ],
    ['numbers', '<ol><li>one</li><li>{{ event.a }}</li></ol>', '1. one\n 2. {{ event.a }}'],
    [
      'numbers that are counted later',
      '<ol>{% for i in (1..3) %}<li>{{ i }}</li>{% endfor %}</ol>',
      '{% for i in (1..3) %}- {{ i }}\n{% endfor %}',
    ],
    [
      'a table',
      '<table><tr><th>Item</th><th>Price</th></tr><tr><td>Cup</td><td>9</td></tr></table>',
      'Item | Price\nCup | 9',
    ],
    [
      'a table for the layout',
      '<table role="presentation"><tr><td>1</td><td>Grind</td></tr><tr><td>2</td><td>Brew</td></tr></table>',
      '1 Grind\n\n2 Brew',
    ],
    ['headings', '<h1>One</h1><p>two</p><h2>Three</h2>four', 'One\n\ntwo\n\nThree\n\nfour'],
  ])('%s', async (_name, inside, expected) => {
    const { template, shown } = await compileText(inColumn(`<mj-text>x ${inside}</mj-text>`), { tracking });
    expect(shown).toEqual([]);
    expect(template?.text.replace(/^x\s+/, '')).toBe(`${expected}\n`);
  });
});

const hrefs = (html: string): string[] =>
  [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map((match) =>
    match[1]!.replaceAll('&amp;', '&').replaceAll('&#38;', '&'),
  );

test('both parts of a message have the same links, whatever it is made of', async () => {
  const tracking = readTracking({
    project: 'shop',
    channels: { email: { unsubscribe: 'https://mail.example/u' } },
  } as unknown as ConfigFile);
  const href = fc.constantFrom(
    'https://x.example',
    'https://x.example/a?b=1&amp;c={{ event.a }}#d',
    'https://x.example/{{ event.a }}',
    '{{ event.url }}',
    '{{ event.a }}',
    '{{ message.unsubscribe_url }}',
    '{% if event.vip %}https://x.example/vip{% else %}{{ event.url }}{% endif %}',
    'https://x.example/?utm_content=top&amp;q={{ event.a | upcase }}',
  );
  const words = fc.constantFrom('Go', '{{ event.a }}', 'https://x.example', '<b>Buy</b> now', 'a (b) [c]', '&lt;b&gt;');
  const element = fc.oneof(
    fc.tuple(href, words).map(([to, said]) => `<mj-text>See <a href="${to}">${said}</a>, please.</mj-text>`),
    fc.tuple(href, words).map(([to, said]) => `<mj-button href="${to}">${said}</mj-button>`),
    href.map((to) => `<mj-image src="https://x.example/a.png" alt="A cup" href="${to}" />`),
    fc
      .tuple(href, words)
      .map(([to, said]) => `<mj-table><tr><td>1</td><td><a href="${to}">${said}</a></td></tr></mj-table>`),
    href.map((to) => `<mj-navbar hamburger="hamburger"><mj-navbar-link href="${to}">Go</mj-navbar-link></mj-navbar>`),
    fc
      .tuple(href, words)
      .map(
        ([to, said]) => `<mj-text>{% if event.vip %}<ul><li><a href="${to}">${said}</a></li></ul>{% endif %}</mj-text>`,
      ),
  );
  const url = fc.constantFrom(
    'https://y.example/?z=1#e',
    'https://y.example',
    'mailto:a@y.example',
    'javascript:x',
    '',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(element, { minLength: 1, maxLength: 5 }),
      fc.string(),
      url,
      fc.boolean(),
      async (all, a, to, vip) => {
        const { template, shown } = await compileText(inColumn(['<mj-text>Hello</mj-text>', ...all].join('\n')), {
          tracking,
        });
        expect(shown).toEqual([]);
        const rendered = renderEmail({
          template: template!,
          subject: null,
          context: buildContext({
            project: { name: 'shop' },
            campaign: { id: 'spring', name: 'Spring' },
            step: { id: 'first' },
            profile: { values: {}, types: {} },
            event: {
              values: { a: `.${a}`, url: `${to || 'https://y.example/1'}`, vip },
              types: { a: 'string', url: 'string', vip: 'boolean' },
            },
            message: { id: 'm', unsubscribeUrl: 'https://mail.example/u/t', viewUrl: 'https://mail.example/v/t' },
            zone: 'UTC',
          }),
        });
        if (!('ok' in rendered)) throw new Error(rendered.problem);
        const text = rendered.ok.text;
        for (const link of hrefs(rendered.ok.html)) {
          const shown = link.replace(/^mailto:/, '');
          expect(text).toContain(shown);
          if (/^https:\/\/[xy]/.test(link)) expect(new URL(link).searchParams.get('utm_campaign'), link).toBe('spring');
        }
        const there = new Set(hrefs(rendered.ok.html).map((link) => link.replace(/#.*$/, '')));
        for (const [found] of text.matchAll(/https:\/\/[xy]\.example[^\s()]*(?=\))/g))
          expect(there).toContain(found.replace(/#.*$/, ''));
      },
    ),
    { numRuns: 60 },
  );
});
