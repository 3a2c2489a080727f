import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextUse } from '../../../src/compile/templates/compile-text.js';
import { compileText } from '../../../src/compile/templates/compile-text.js';
import type { Channel } from '../../../src/model/channel.js';
import { buildContext } from '../../../src/render/build-context.js';
import { renderText } from '../../../src/render/render-text.js';

function compile(body: string, use: TextUse) {
  const source = { text: body, pieces: [{ at: 0, file: 'templates/a.liquid', offset: 0 }] };
  return compileText({ source, lang: 'en', subject: '', preheader: null, from: null, text: null, tracking: null }, use);
}

function render(body: string, channel: Channel, profile: Record<string, string | number | boolean | null>) {
  const { template, findings } = compile(body, channel === 'webhook' ? 'json' : 'words');
  expect(findings).toEqual([]);
  const context = buildContext({
    project: { name: 'shop' },
    campaign: { id: 'c', name: 'C' },
    step: { id: 's' },
    profile: { values: profile, types: {} },
    event: { values: {}, types: {} },
    message: { id: 'm', unsubscribeUrl: 'https://mail.example/u/tok', viewUrl: null },
    content: { blocks: {}, rows: {}, keys: {}, code: null } as never,
    zone: 'UTC',
  });
  return renderText(channel, template!, context);
}

const told = (body: string, use: TextUse) =>
  compile(body, use).findings.map(({ code, message, place }) => `${place.start} ${code} ${message}`);

describe('words', () => {
  it('leave values as they are, and encode them in web addresses', () => {
    expect(render('Tom & {{ profile.a }}: https://x.example/?q={{ profile.a }}.\n', 'sms', { a: 'J "K" & L' })).toEqual(
      {
        ok: { title: null, text: 'Tom & J "K" & L: https://x.example/?q=J%20%22K%22%20%26%20L.' },
      },
    );
  });

  it('hold a message back rather than show a gap', () => {
    expect(render('Hi {{ profile.a }}', 'push', { a: null })).toEqual({ problem: 'profile.a is unknown' });
    expect(render('{{ profile.a | default: " " }}', 'push', { a: null })).toEqual({ problem: 'the text is empty' });
  });

  it('hold a text back that a value makes too long', () => {
    expect(render('Hi {{ profile.a }}', 'sms', { a: 'x'.repeat(2000) })).toEqual({
      problem: 'the text takes 14 segments, more than 10',
    });
    expect(render('Hi {{ profile.a }}', 'whatsapp', { a: 'x'.repeat(2000) })).toHaveProperty('ok');
  });

  it('are too long before anybody gets them when what is always written is', () => {
    const long = 'x'.repeat(1531);
    expect(told(`${long}{{ profile.a }}`, 'sms')).toEqual([
      '0 LC711 the text takes at least 11 SMS segments, more than 10',
    ]);
    expect(told(`${long}{{ profile.a }}`, 'words')).toEqual([]);
    expect(told(`{% if profile.a %}${long}{% else %}short{% endif %}`, 'sms')).toEqual([]);
    expect(told('  \n', 'sms')).toEqual(['0 LC707 the message has no text at all']);
  });
});

describe('JSON', () => {
  const body = `{"s": "{{ profile.s }}", "whole": {{ profile.s }}, "n": {{ profile.n }}, "yes": {{ profile.b }},
  "link": "https://x.example/?q={{ profile.s }}", "list": [{% if profile.n > 2 %}"a"{% else %}"b"{% endif %}]}`;

  it('has every value in its place, whatever it is', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((s) => /[\p{L}\p{N}]/u.test(s));
    const pad = (s: string) => `a${s}z`;
    const nasty = fc.constantFrom(
      '"',
      '\\',
      '", "admin": true, "x": "',
      '\u2028',
      '</script>',
      "{{ 'x' }}",
      '{% raw %}',
      '🙂',
    );
    fc.assert(
      fc.property(fc.oneof(text, nasty).map(pad), fc.integer(), fc.boolean(), (s, n, b) => {
        const rendered = render(body, 'webhook', { s, n, b });
        expect(rendered).toMatchObject({ ok: {} });
        if (!('ok' in rendered)) return;
        const value = JSON.parse(rendered.ok.text) as Record<string, unknown>;
        expect(value).toMatchObject({ s: value.whole, n, yes: b, list: [n > 2 ? 'a' : 'b'] });
        expect(Object.keys(value)).toEqual(['s', 'whole', 'n', 'yes', 'link', 'list']);
        expect(decodeURIComponent(String(value.link)).slice('https://x.example/?q='.length)).toBe(value.s);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['{"a": 1,}', '8 LC712 this is not JSON: a key in quotes is missing here'],
    ['{"a": 1 "b": 2}', '8 LC712 this is not JSON: "," or "}" is missing here'],
    ['{"a": {{ profile.a }} {{ profile.b }}}', '22 LC712 this is not JSON: "," or "}" is missing here'],
    ['{"a": "x\n"}', '8 LC712 this is not JSON: the end of the string is missing here'],
    ['{"a": "\\x"}', '7 LC712 this is not JSON: an escape that JSON knows is missing here'],
    ["{'a': 1}", '1 LC712 this is not JSON: a key in quotes is missing here'],
    ['{"a": 01}', '7 LC712 this is not JSON: "," or "}" is missing here'],
    ['[1, 2] x', '7 LC712 this is not JSON: the end is missing here'],
    ['Hello {{ profile.a }}', '0 LC712 this is not JSON: a value is missing here'],
  ])('is asked for: %s', (text, finding) => {
    expect(told(text, 'json')).toEqual([finding]);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const json = fc
      .json()
      .chain((text) =>
        fc.tuple(
          fc.constant(text),
          fc.nat(text.length),
          fc.constantFrom('', '', '"', ',', '}', ']', ':', '0', ' ', '\\', 'e'),
        ),
      );
    fc.assert(
      fc.property(json, ([text, at, extra]) => {
        const changed = text.slice(0, at) + extra + text.slice(at);
        if (changed.includes('{{') || changed.includes('{%') || changed.trim() === '') return;
        let parses = true;
        try {
          JSON.parse(changed);
        } catch {
          parses = false;
        }
        expect(told(changed, 'json').length === 0).toBe(parses);
      }),
      { numRuns: 2000 },
    );
  });

  it('has no string that is open in one branch only', () => {
    expect(told('{"a": {% if profile.a %}"x{% else %}1{% endif %}}', 'json')).toEqual([
      '37 LC713 a JSON string is open in one branch and closed in another',
    ]);
  });

  it('is held back when tags make something else of it', () => {
    expect(render('[{% if profile.a %}1,{% endif %}]', 'webhook', { a: true })).toEqual({
      problem: 'what the template makes is not JSON',
    });
  });
});
