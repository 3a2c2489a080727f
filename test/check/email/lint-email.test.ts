import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../../src/check/email/client-support.js';
import { lintEmail, lintEmails } from '../../../src/check/email/lint-email.js';
import type { EmailBytes } from '../../../src/check/email/rendered-email.js';
import { loadSchema } from '../../../src/read/schema.js';

const head = '<title>Chairs</title>';

/** What is said of a body, and of style sheets before it. */
function lint(body: string, style = '', rest: Partial<EmailBytes> = {}): string[] {
  const email: EmailBytes = {
    subject: 'Chairs',
    preheader: 'And a table',
    lang: 'en',
    html: `<!doctype html><html lang="en"><head>${head}${style}</head><body>${body}</body></html>`,
    text: '',
    source: '',
    unsubscribe: null,
    postalAddress: null,
    clients: ['gmail', 'outlook', 'apple-mail', 'yahoo'],
    emptyFor: [],
    ...rest,
  };
  return lintEmail(email).map(({ code, finding }) => `${code} ${finding.message}`);
}

describe('contrast', () => {
  it('counts what the cascade comes to: important before inline before id before class before tag, the later before the earlier', () => {
    const of = (style: string, attributes: string) => lint(`<p ${attributes}>Oak</p>`, `<style>${style}</style>`);
    expect(of('p { color: #aaa }', '')).toEqual(['LC742 #aaaaaa on #ffffff has a contrast of 2.32:1']);
    expect(of('p { color: #aaa } p { color: #333 }', '')).toEqual([]);
    expect(of('.a { color: #333 } p { color: #aaa }', 'class="a"')).toEqual([]);
    expect(of('#b { color: #333 } .a { color: #aaa }', 'class="a" id="b"')).toEqual([]);
    expect(of('#b { color: #aaa }', 'id="b" style="color: #333"')).toEqual([]);
    expect(of('p { color: #aaa !important }', 'style="color: #333"')).toHaveLength(1);
  });

  it('looks through what has no background of its own, and mixes what is half see-through', () => {
    expect(lint('<table role="presentation" bgcolor="#000000"><tr><td><span>Oak</span></td></tr></table>')).toEqual([
      'LC742 #000000 on #000000 has a contrast of 1.00:1',
    ]);
    expect(lint('<div style="background: rgba(0, 0, 0, 0.9)"><p style="color: #fff">Oak</p></div>')).toEqual([]);
    expect(lint('<div style="background: rgba(0, 0, 0, 0.6)"><p style="color: #000">Oak</p></div>')).toEqual([
      'LC742 #000000 on #666666 has a contrast of 3.65:1',
    ]);
  });

  it('says nothing of what it cannot know', () => {
    expect(lint('<div style="background: #fff url(a.png)"><p style="color: #fff">Oak</p></div>')).toEqual([]);
    expect(lint('<p style="color: var(--ink)">Oak</p>').filter((one) => one.startsWith('LC742'))).toEqual([]);
    expect(lint('<p style="color: #fff; display: none">Oak</p>')).toEqual([]);
  });

  it('is less for large text: 24 px, or 18.66 px in bold', () => {
    const of = (style: string) => lint(`<p style="color: #8a8a8a; ${style}">Oak</p>`).length;
    expect(
      ['font-size: 24px', 'font-size: 23px', 'font-size: 19px; font-weight: bold', 'font-size: 18pt'].map(of),
    ).toEqual([0, 1, 0, 0]);
  });

  it('is looked at twice where the email says how it looks on dark screens', () => {
    const dark = (rules: string) => `<style>@media (prefers-color-scheme: dark) { ${rules} }</style>`;
    const body = '<div class="page" style="background-color: #ffffff"><p style="color: #222222">Oak</p></div>';
    expect(lint(body, dark('.page { background-color: #111111 !important }'))).toEqual([
      'LC742 #222222 on #111111 has a contrast of 1.18:1 on dark screens',
    ]);
    const both = dark('.page { background-color: #111111 !important } .page p { color: #eeeeee !important }');
    expect(lint(body, both)).toEqual([]);
    expect(lint(body, '<style>@media (max-width: 480px) { p { color: #fff !important } }</style>')).toEqual([]);
  });
});

describe('an unsubscribe link that nobody sees', () => {
  const unsubscribe = 'https://mail.acme.example/u/1';
  const said = (attributes: string, around = '') =>
    lint(`<div ${around}><a href="${unsubscribe}" ${attributes}>Unsubscribe</a></div>`, '', {
      unsubscribe,
      text: unsubscribe,
    });

  it.each([
    ['display: none', ''],
    ['font-size: 1px', ''],
    ['color: #ffffff', ''],
    ['color: #fefefe', ''],
    ['visibility: hidden', ''],
    ['', 'style="max-height: 0; overflow: hidden"'],
    ['', 'style="opacity: 0"'],
    ['', 'hidden'],
  ])('%s %s', (style, around) => {
    expect(said(`style="${style}"`, around)).toContain('LC753 the link to unsubscribe cannot be seen');
  });

  it('is none when it can be read', () => {
    expect(said('style="color: #666666"')).toEqual([]);
  });
});

describe('what MJML writes by itself', () => {
  it('is no decision about an image', () => {
    const image = '<img width="9" height="9" alt="" src="https://acme.example/chairs/oak.png">';
    const said = (source: string) => lint(image, '', { source });
    expect(said('<mj-image src="https://acme.example/chairs/oak.png" />')).toEqual([
      'LC730 the image oak.png has no "alt"',
    ]);
    expect(said('<mj-image src="https://acme.example/{{ event.kind }}/oak.png" />')).toHaveLength(1);
    expect(said('<mj-image alt="" src="https://acme.example/chairs/oak.png" />')).toEqual([]);
    expect(
      said('<mj-attributes><mj-image alt="" /></mj-attributes><mj-image src="https://acme.example/chairs/oak.png" />'),
    ).toEqual([]);
  });
});

it('the same bytes give the same findings, and no bytes break it', () => {
  const pieces = fc.constantFrom(
    '<table>',
    '<tr>',
    '<td',
    '>',
    '"',
    "'",
    '<a href=',
    '#x',
    ' style="color:',
    'red',
    '<style>',
    '</style>',
    '@media {',
    '}',
    '&amp',
    '<img',
    ' alt',
    'Oak',
    '<!--',
    '-->',
    '{',
    ';',
    '\u0000',
    '🪑',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const html = parts.join('');
      expect(lint(html)).toEqual(lint(html));
    }),
    { numRuns: 150 },
  );
});

it('the clients of the configuration are those that the data knows', () => {
  const { schema } = loadSchema('config.schema.json');
  const clients = schema.properties?.channels?.properties?.email?.properties?.clients?.items?.enum;
  expect(clients).toEqual(Object.keys(CLIENTS));
});

describe('emails that differ in nothing but their subject', () => {
  const WORDS = [
    '',
    ' ',
    'Chairs',
    'And a table',
    'Chairs &amp; tables',
    '&nbsp;',
    '&#x26;lt;',
    '"Oak"',
    'x'.repeat(80),
    '</style>',
    '<b>',
    '--&gt;',
  ];
  const HEADS = [
    (title: string) => `<!doctype html>\n<html lang="en" dir="auto">\n  <head>\n    <title>${title}</title>`,
    (title: string) => `<!doctype html><html><head><title>${title}</title>`,
    (title: string) => `<!doctype html><html lang="en><head><title>${title}</title>`,
    (title: string) =>
      `<!doctype html><html lang="en"><head><!-- <title>${title}</title> --><style>p { color: #aaa }</style>`,
    (title: string) => `<!doctype html><html lang="en"><head><style></style><title>${title}</title>`,
  ];
  const BODIES = [
    '<p>Oak</p>',
    '<p style="color: #aaa">Oak</p>',
    '<a href="http://shop.example">here</a><svg><title>Oak</title></svg>',
    `<p>${'Oak '.repeat(20_480)}</p>`,
  ];
  const some = fc.record({
    subject: fc.constantFrom(...WORDS),
    head: fc.constantFrom(...HEADS),
    title: fc.constantFrom(...WORDS),
    body: fc.constantFrom(...BODIES),
    preheader: fc.constantFrom(null, 'And a table'),
    text: fc.constantFrom('', 'Oak'),
    emptyFor: fc.constantFrom([], [{ name: 'Ann', isWritten: true }]),
    clients: fc.constantFrom(['gmail'], ['gmail', 'outlook']),
  });

  it('say together what each of them says alone, whatever stands in their titles', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(fc.array(some, { minLength: 2, maxLength: 6 }), fc.boolean(), (drawn, isAlike) => {
        const [first] = drawn;
        const emails = drawn.map(({ subject, head, title, body, ...rest }): EmailBytes => {
          const alike = isAlike ? first! : { head, body, ...rest };
          const html = `${alike.head(title)}</head><body>${alike.body}</body></html>`;
          const { preheader, text, clients } = alike;
          const own = { lang: 'en', source: '', unsubscribe: null, postalAddress: null, emptyFor: rest.emptyFor };
          return { subject, preheader, html, text, clients, ...own };
        });
        const together = lintEmails(emails);
        expect(together).toEqual(emails.map(lintEmail));
        for (const { code } of together.flat()) codes.add(code);
      }),
      { numRuns: 300 },
    );
    for (const code of ['LC702', 'LC735', 'LC738', 'LC742', 'LC751', 'LC752']) expect([...codes]).toContain(code);
  });
});
