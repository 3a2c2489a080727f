import { describe, expect, test } from 'vitest';
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
{% for i in (1..2) %}
{{ i }} | 9
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
      ['cart/help.txt:2:1 LC507 the filter "raw" lets data write HTML into the message'],
    ],
  ])('with other links than the HTML is an error: %#', async (body, expected) => {
    const { template, shown } = await compileText(html, { text: { file: 'templates/cart/help.txt', offset: 0, body } });
    expect(shown).toEqual(expected);
    expect(template).toBeNull();
  });
});
