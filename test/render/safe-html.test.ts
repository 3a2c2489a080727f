import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeLiquid } from '../../src/render/liquid-engine.js';
import { htmlAsText, safeHtml } from '../../src/render/safe-html.js';

describe('HTML from data', () => {
  test.each<[string, string, string]>([
    ['plain text', 'a < b & c > d "e"', 'a &lt; b &amp; c &gt; d &#34;e&#34;'],
    ['entities', 'Tom &amp; J&eacute;r&#244;me &bogus', 'Tom &amp; J&eacute;r&#244;me &amp;bogus'],
    ['formatting', '<p>a <B>b</B> <em class="x">c</em><br/>d</p>', '<p>a <b>b</b> <em>c</em><br>d</p>'],
    ['lists', '<ul><li>a<li>b</ul><ol><li>c</li></ol>', '<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>'],
    ['a list in a list', '<ul><li>a<ul><li>b</ul><li>c</ul>', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'],
    ['what is never closed', '<b><i>a', '<b><i>a</i></b>'],
    ['what is closed in another order', '<b><i>a</b>b</i>', '<b><i>a</i></b>b'],
    ['what was never opened', '</div></td></table></body>a', 'a'],
    ['a paragraph in another', '<p>a<p>b<div>c</div>', '<p>a</p><p>b</p><p>c</p>'],
    ['a list in a paragraph', '<p>a<ul><li>b</ul>', '<p>a</p><ul><li>b</li></ul>'],
    ['a script', 'a<script>alert("<b>")</script>b', 'ab'],
    ['a script that does not end', 'a<script>alert(1)', 'a'],
    ['a style', 'a<STYLE>*{display:none}</STYLE >b', 'ab'],
    ['a comment', 'a<!-- <b> -->b<!-- c', 'ab'],
    ['a conditional comment', '<!--[if mso]><b>x<![endif]-->y', 'y'],
    ['a picture with an event', 'a<img src=x onerror=alert(1)>b', 'ab'],
    ['an event', '<b onclick="alert(1)">a</b>', '<b>a</b>'],
    [
      'a link',
      '<a href="https://x.example/?a=1&amp;b=2" style="x">a</a>',
      '<a href="https://x.example/?a=1&amp;b=2">a</a>',
    ],
    ['a link without quotes', '<a target=_blank href=https://x.example/a>a</a>', '<a href="https://x.example/a">a</a>'],
    ['a script link', '<a href="javascript:alert(1)">a</a>', 'a'],
    ['a hidden script link', '<a href="java&#x09;script:alert(1)">a</a><a href="&#106;avascript:x">b</a>', 'ab'],
    ['a link with a quote', "<a href='https://x.example/\"><b>'>a</a>", 'a'],
    [
      'a link in a link',
      '<a href="https://x.example">a<a href="https://y.example">b</a></a>',
      '<a href="https://x.example">a</a><a href="https://y.example">b</a>',
    ],
    ['half a tag', 'a <b', 'a &lt;b'],
    ['half an attribute', '<a href="https://x.example>a', '&lt;a href=&#34;https://x.example&gt;a'],
    ['a tag in a tag', '<<b>script>alert(1)<</b>/script>', '&lt;<b>script&gt;alert(1)&lt;</b>/script&gt;'],
    ['a table', '<table><tr><td>a</td><td>b</td></tr></table>', '<p> a b</p>'],
    ['nothing', '', ''],
  ])('%s', (_name, html, expected) => expect(safeHtml(html)).toBe(expected));

  test('as text has its paragraphs, lists and links', () => {
    const html =
      '<h2>Cups &amp; more</h2><p>One\n  two<br>three</p><ul><li>a</li><li><b>b</b></li></ul><a href="https://x.example/?a&amp;b">here</a><script>x</script>';
    expect(htmlAsText(html)).toBe('Cups & more\n\nOne two\nthree\n\n- a\n- b\n\nhere (https://x.example/?a&b)');
  });

  test('is held back when it is too long to look at', () => {
    expect(() => safeHtml('<'.repeat(20_001))).toThrow('HTML of more than 20000 characters');
  });

  test('is balanced, holds nothing but what is allowed, and is itself when it is made safe again', () => {
    const bits =
      '<|</|>|p|b|a|ul|li|ol|td|div|script|style|svg|!--|-->|<!--[if mso]>| href=|"|\'|=|&|&amp;|&#106;|javascript:|https://x.example|x|/| |\n|{{|%}|\u202e|\u0000'.split(
        '|',
      );
    const html = fc.oneof(
      fc.array(fc.constantFrom(...bits), { maxLength: 30 }).map((some) => some.join('')),
      fc
        .array(
          fc.constantFrom(
            '<b>',
            '</b>',
            '<p>',
            '</p>',
            '<ul>',
            '</ul>',
            '<li>',
            '</li>',
            '<a href="https://x.example">',
            '</a>',
            'x',
            '<br>',
          ),
          { maxLength: 20 },
        )
        .map((some) => some.join('')),
    );
    fc.assert(
      fc.property(html, (value) => {
        const safe = safeHtml(value);
        expect(
          safe.replace(/<\/?(?:p|b|strong|i|em|ul|ol|li|br|a href="(?:https?:|mailto:|tel:)[^"<>]*"|a)>/g, ''),
        ).not.toMatch(/[<>"']/);
        const open: string[] = [];
        for (const [, slash, name] of safe.matchAll(/<(\/?)(\w+)/g)) {
          if (slash === '/') expect(open.pop()).toBe(name);
          else if (name !== 'br') open.push(name!);
        }
        expect(open).toEqual([]);
        expect(safeHtml(safe)).toBe(safe);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is what the filter "raw" writes, whatever LiquidJS means by it', () => {
    const source = '{{ a | raw: "why" }}|{{ a }}|{{ a | append: "<i>" | raw: "why" }}';
    const a = '<b>x<script>y</script>';
    expect(makeLiquid({ lang: 'en', escape: true }).parseAndRenderSync(source, { a })).toBe(
      '<b>x</b>|&lt;b&gt;x&lt;script&gt;y&lt;/script&gt;|<b>x<i></i></b>',
    );
    expect(makeLiquid({ lang: 'en', escape: false }).parseAndRenderSync('{{ a | raw: "why" }}', { a })).toBe('x');
  });
});
