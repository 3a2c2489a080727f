import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildContext } from '../../../src/render/build-context.js';
import { encodeEmail, renderEmail } from '../../../src/render/render-email.js';
import { compileText, inColumn } from './compile-text.js';

const file = 'cart/help.mjml';
const noReason = 'the filter "raw" lets data bring HTML into the message, and does not say why';
const text = (inside: string) => inColumn(`<mj-text>${inside}</mj-text>`);
const body = (inside: string) => `<mjml><mj-body>\n${inside}\n</mj-body></mjml>`;
const section = '<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>';

describe('Liquid reaches the message right', () => {
  test.each<[string, string, string[]]>([
    [
      'double quotes in an attribute',
      text('<a href="{{ event.url | default: "https://x.example" }}">a</a>'),
      ['href="{{ event.url | default: "https://x.example" | safe_url }}"'],
    ],
    [
      'an ampersand in a link',
      text('<a href="https://x.example/?a=1&amp;b={{ event.sku }}">a</a>'),
      ['href="https://x.example/?a=1&amp;b={{ event.sku | url_part }}"'],
    ],
    [
      'less than and greater than',
      text('{% if event.value > 5 and event.value < 9 %}yes{% endif %}'),
      ['{% if event.value > 5 and event.value < 9 %}yes{% endif %}'],
    ],
    [
      'whitespace control',
      text('a {{- event.sku -}} b <a href="{{- event.url -}}">c</a>'),
      ['{{- event.sku -}}', 'href="{{- event.url | safe_url -}}"'],
    ],
    [
      'flow between sections in mj-raw',
      body(
        `<mj-raw>{% if profile.vip %}</mj-raw>${section}<mj-raw>{% else %}</mj-raw>${section}<mj-raw>{% endif %}</mj-raw>`,
      ),
      ['{% if profile.vip %}', '{% else %}', '{% endif %}'],
    ],
    [
      'flow between columns in mj-raw',
      body(
        '<mj-section><mj-raw>{% if profile.vip %}</mj-raw><mj-column><mj-text>x</mj-text></mj-column><mj-raw>{% endif %}</mj-raw></mj-section>',
      ),
      ['{% if profile.vip %}', '{% endif %}'],
    ],
    [
      'flow between components in mj-raw',
      inColumn('<mj-raw>{% if event.a %}</mj-raw><mj-text>y</mj-text><mj-raw>{% endif %}</mj-raw>'),
      ['{% if event.a %}', '{% endif %}'],
    ],
    [
      'a value in the head in mj-raw',
      `<mjml><mj-head><mj-raw>{% if event.a %}<meta name="{{ event.a }}">{% endif %}</mj-raw></mj-head><mj-body>${section}</mj-body></mjml>`,
      ['{% if event.a %}<meta name="{{ event.a }}">{% endif %}'],
    ],
    [
      'Liquid before everything in mj-raw',
      `<mjml><mj-raw position="file-start">{% assign a = event.a %}</mj-raw><mj-body>${section}</mj-body></mjml>`,
      ['{% assign a = event.a %}'],
    ],
    [
      'chosen style on an element that gets inlined CSS',
      `<mjml><mj-head><mj-style inline="inline">b { font-weight: 400 }</mj-style></mj-head><mj-body><mj-section><mj-column><mj-text><b style="{% if event.a %}color:red{% endif %}">x</b></mj-text></mj-column></mj-section></mj-body></mjml>`,
      ['font-weight: 400; {% if event.a %}color: red{% endif %}'],
    ],
    [
      'table rows in a loop',
      inColumn('<mj-table>{% for i in (1..3) %}<tr><td>{{ i }}</td></tr>{% endfor %}</mj-table>'),
      ['{% for i in (1..3) %}<tr><td>{{ i }}</td></tr>{% endfor %}'],
    ],
    [
      'a value in a title, twice',
      `<mjml><mj-head><mj-title>For {{ profile.first_name }}</mj-title></mj-head><mj-body>${section}</mj-body></mjml>`,
      ['<title>For {{ profile.first_name }}</title>', 'aria-label="For {{ profile.first_name }}"'],
    ],
    [
      'whole links in branches',
      text('<a href="{% if profile.vip %}https://vip.example{% else %}{{ event.url }}{% endif %}">a</a>'),
      ['href="{% if profile.vip %}https://vip.example{% else %}{{ event.url | safe_url }}{% endif %}"'],
    ],
    [
      'chosen style',
      text('<b style="{% if profile.vip %}color:red{% else %}color:blue{% endif %}">a</b>'),
      ['style="{% if profile.vip %}color:red{% else %}color:blue{% endif %}"'],
    ],
    [
      'written styles chosen in mj-style',
      `<mjml><mj-head><mj-style>{% if profile.vip %}.a { color: red }{% endif %}</mj-style></mj-head><mj-body>${section}</mj-body></mjml>`,
      ['{% if profile.vip %}.a { color: red }{% endif %}'],
    ],
    [
      'an alternative text',
      inColumn('<mj-image src="https://x.example/{{ event.sku }}.png" alt="{{ event.product }}" />'),
      ['src="https://x.example/{{ event.sku | url_part }}.png"', 'alt="{{ event.product }}"'],
    ],
    [
      'every form of a value',
      text('{{ event["a b"] | default: "x", allow_false: true | append: profile.b[0].c | plus: -1.5 }}'),
      ['{{ event["a b"] | default: "x", allow_false: true | append: profile.b[0].c | plus: -1.5 }}'],
    ],
    [
      'letters beside a value',
      text('{{ event.a }}quick{{ event.b }}q zq000qqqqqq'),
      ['{{ event.a }}quick{{ event.b }}q zq000qqqqqq'],
    ],
    ['braces of no Liquid', text('&#123;&#123; x }} {a} {'), ['&#123;&#123; x }} {a} {']],
  ])('%s', async (_name, source, expected) => {
    const { template, shown } = await compileText(source);
    expect(shown).toEqual([]);
    for (const part of expected) expect(template?.html).toContain(part);
  });

  test('a comment is never sent', async () => {
    const { template } = await compileText(text('a{% comment %} secret {{ x }} <b> {% endcomment %}b{% # secret %}'));
    expect(template?.html).not.toContain('secret');
    expect(template?.text).not.toContain('secret');
  });
});

describe('Liquid that cannot be right is an error at its place', () => {
  test.each<[string, string, string[]]>([
    [
      'flow between sections',
      body(`{% if profile.vip %}${section}{% endif %}`),
      [
        ':2:1 LC505 MJML drops Liquid that stands directly inside <mj-body>',
        ':2:89 LC505 MJML drops Liquid that stands directly inside <mj-body>',
      ],
    ],
    [
      'a value between columns',
      body('<mj-section>{{ event.a }}<mj-column></mj-column></mj-section>'),
      [':2:13 LC505 MJML drops Liquid that stands directly inside <mj-section>'],
    ],
    [
      'before the body',
      `{% assign a = 1 %}<mjml><mj-body>${section}</mj-body></mjml>`,
      [':1:1 LC505 MJML drops Liquid that stands outside <mjml>'],
    ],
    [
      'a column width',
      body('<mj-section><mj-column width="{{ event.w }}%"><mj-text>x</mj-text></mj-column></mj-section>'),
      [':2:31 LC505 MJML drops this Liquid: it would not reach the message'],
    ],
    [
      'an image width',
      inColumn('<mj-image src="https://x.example/a.png" alt="" width="{{ event.w }}px" />'),
      [':2:55 LC505 MJML drops this Liquid: it would not reach the message'],
    ],
    [
      'attributes of an MJML tag',
      inColumn('<mj-text {% if profile.vip %}color="red"{% endif %}>x</mj-text>'),
      [':2:10 LC701 <mj-text> has no attribute "{% if profile.vip %}color", "{% endif %}"'],
    ],
    [
      'attributes of an HTML tag',
      text('<a {% if event.url %}href="https://x.example"{% endif %}>x</a>'),
      [
        ':2:13 LC506 Liquid cannot be made safe as a tag or attribute name',
        ':2:55 LC506 Liquid cannot be made safe as a tag or attribute name',
      ],
    ],
    [
      'a tag name',
      text('<h{{ event.n }}>x</h{{ event.n }}>'),
      [
        ':2:12 LC506 Liquid cannot be made safe as the name of a tag',
        ':2:30 LC506 Liquid cannot be made safe as the name of a tag',
      ],
    ],
    [
      'an unquoted attribute',
      text('<a title={{ event.a }} href="https://x.example">x</a>'),
      [':2:19 LC506 a value cannot be made safe in title= without quotes'],
    ],
    [
      'inline style',
      text('<b style="color:{{ event.c }}">x</b>'),
      [':2:26 LC506 a value cannot be made safe in style='],
    ],
    [
      'a colour of MJML',
      inColumn('<mj-text color="{{ event.c }}">x</mj-text>'),
      [':2:17 LC506 a value cannot be made safe in style='],
    ],
    [
      'a style sheet',
      `<mjml><mj-head><mj-style>.a { color: {{ event.c }} }</mj-style></mj-head><mj-body>${section}</mj-body></mjml>`,
      [':1:38 LC506 a value cannot be made safe in <style>'],
    ],
    [
      'a script',
      text('<script>var a = "{{ event.a }}"</script>'),
      [':2:27 LC506 a value cannot be made safe in <script>'],
    ],
    [
      'an event handler',
      text('<b onclick="f(\'{{ event.a }}\')">x</b>'),
      [':2:25 LC506 a value cannot be made safe in onclick='],
    ],
    [
      'a page to go on to',
      `<mjml><mj-head><mj-raw><meta http-equiv="refresh" content="0;url={{ event.a }}"></mj-raw></mj-head><mj-body>${section}</mj-body></mjml>`,
      [':1:66 LC506 a value cannot be made safe in content='],
    ],
    [
      'where links begin',
      `<mjml><mj-head><mj-raw><base href="{{ event.a }}"></mj-raw></mj-head><mj-body>${section}</mj-body></mjml>`,
      [':1:36 LC506 a value cannot be made safe in href='],
    ],
    [
      'flow between components',
      inColumn('{% if event.a %}<mj-text>x</mj-text>{% endif %}'),
      [
        ':2:1 LC505 MJML drops Liquid that stands directly inside <mj-column>',
        ':2:37 LC505 MJML drops Liquid that stands directly inside <mj-column>',
      ],
    ],
    [
      'flow around the body',
      `<mjml>{% if event.a %}<mj-body>${section}</mj-body>{% endif %}</mjml>`,
      [
        ':1:7 LC505 MJML drops Liquid that stands directly inside <mjml>',
        ':1:110 LC505 MJML drops Liquid that stands directly inside <mjml>',
      ],
    ],
    [
      'a value in inlined CSS',
      `<mjml><mj-head><mj-style inline="inline">.a{color:{{ event.c }}}</mj-style></mj-head><mj-body><mj-section><mj-column><mj-text><b class="a">x</b></mj-text></mj-column></mj-section></mj-body></mjml>`,
      [':1:51 LC506 a value cannot be made safe in style='],
    ],
    [
      'flow in inlined CSS',
      `<mjml><mj-head><mj-style inline="inline">{% if event.a %}b{color:red}{% endif %}</mj-style></mj-head><mj-body>${section}</mj-body></mjml>`,
      [
        ':1:42 LC505 MJML drops this Liquid: it would not reach the message',
        ':1:70 LC505 MJML drops this Liquid: it would not reach the message',
      ],
    ],
    [
      'a value in the address of a font',
      `<mjml><mj-head><mj-font name="A" href="https://x.example/{{ event.a }}" /></mj-head><mj-body><mj-section><mj-column><mj-text font-family="A">x</mj-text></mj-column></mj-section></mj-body></mjml>`,
      [':1:58 LC506 a value cannot be made safe in <style>'],
    ],
    [
      'an HTML comment',
      text('<!-- {{ profile.first_name }} -->'),
      [':2:15 LC506 a value cannot be made safe in an HTML comment'],
    ],
    [
      'a link begun in one branch',
      text('<a href="{% if event.a %}https://x.example/{% endif %}{{ event.b }}">x</a>'),
      [':2:64 LC506 a value cannot be made safe here: whether it begins the link depends on the branch'],
    ],
    ['raw', text('{{ event.a | raw }}'), [`:2:10 LC507 ${noReason}`]],
    ['raw for no reason', text('{{ event.a | raw: "" }}'), [`:2:10 LC507 ${noReason}`]],
    ['raw for a reason that is data', text('{{ event.a | raw: event.b }}'), [`:2:10 LC507 ${noReason}`]],
    ['raw before another filter', text('{{ event.a | raw: "why not" | upcase }}'), [`:2:10 LC507 ${noReason}`]],
    ['raw twice', text('{{ event.a | raw | raw: "why not" }}'), [`:2:10 LC507 ${noReason}`]],
    [
      'raw in a paragraph',
      text('<p>{{ event.a | raw: "why not" }}</p>'),
      [':2:13 LC525 HTML from data cannot stand in <p>'],
    ],
    [
      'raw in a link',
      text('<a href="https://x.example"><div>{{ event.a | raw: "why not" }}</div></a>'),
      [':2:43 LC525 HTML from data cannot stand in <div>'],
    ],
    [
      'raw in a button',
      inColumn('<mj-button href="https://x.example">{{ event.a | raw: "why not" }}</mj-button>'),
      [':2:37 LC525 HTML from data cannot stand in <a>'],
    ],
    [
      'raw in an attribute',
      text('<b title="{{ event.a | raw: \'why not\' }}">x</b>'),
      [':2:20 LC525 HTML from data cannot stand in title='],
    ],
    [
      'raw as a link',
      text('<a href="{{ event.a | raw: \'why not\' }}">x</a>'),
      [':2:19 LC525 HTML from data cannot stand in href='],
    ],
    [
      'raw in a title',
      `<mjml><mj-head><mj-title>{{ event.a | raw: "why not" }}</mj-title></mj-head><mj-body>${section}</mj-body></mjml>`,
      [':1:26 LC525 HTML from data cannot stand in <title>'],
    ],
    [
      'escape',
      text('{{ event.a | escape }}'),
      [':2:10 LC510 the filter "escape" would be escaped a second time and show as code'],
    ],
    ['capture', text('{% capture a %}x{% endcapture %}'), [':2:10 LC509 not supported in a template: {% capture %}']],
    ['render', text('{% render "partials/a" %}'), [':2:10 LC509 not supported in a template: {% render %}']],
    [
      'an open block',
      text('{% if event.a %}'),
      [':2:10 LC502 Liquid cannot read this: tag {% if event.a %} not closed'],
    ],
    [
      'two values',
      text('{{ event.a b }}'),
      [':2:10 LC502 Liquid cannot read this: {{ event.a b }} is not one value with filters'],
    ],
    [
      'half a filter',
      text('{{ event.a | }}'),
      [':2:10 LC502 Liquid cannot read this: {{ event.a | }} is not one value with filters'],
    ],
    [
      'an end within quotes',
      text('{{ "}}" | append: event.a }}'),
      [':2:10 LC502 a quoted text holds }}: write the braces outside of {{ … }}'],
    ],
    ['an unknown filter', text('{{ event.a | shout }}'), [':2:23 LC503 there is no filter "shout"']],
  ])('%s', async (_name, source, expected) => {
    const { template, shown } = await compileText(source);
    expect(shown).toEqual(expected.map((line) => file + line));
    expect(template).toBeNull();
  });
});

describe('MJML that would be spoilt is an error at its place', () => {
  test.each<[string, string, string[]]>([
    ['an open tag', text('<b>x'), [':2:10 LC704 <b> is not closed before </mj-text>']],
    [
      'an open MJML tag',
      '<mjml><mj-body>',
      [':1:7 LC704 <mj-body> is never closed', ':1:1 LC704 <mjml> is never closed'],
    ],
    ['a stray closing tag', text('x</i>'), [':2:11 LC704 </i> closes nothing']],
    [
      'branches that close differently',
      text('{% if event.a %}<b>{% endif %}x</b>'),
      [':2:29 LC704 the branches before {% endif %} leave different tags open'],
    ],
    [
      'branches that open different tags',
      text('{% if event.a %}<b>{% else %}<i>{% endif %}x</b>'),
      [':2:42 LC704 the branches before {% endif %} leave different tags open'],
    ],
    ['stray text', body(`Hello ${section}`), [':2:1 LC705 text directly inside <mj-body> would be lost']],
    ['an unknown tag', body('<mj-secton></mj-secton>'), [':2:1 LC701 <mj-secton> is not an MJML tag']],
    [
      'an unknown attribute',
      inColumn('<mj-text\n  colour="red">x</mj-text>'),
      [':3:3 LC701 <mj-text> has no attribute "colour"'],
    ],
    [
      'a bad value',
      inColumn('<mj-text align="middle">x</mj-text>'),
      [':2:10 LC701 align="middle" is not a value that <mj-text> understands'],
    ],
    [
      'the second of two',
      inColumn('<mj-text>x</mj-text>\n<mj-text colour="red">x</mj-text>'),
      [':3:10 LC701 <mj-text> has no attribute "colour"'],
    ],
    [
      'wrong nesting',
      body('<mj-section>\n<mj-text>x</mj-text></mj-section>'),
      [':3:1 LC701 <mj-text> cannot stand directly inside <mj-section>'],
    ],
    [
      'a carousel with the arrows of strangers',
      inColumn('<mj-carousel><mj-carousel-image src="https://x.example/a.png" /></mj-carousel><mj-text>x</mj-text>'),
      [':2:1 LC763 the pictures of this <mj-carousel> would be fetched from i.imgur.com'],
    ],
    [
      'a social button with the picture of strangers',
      inColumn(
        '<mj-social><mj-social-element name="x" href="https://x.example">us</mj-social-element></mj-social><mj-text>x</mj-text>',
      ),
      [':2:12 LC763 the pictures of this <mj-social-element> would be fetched from www.mailjet.com'],
    ],
    [
      'a base-url before a whole link',
      inColumn(
        '<mj-navbar base-url="https://x.example"><mj-navbar-link href="https://y.example/">x</mj-navbar-link></mj-navbar>',
      ),
      [':1:1 LC512 "https://x.examplehttps://y.example/" is not a link that a message may carry'],
    ],
    [
      'a host that data chooses',
      text('<a href="https://{{ event.host }}/a">x</a>'),
      [':2:19 LC512 "https://{{ event.host }}/a" is not a link that a message may carry'],
    ],
    [
      'a host that data goes on with',
      text('<a href="https://x.example{{ event.path }}">x</a>'),
      [':2:19 LC512 "https://x.example{{ event.path }}" is not a link that a message may carry'],
    ],
    [
      'text in a carousel',
      inColumn('<mj-carousel>x</mj-carousel>'),
      [':2:14 LC705 text directly inside <mj-carousel> would be lost'],
    ],
    [
      'a preview',
      `<mjml><mj-head><mj-preview>a</mj-preview></mj-head><mj-body>${section}</mj-body></mjml>`,
      [':1:16 LC703 the preheader belongs in the front matter'],
    ],
    [
      'a script link',
      text('<a href="javascript:alert(1)">x</a>'),
      [':2:19 LC512 "javascript:alert(1)" is not a link that a message may carry'],
    ],
    [
      'a script link in a branch',
      text('<a href="{% if event.a %}javascript:alert(1){% endif %}">x</a>'),
      [':2:19 LC512 "{% if event.a %}javascript:alert(1){% endif %}" is not a link that a message may carry'],
    ],
    [
      'a relative link',
      text('<a href="/basket/{{ event.id }}">x</a>'),
      [':2:19 LC512 "/basket/{{ event.id }}" is not a link that a message may carry'],
    ],
    ['too deep', text('<b>'.repeat(3000) + '</b>'.repeat(3000)), [':2:292 LC701 tags are nested more than 100 deep']],
    ['no text', body(''), [':1:1 LC707 the message has no text at all']],
    ['no MJML at all', 'Hello', [':1:1 LC705 text outside <mjml> would be lost']],
    ['nothing', '', [':1:1 LC701 MJML cannot compile this: Parsing failed. Check your mjml.']],
  ])('%s', async (_name, source, expected) => {
    const { template, shown } = await compileText(source);
    expect(shown).toEqual(expected.map((line) => file + line));
    expect(template).toBeNull();
  });
});

test('a document has its language, title, colour schemes, and a preheader once', async () => {
  const options = { lang: 'de', preheader: 'Für {{ profile.first_name | default: "dich" }} & <alle>' };
  const html = (await compileText(text('x'), options)).template!.html;
  expect(html).toContain('<html lang="de"');
  expect(html).not.toContain('"und"');
  expect(html).toContain('<title>{{ message.subject }}</title>');
  expect(html.match(/name="(supported-)?color-schemes?" content="light dark"/g)).toHaveLength(2);
  expect(html.split('Für {{ profile.first_name | default: "dich" }} &amp; &lt;alle&gt;')).toHaveLength(2);
  expect(html).toMatch(/<body[^>]*>\s*<div style="display:none/);
  expect(html).not.toMatch(/fonts\.googleapis/);
});

test('columns of which each person sees one are told of, unless each has a width', async () => {
  const columns = (attributes: string) =>
    body(
      `<mj-section><mj-raw>{% if event.a %}</mj-raw><mj-column${attributes}><mj-text>a</mj-text></mj-column><mj-raw>{% else %}</mj-raw><mj-column${attributes}><mj-text>b</mj-text></mj-column><mj-raw>{% endif %}</mj-raw></mj-section>`,
    );
  expect((await compileText(columns(''))).shown).toEqual([
    'cart/help.mjml:2:21 LC765 each of these 2 columns gets its share of the width, whether the others are shown or not',
  ]);
  expect((await compileText(columns(' width="100%"'))).shown).toEqual([]);
});

test('only fonts that are written are fetched', async () => {
  const font = '<mj-font name="Own" href="https://x.example/own.css" />';
  const mjml = (inside: string) =>
    `<mjml><mj-head>${inside}</mj-head><mj-body><mj-section><mj-column><mj-text font-family="Own, Roboto, Open Sans">x</mj-text></mj-column></mj-section></mj-body></mjml>`;
  expect((await compileText(mjml(''))).template!.html).not.toMatch(/<link|@import|https?:\/\/(?!www\.w3\.org)/);
  expect((await compileText(mjml(font))).template!.html).toContain('href="https://x.example/own.css"');
});

test('HTML from data for a reason is made harmless in one part, and text in the other', async () => {
  const source = text('{{ event.a | default: "none" | raw: "our editors write it" }}');
  const { template, shown } = await compileText(source);
  expect(shown).toEqual([]);
  const a =
    '<p>Cups <b>&amp; more</p><script>alert(1)</script><img src=x onerror=y><a href="javascript:z">x</a></div></td>';
  const input = {
    template: template!,
    subject: null,
    context: buildContext({
      project: { name: 'p' },
      campaign: { id: 'c', name: 'C' },
      step: { id: 's' },
      profile: { values: {}, types: {} },
      event: { values: { a }, types: { a: 'string' } },
      message: { id: 'm', unsubscribeUrl: null, viewUrl: null },
      zone: 'UTC',
    }),
  };
  const rendered = renderEmail(input);
  expect(rendered).toMatchObject({
    ok: { html: expect.stringContaining('><p>Cups <b>&amp; more</b></p>x</div>'), text: 'Cups & more\n\nx\n' },
  });
  const encoded = encodeEmail(input);
  const leaves =
    'ok' in encoded ? Buffer.from(encoded.ok.bodies.html).toString().replace(/=\r\n/g, '') : encoded.problem;
  expect(leaves).toContain('><p>Cups <b>&amp; more</b></p>x</div>');
});

describe('what MJML names at random', () => {
  const image = (name: string) =>
    `<mj-carousel-image src="https://x.example/${name}.png" alt="${name}" thumbnails-src="https://x.example/s.png" />`;
  const carousel = `<mj-carousel left-icon="https://x.example/l.png" right-icon="https://x.example/r.png">${image('a')}${image('b')}</mj-carousel>`;
  const menu =
    '<mj-navbar hamburger="hamburger" base-url="https://x.example"><mj-navbar-link href="/a">News</mj-navbar-link></mj-navbar>';
  const source = inColumn(`${carousel}${menu}${carousel}${menu}<mj-text>x 0123456789abcdef</mj-text>`);

  test('gets the same names in every build, and every label its own button', async () => {
    const { template, shown } = await compileText(source);
    expect(shown).toEqual([]);
    const html = template!.html;
    expect((await compileText(source)).template).toEqual(template);
    const ids = [...html.matchAll(/<input [^>]*id="([^"]*)"/g)].map((match) => match[1]!);
    expect(ids).toEqual([
      'mj-carousel-1-radio-1',
      'mj-carousel-1-radio-2',
      'mj-menu-3',
      'mj-carousel-2-radio-1',
      'mj-carousel-2-radio-2',
      'mj-menu-4',
    ]);
    const labels = new Set([...html.matchAll(/<label\s[^>]*for="([^"]*)"/g)].map((match) => match[1]!));
    expect([...labels].sort()).toEqual([...ids].sort());
    expect(html).toContain('.mj-carousel-2-radio-2:checked');
    expect(html.match(/[0-9a-f]{16}/g)).toEqual(['0123456789abcdef']);
  });

  test('says nothing of its buttons in the text part', async () => {
    expect((await compileText(source)).template!.text).toBe(
      'a\nb\n\nNews (https://x.example/a)\n\na\nb\n\nNews (https://x.example/a)\n\nx 0123456789abcdef\n',
    );
  });
});

test('compiling again gives the same bytes', async () => {
  const source = text('{{ profile.first_name | default: "there" }} <a href="{{ event.url }}">a</a>');
  const hash = async () =>
    createHash('sha256')
      .update(JSON.stringify((await compileText(source, { preheader: 'x' })).template))
      .digest('hex');
  const first = await hash();
  for (let n = 0; n < 5; n++) expect(await hash()).toBe(first);
});
