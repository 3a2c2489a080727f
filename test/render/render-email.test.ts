import { describe, expect, test } from 'vitest';
import type { CompiledTemplate } from '../../src/model/plan.js';
import { buildContext, type ContextInput } from '../../src/render/build-context.js';
import { renderEmail } from '../../src/render/render-email.js';

const base: ContextInput = {
  project: { name: 'acme-shop' },
  campaign: { id: 'cart', name: 'Cart recovery' },
  step: { id: 'help' },
  profile: {
    values: {
      first_name: 'Zoë & <b>Co</b>',
      city: null,
      blank: '  ',
      birthday: '1990-02-28',
      last_order: Date.UTC(2026, 2, 29, 1, 30),
      spend: 1234.5,
      vip: true,
    },
    types: {
      first_name: 'string',
      city: 'string',
      blank: 'string',
      birthday: 'date',
      last_order: 'time',
      spend: 'number',
      vip: 'boolean',
    },
  },
  event: { values: { sku: 'a/b c', url: 'javascript:alert(1)' }, types: { sku: 'string', url: 'string' } },
  message: { id: 'abcdefghijklmnop', unsubscribeUrl: 'https://mail.acme.example/u/1?a=1&b=2', viewUrl: null },
  zone: 'Europe/London',
};

function template(html: string, more: Partial<CompiledTemplate> = {}): CompiledTemplate {
  return { lang: 'en', subject: 'Hello', preheader: null, from: null, html, text: 'text', ...more };
}

function render(html: string, more: Partial<CompiledTemplate> = {}, input: ContextInput = base): string {
  const result = renderEmail({ template: template(html, more), subject: null, context: buildContext(input) });
  return 'ok' in result ? result.ok.html : `problem: ${result.problem}`;
}

describe('an unknown value', () => {
  test.each([
    ['{{ profile.city }}', 'problem: profile.city is unknown'],
    ['{{ profile.blank }}', 'problem: profile.blank is unknown'],
    ['{{ profile.nothing.deeper }}', 'problem: profile.nothing is unknown'],
    ['{{ profile.city | upcase | default: "x" }}', 'problem: profile.city is unknown'],
    ['{{ message.view_url }}', 'problem: message.view_url is unknown'],
    ['{% assign x = profile.city %}', 'problem: profile.city is unknown'],
    ['{% assign x = profile.city | append: "!" %}{{ x }}', 'problem: profile.city is unknown'],
    ['{% assign x = profile.city | default: "town" %}{{ x }}', 'town'],
    ['{{ profile.city | default: profile.blank }}', 'problem: profile.blank is unknown'],
    ['{% for one in profile.city %}{{ one }}{% endfor %}', 'problem: profile.city is unknown'],
    ['{{ profile.city | default: "town" }}', 'town'],
    ['{% if profile.city %}yes{% else %}no{% endif %}', 'no'],
    ['{% if profile.city == "Bonn" and profile.vip %}yes{% else %}no{% endif %}', 'no'],
    ['{% unless profile.city %}none{% endunless %}', 'none'],
    ['{{ constructor }}', 'problem: constructor is unknown'],
    ['{{ profile.constructor }}', 'problem: profile.constructor is unknown'],
    ['{{ profile.__proto__ }}', 'problem: profile.__proto__ is unknown'],
  ])('%s', (html, expected) => {
    expect(render(html)).toBe(expected);
  });
});

describe('values', () => {
  test.each([
    ['{{ profile.first_name }}', 'Zoë &amp; &lt;b&gt;Co&lt;/b&gt;'],
    ['{{ profile.birthday | date: "%-d %B" }}', '28 February'],
    ['{{ profile.birthday | date: "long" }}', 'February 28, 1990'],
    ['{{ profile.last_order | date: "%H:%M" }}', '02:30'],
    ['{{ profile.last_order }}', '2026-03-29T02:30'],
    ['{{ profile.spend | currency: "EUR" }}', '€1,234.50'],
    ['{{ event.sku | url_part }}', 'a%2Fb%20c'],
    ['{{ event.url | safe_url }}', '#'],
    ['{{ message.unsubscribe_url | safe_url }}', 'https://mail.acme.example/u/1?a=1&amp;b=2'],
    ['{{ "now" | date: "%Y" }}', 'problem: "now" is not a date'],
    ['{{ profile.first_name | date: "%Y" }}', 'problem: "Zoë & <b>Co</b>" is not a date'],
    ['{{ profile.birthday | currency: "EUR" }}', 'problem: "1990-02-28" is not an amount'],
    ['{{ profile.spend | currency: "euro" }}', 'problem: currency needs a code, as in currency: "EUR"'],
    ['{{ "March 2, 2026" | date: "%Y" }}', 'problem: "March 2, 2026" is not a date'],
    ['{% render "../../package.json" %}', /^problem: ENOENT/],
    ['{% render "package.json" %}', /^problem: ENOENT/],
    ['{% include "/etc/passwd" %}', /^problem: ENOENT/],
  ] as const)('%s', (html, expected) => {
    if (typeof expected === 'string') expect(render(html)).toBe(expected);
    else expect(render(html)).toMatch(expected);
  });

  test('months and amounts speak the language of the template', () => {
    expect(render('{{ profile.birthday | date: "%-d. %B" }}', { lang: 'de' })).toBe('28. Februar');
    expect(render('{{ profile.spend | currency: "EUR" }}', { lang: 'de' })).toBe('1.234,50\u00a0€');
  });

  test('control and direction-turning characters of data do not reach the message', () => {
    const profile = { values: { first_name: 'A\u202eB\u0000C\ud800' }, types: { first_name: 'string' as const } };
    expect(render('{{ profile.first_name }}', {}, { ...base, profile })).toBe('ABC\ufffd');
  });
});

describe('the other parts', () => {
  const context = buildContext(base);

  test('a step may bring its own subject, and the HTML knows the subject as it is', () => {
    const compiled = template('<title>{{ message.subject }}</title>', {
      text: 'Hi {{ profile.first_name }}\n\n\n\nbye  ',
    });
    const result = renderEmail({ template: compiled, subject: 'For {{ profile.first_name }}', context });
    expect(result).toEqual({
      ok: {
        subject: 'For Zoë & <b>Co</b>',
        from: null,
        html: '<title>For Zoë &amp; &lt;b&gt;Co&lt;/b&gt;</title>',
        text: 'Hi Zoë & <b>Co</b>\n\nbye\n',
      },
    });
  });

  test.each([
    [' ', 'the subject is empty'],
    ['{{ profile.city }}', 'profile.city is unknown'],
    ['{{ "a\nb" }}', 'the subject holds a line break or a control character'],
    ['x'.repeat(256), 'the subject has 256 characters, more than 255'],
  ])('a subject that cannot be: %j', (subject, problem) => {
    expect(renderEmail({ template: template('x'), subject, context })).toEqual({ problem });
  });

  test('the same input gives the same text', () => {
    const compiled = template('{{ profile.last_order | date: "long" }} {{ profile.spend | currency: "USD" }}');
    const first = renderEmail({ template: compiled, subject: null, context });
    const again = renderEmail({ template: { ...compiled }, subject: null, context: buildContext(base) });
    expect(again).toEqual(first);
  });
});
