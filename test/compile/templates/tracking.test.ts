import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigFile } from '../../../src/model/config-file.js';
import { readTracking } from '../../../src/model/tracking.js';
import { buildContext } from '../../../src/render/build-context.js';
import { withQuery } from '../../../src/render/link-filters.js';
import { renderEmail } from '../../../src/render/render-email.js';
import { compileText, inColumn } from './compile-text.js';

type Setting = NonNullable<NonNullable<NonNullable<ConfigFile['channels']>['email']>['tracking']>;
const config = (tracking?: Setting) =>
  ({
    project: 'my-shop',
    channels: { email: { unsubscribe: 'https://mail.example/u', ...(tracking === undefined ? {} : { tracking }) } },
  }) as unknown as ConfigFile;
const usual = readTracking(config());
const own = 'utm_campaign={{ campaign.id | url_part }}&amp;utm_content={{ step.id | url_part }}';
const all = `utm_source=my-shop&amp;utm_medium=email&amp;${own}`;
const filter =
  'with_query: "utm_source=my-shop&utm_medium=email&utm_campaign=", campaign.id, "&utm_content=", step.id, ""';

async function links(href: string, tracking = usual) {
  const { template, shown } = await compileText(inColumn(`<mj-text><a href="${href}">a</a></mj-text>`), { tracking });
  const html = /<a href="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"/.exec(template?.html ?? '')?.[1] ?? '';
  const text = /a \((.*)\)\n$/.exec(template?.text ?? '')?.[1] ?? '';
  return { html, text, shown };
}

describe('a link says which message it was in', () => {
  test.each<[string, string, string]>([
    ['with a path', 'https://x.example/a', `https://x.example/a?${all}`],
    ['without one', 'https://x.example', `https://x.example/?${all}`],
    ['with a query', 'https://x.example/a?b=1&amp;c=2', `https://x.example/a?b=1&amp;c=2&amp;${all}`],
    ['with an empty query', 'https://x.example/a?', `https://x.example/a?${all}`],
    ['with a fragment', 'https://x.example/a#b?c', `https://x.example/a?${all}#b?c`],
    ['with both', 'https://x.example/?a=1#b', `https://x.example/?a=1&amp;${all}#b`],
    ['with an entity that holds a mark', 'https://x.example/a&#x2F;b', `https://x.example/a&#x2F;b?${all}`],
    ['with a value', 'https://x.example/{{ event.a }}', `https://x.example/{{ event.a | url_part }}?${all}`],
    [
      'with a value last',
      'https://x.example/?a={{ event.a }}',
      `https://x.example/?a={{ event.a | url_part }}&amp;${all}`,
    ],
    ['that is a value', '{{ event.url }}', `{{ event.url | safe_url | ${filter} }}`],
    ['that a value begins', '{{ event.url }}/a?b', `{{ event.url | safe_url }}/a?b&amp;${all}`],
    [
      'with a source of its own',
      'https://x.example/?utm_content=top',
      `https://x.example/?utm_content=top&amp;utm_source=my-shop&amp;utm_medium=email&amp;utm_campaign={{ campaign.id | url_part }}`,
    ],
    [
      'in branches',
      '{% if event.a %}https://x.example/a?b{% else %}{{ event.url }}{% endif %}',
      `{% if event.a %}https://x.example/a?b&amp;${all}{% else %}{{ event.url | safe_url | ${filter} }}{% endif %}`,
    ],
    [
      'that ends in branches',
      'https://x.example/{% case event.a %}{% when 1 %}a{% when 2 %}b?c=1#d{% else %}{% endcase %}',
      `https://x.example/{% case event.a %}{% when 1 %}a?${all}{% when 2 %}b?c=1&amp;${all}#d{% else %}?${all}{% endcase %}`,
    ],
    [
      'with a branch in its path',
      'https://x.example/{% if event.a %}a{% endif %}/b',
      `https://x.example/{% if event.a %}a{% endif %}/b?${all}`,
    ],
    ['to unsubscribe', '{{ message.unsubscribe_url }}', '{{ message.unsubscribe_url | safe_url }}'],
    ['to view it', '{{ message.view_url }}', '{{ message.view_url | safe_url }}'],
    ['to our own server', 'https://mail.example/u/preferences', 'https://mail.example/u/preferences'],
    [
      'to share another',
      'https://twitter.com/intent/tweet?url=https://x.example/',
      'https://twitter.com/intent/tweet?url=https://x.example/',
    ],
    ['to write', 'mailto:a@x.example?subject=b', 'mailto:a@x.example?subject=b'],
    ['to call', 'tel:+4930', 'tel:+4930'],
    ['into the message', '#end', '#end'],
  ])('%s', async (_name, href, expected) => {
    const { html, text, shown } = await links(href);
    expect(shown).toEqual([]);
    expect(html).toBe(expected);
    const inText = expected
      .replaceAll('&amp;', '&')
      .replaceAll('&#x2F;', '/')
      .replace(/^#end$|^mailto:/, '');
    expect(text).toBe(inText);
  });

  test.each<[string, string]>([
    [
      'https://x.example/a{% if event.a %}?b=1{% endif %}',
      'whether it has a "?", and what behind it, depends on the branch',
    ],
    [
      'https://x.example/{% if event.a %}?b=1{% else %}c{% endif %}/d',
      'whether it has a "?", and what behind it, depends on the branch',
    ],
    ['https://x.example/{% for i in (1..2) %}?a{% endfor %}', 'a loop writes a part of it'],
  ])('%s is left as it is, and that is told', async (href, why) => {
    const { html, shown } = await links(href);
    expect(shown).toEqual([`cart/help.mjml:2:19 LC762 "${href}" cannot be tracked: ${why}`]);
    expect(html.replaceAll(' | url_part', '')).toBe(href);
  });

  test('a shop whose own host answers for unsubscribing has its links tracked', async () => {
    const tracking = usual && { ...usual, unsubscribe: 'https://x.example' };
    expect((await links('https://x.example/a', tracking)).html).toBe(`https://x.example/a?${all}`);
    expect((await links('{{ message.unsubscribe_url }}', tracking)).html).not.toContain('utm_');
  });

  test('an assigned name of our own link is our own link', async () => {
    const inside = '{% assign u = message.unsubscribe_url %}{% assign v = u %}<a href="{{ v }}">a</a>';
    const { template } = await compileText(inColumn(`<mj-text>${inside}</mj-text>`), { tracking: usual });
    expect(template?.html).toContain('href="{{ v | safe_url }}"');
  });

  test('pictures and forms are not followed', async () => {
    const inside = '<mj-image src="https://x.example/a.png" alt="a" /><mj-text>a</mj-text>';
    const { template } = await compileText(inColumn(inside), { tracking: usual });
    expect(template?.html).not.toContain('utm_');
  });
});

describe('the setting', () => {
  test('"off" adds nothing', async () => {
    expect(readTracking(config('off'))).toBeNull();
    expect((await links('https://x.example/a', null)).html).toBe('https://x.example/a');
  });

  test('changes, adds and leaves out parameters', async () => {
    const tracking = readTracking(
      config({ utm_source: 'news letter', utm_medium: 'off', utm_content: '{{ step.id }}-{{campaign.id}}', pk_x: 'ü' }),
    );
    expect((await links('https://x.example/a', tracking)).html).toBe(
      'https://x.example/a?utm_source=news%20letter&amp;utm_campaign={{ campaign.id | url_part }}&amp;utm_content={{ step.id | url_part }}-{{ campaign.id | url_part }}&amp;pk_x=%C3%BC',
    );
  });

  test('never takes a value of a person', () => {
    const tracking = readTracking(
      config({ utm_campaign: '{{ profile.email }}', utm_content: '{% if a %}', utm_source: '{{ step.id | upcase }}' }),
    );
    expect([...(tracking?.parameters.keys() ?? [])]).toEqual(['utm_medium']);
  });

  test('"only" names hosts, each with its subdomains', async () => {
    const tracking = readTracking(config({ only: ['x.example'] }));
    for (const [href, tracked] of [
      ['https://x.example/a', true],
      ['https://www.X.example:443/a', true],
      ['https://ax.example/a', false],
      ['https://x.example.evil.example/', false],
      ['https://x.example@evil.example/', false],
    ] as const)
      expect((await links(href, tracking)).html.includes('utm_'), href).toBe(tracked);
    expect((await links('{{ event.url }}', tracking)).html).toContain(', "", only: "x.example" }}');
  });
});

test('a link that is a value says it when it is rendered, where its host is one of those', async () => {
  const tracking = readTracking(config({ only: ['x.example'], utm_content: '{{ step.id }}/{{ campaign.name }}' }));
  const inside = '<mj-text><a href="{{ event.url }}">a</a></mj-text>';
  const { template } = await compileText(inColumn(inside), { tracking });
  const render = (url: string) => {
    const rendered = renderEmail({
      template: template!,
      subject: null,
      context: buildContext({
        project: { name: 'my-shop' },
        campaign: { id: 'spring', name: 'Spring & "sun"' },
        step: { id: 'first' },
        profile: { values: {}, types: {} },
        event: { values: { url }, types: { url: 'string' } },
        message: { id: 'm', unsubscribeUrl: null, viewUrl: null },
        zone: 'UTC',
      }),
    });
    return 'ok' in rendered ? rendered.ok.text : rendered.problem;
  };
  const added = 'utm_source=my-shop&utm_medium=email&utm_campaign=spring&utm_content=first%2FSpring%20%26%20%22sun%22';
  expect(render('https://www.x.example/a?b=1#c')).toBe(`a (https://www.x.example/a?b=1&${added}#c)\n`);
  expect(render('https://y.example/a')).toBe('a (https://y.example/a)\n');
  expect(render('javascript:x')).toBe('a (#)\n');
});

describe('links that contradict each other', () => {
  test('are told, with what is added and without', async () => {
    const inside =
      '<a href="https://x.example/?utm_source=spring">a</a><a href="https://x.example/?utm_source=autumn&amp;utm_content=b">b</a>';
    const mjml = inColumn(`<mj-text>${inside}</mj-text>`);
    const said = 'this link says utm_source=';
    expect((await compileText(mjml, { tracking: usual })).shown).toEqual([
      `cart/help.mjml:2:19 LC760 ${said}spring, the others of the email utm_source=my-shop`,
      `cart/help.mjml:2:71 LC760 ${said}autumn, the others of the email utm_source=my-shop`,
    ]);
    expect((await compileText(mjml)).shown).toEqual([
      `cart/help.mjml:2:71 LC760 ${said}autumn, the others of the email utm_source=spring`,
    ]);
  });

  test('are none when they say the same in other words', async () => {
    const href = 'https://x.example/?utm_source=my%2Dshop&utm_campaign={{campaign.id}}&amp;utm_term=x';
    expect((await links(href)).shown).toEqual([]);
  });
});

describe('a text part written by hand', () => {
  const html = inColumn(
    '<mj-text><a href="https://x.example/a">a</a><a href="{{ event.url }}">b</a><a href="{{ message.unsubscribe_url }}">c</a><a href="{% if event.a %}https://x.example/b{% else %}https://x.example/c?d{% endif %}">d</a></mj-text>',
  );
  const plain = `utm_source=my-shop&utm_medium=email&${own}`.replaceAll('&amp;', '&');

  test('gets the same parameters', async () => {
    const body =
      '{a} https://x.example/a.\n{{event.url}}\n{{ message.unsubscribe_url }}\n{% if event.a %}https://x.example/b{% else %}https://x.example/c?d{% endif %}\n';
    const { template, shown } = await compileText(html, {
      tracking: usual,
      text: { file: 'templates/cart/help.txt', offset: 0, body },
    });
    expect(shown).toEqual([]);
    expect(template?.text).toBe(
      `{a} https://x.example/a?${plain}.\n{{event.url | ${filter} }}\n{{ message.unsubscribe_url }}\n{% if event.a %}https://x.example/b?${plain}{% else %}https://x.example/c?d&${plain}{% endif %}\n`,
    );
  });
});

describe('the filter for links that are values', () => {
  const pieces = ['utm_source=shop&utm_campaign=', 'a b', ''];

  test.each<[unknown, unknown]>([
    ['https://x.example', 'https://x.example/?utm_source=shop&utm_campaign=a%20b'],
    ['https://x.example/', 'https://x.example/?utm_source=shop&utm_campaign=a%20b'],
    ['https://x.example/a?b=1#c', 'https://x.example/a?b=1&utm_source=shop&utm_campaign=a%20b#c'],
    ['https://x.example/?utm_source=b', 'https://x.example/?utm_source=b&utm_campaign=a%20b'],
    ['https://x.example/&', 'https://x.example/&?utm_source=shop&utm_campaign=a%20b'],
    ['https://x.example/a?', 'https://x.example/a?utm_source=shop&utm_campaign=a%20b'],
    ['mailto:a@x.example', 'mailto:a@x.example'],
    ['#', '#'],
    ['not a link', 'not a link'],
    [undefined, undefined],
    [7, 7],
  ])('%s', (value, expected) => expect(withQuery(value, ...pieces)).toBe(expected));

  test('leaves other hosts alone', () => {
    const only = ['only', 'x.example y.example'];
    expect(withQuery('https://z.example/', ...pieces, only)).toBe('https://z.example/');
    expect(withQuery('https://a.y.example/', ...pieces, only)).toContain('utm_source');
  });

  test('keeps every link what it was: its host, path, fragment and own parameters', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string(), (link, value) => {
        const tracked = withQuery(link, 'utm_campaign=', value, '');
        const [before, after] = [new URL(link), new URL(String(tracked))];
        expect(after.origin + after.pathname + after.hash).toBe(before.origin + before.pathname + before.hash);
        const own = [...before.searchParams];
        expect([...after.searchParams].slice(0, own.length)).toEqual(own);
        const wellFormed = value.replace(/\p{Cs}/gu, '\ufffd').replace(/^\.\.?$/, '');
        if (!before.searchParams.has('utm_campaign')) expect(after.searchParams.get('utm_campaign')).toBe(wellFormed);
        expect(withQuery(tracked, 'utm_campaign=', value, '')).toBe(tracked);
      }),
      {
        numRuns: 300,
        examples: [
          ['http://a.aa/&', ''],
          ['http://a.aa??', ''],
        ],
      },
    );
  });
});

test('whatever a link is made of, it stays the same link, and each of its branches says all or what is missing is told', async () => {
  const leaf = fc.constantFrom(
    '/a',
    '/b/',
    '?',
    '?b=1',
    '&amp;c=2',
    '#d',
    '{{ event.a }}',
    'x',
    '&#x2F;',
    '?utm_source=own',
    '',
  );
  const link = fc.letrec<{ all: string; branch: string }>((tie) => ({
    all: fc
      .array(fc.oneof({ weight: 3, arbitrary: leaf }, tie('branch')), { maxLength: 4 })
      .map((parts) => parts.join('')),
    branch: fc
      .tuple(tie('all'), tie('all'), fc.constantFrom('vip', 'old'), fc.boolean())
      .map(([yes, no, name, both]) => `{% if event.${name} %}${yes}${both ? `{% else %}${no}` : ''}{% endif %}`),
  }));
  const whole = fc.oneof(
    link.all.map((rest) => `https://x.example${rest}`),
    fc
      .tuple(link.all, link.all)
      .map(([a, b]) => `{% if event.vip %}https://x.example/${a}{% else %}https://y.example${b}{% endif %}`),
  );
  const mjml = (href: string) => inColumn(`<mj-text>See <a href="${href}">this</a></mj-text>`);
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(whole, async (href) => {
      const plain = (await compileText(mjml(href))).template;
      const { template, findings } = await compileText(mjml(href), { tracking: usual });
      if (plain === null || template === null) {
        expect(template).toBe(plain);
        return;
      }
      const told = findings.some(({ code }) => code === 'LC762');
      for (const [vip, old] of [
        [true, true],
        [true, false],
        [false, true],
        [false, false],
      ] as const) {
        const linkOf = (of: typeof plain) => {
          const rendered = renderEmail({ template: of, subject: null, context: contextOf({ a: 'v/?#&', vip, old }) });
          if (!('ok' in rendered)) throw new Error(rendered.problem);
          const found = /<a\s[^>]*href="([^"]*)"/.exec(rendered.ok.html)?.[1] ?? '';
          return found.replaceAll('&amp;', '&').replaceAll('&#x2F;', '/');
        };
        const [before, after] = [linkOf(plain), linkOf(template)];
        if (told) expect(after).toBe(before);
        else {
          const [was, is] = [new URL(before), new URL(after)];
          for (const [name, value] of Object.entries({
            utm_source: 'my-shop',
            utm_medium: 'email',
            utm_campaign: 'spring',
          })) {
            expect(is.searchParams.getAll(name), after).toEqual([was.searchParams.get(name) ?? value]);
          }
          for (const name of ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content']) {
            is.searchParams.delete(name);
            was.searchParams.delete(name);
          }
          expect(`${is.origin}${is.pathname}${is.hash}`, after).toBe(`${was.origin}${was.pathname}${was.hash}`);
          expect(
            [...is.searchParams].filter(([name]) => name !== ''),
            after,
          ).toEqual([...was.searchParams].filter(([name]) => name !== ''));
          followed++;
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(followed).toBeGreaterThan(60);
});

function contextOf(values: Readonly<Record<string, string | boolean>>) {
  return buildContext({
    project: { name: 'my-shop' },
    campaign: { id: 'spring', name: 'Spring' },
    step: { id: 'first' },
    profile: { values: {}, types: {} },
    event: { values, types: { a: 'string', vip: 'boolean', old: 'boolean' } },
    message: { id: 'm', unsubscribeUrl: null, viewUrl: null },
    zone: 'UTC',
  });
}
