import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeLiquid } from '../../src/check/liquid/analyze-liquid.js';
import { describeProblem } from '../../src/check/liquid/describe-problem.js';
import { findIncludes } from '../../src/check/liquid/find-includes.js';

function read(text: string) {
  const facts = analyzeLiquid(text);
  const words = (list: readonly { start: number; end: number }[]) =>
    list.map(({ start, end }) => text.slice(start, end));
  return {
    facts,
    variables: words(facts.variables),
    bare: words(facts.bare),
    filters: words(facts.unknownFilters),
    partials: words(facts.partials),
    problem: facts.problem === null ? null : [describeProblem(facts.problem.message), ...words([facts.problem])],
  };
}

describe('what a Liquid text reads', () => {
  it('finds every value, in tags, filters and nested blocks, each at its place', () => {
    const text = `{{ a.b | default: c["d-e"] }}
      {%- if f.g == 'x' and h -%}{% case i %}{% when j.k %}{{ l | append: m }}{% endcase %}{% else %}{{ n }}{% endif %}
      {% for o in p.q %}{{ o.r }} {{ forloop.index }} {{ s[o.t] }}{% endfor %}{% assign u = v %}{{ u }} {{ w['x y'] }}`;
    expect(read(text).variables).toEqual([
      'a.b',
      'c["d-e"]',
      'f.g',
      'h',
      'i',
      'j.k',
      'l',
      'm',
      'n',
      'p.q',
      's[o.t]',
      'v',
      "w['x y']",
    ]);
    expect(read(text).facts.locals).toEqual(['u']);
  });

  it('gives the parts of a path, with null for a computed one', () => {
    expect(read('{{ a.b["c d"][e] }}').facts.variables[0]?.segments).toEqual(['a', 'b', 'c d', null]);
  });

  it('finds every unknown filter', () => {
    expect(read("{{ a | upcase | nope: b | default: 'nope' | other }}{% assign c = d | third %}").filters).toEqual([
      'nope',
      'other',
      'third',
    ]);
  });

  it('knows the filters of the engine that will render', () => {
    expect(read("{{ a | currency: 'EUR' }}{{ b | safe_url }}{{ c | date: 'long' }}").filters).toEqual([]);
  });

  it('finds included partials by their written path', () => {
    expect(read(`{% include "partials/a.liquid" %}{%- include 'b' -%}`).partials).toEqual(['partials/a.liquid', 'b']);
  });

  it('knows which values are printed as they are', () => {
    const text =
      "{{ a }}{{ b | upcase }}{{ c | default: 'x' }}{% if d.e %}{{ d.e }}{{ f }}{% endif %}{{ g.h|upcase|default: 1 }}";
    expect(read(text).bare).toEqual(['a', 'b', 'f', 'g.h']);
  });

  it.each([
    ['{{ a', 'this "{{" is never closed with "}}"', '{{ a'],
    ['b <p>{{ a</p>', 'this "{{" is never closed with "}}"', '{{ a'],
    ['{% if a', 'this "{%" is never closed with "%}"', '{% if a'],
    ['{% if a %}b', '"{% if a %}" is never ended with "{% endif %}"', '{% if a %}'],
    ['{% fi %}', 'there is no Liquid tag "fi"', '{% fi %}'],
    ['a{% endif %}', '"endif" has no "if" that it could end', '{% endif %}'],
    ['{{ }}', 'a value is missing here', ''],
    ['{% for x y %}{% endfor %}', '"{% for x y %}" is not written as the tag needs it', '{% for x y %}'],
  ])('says what is wrong with %s', (text, message, place) => {
    expect(read(text).problem).toEqual([message, place]);
  });

  it('never throws, and never points outside the text', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' if ',
      ' endif ',
      'a.b',
      '|',
      '"',
      "'",
      '[',
      ']',
      '\n',
      ':',
      ' include ',
      'é😀',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const { problem, variables, unknownFilters, partials } = analyzeLiquid(text);
        for (const { start, end } of [problem ?? { start: 0, end: 0 }, ...variables, ...unknownFilters, ...partials]) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }),
    );
  });
});

describe('MJML includes', () => {
  it('are found outside comments, at their path', () => {
    const text = `<!-- <mj-include path="no" /> --><mj-include css-inline path='a/b.mjml'/><mj-include path = "c.mjml"></mj-include>`;
    expect(findIncludes(text).map(({ path, start, end }) => [path, text.slice(start, end)])).toEqual([
      ['a/b.mjml', 'a/b.mjml'],
      ['c.mjml', 'c.mjml'],
    ]);
  });
});
