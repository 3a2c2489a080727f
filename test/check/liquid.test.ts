import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeLiquid } from '../../src/check/liquid/analyze-liquid.js';
import { describeProblem } from '../../src/check/liquid/describe-problem.js';
import { findIncludes } from '../../src/check/liquid/find-includes.js';
import { makeLiquid } from '../../src/render/liquid-engine.js';

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
  it('takes no value in which a quoted text holds what ends one, as others would not see what stands behind it', () => {
    const cut = `{{ "}}" | append: event.note }}`;
    const said = ['a quoted text holds }}: write the braces outside of {{ … }}', cut];
    expect(read(`a {{ b }} ${cut} c`).problem).toEqual(said);
    expect(read(`{% if a %}{% for b in c %}${cut}{% endfor %}{% endif %}`).problem).toEqual(said);
    expect(read(`{{ "}" | append: "{{" }} }} {% if a == "}}" %}b{% endif %}`).problem).toBeNull();
  });

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
    ['{% if a %}{{ a }}{% else %}{{ a }}{% endif %}', 1],
    ['{% if b %}{% elsif a == "x" %}{{ a }}{% endif %}', 0],
    ['{% if a or b %}{{ a }}{% endif %}{% if a and b %}{{ a }}{{ b }}{% endif %}', 1],
    ['{% if a == blank or b == nil %}{{ a }}{% else %}{{ a }}{{ b }}{% endif %}', 1],
    ['{% unless a %}{{ a }}{% else %}{{ a }}{% endunless %}{% unless a == nil %}{{ a }}{% endunless %}', 1],
    ['{% if a != "x" %}{{ a }}{% else %}{{ a }}{% endif %}{% if a != blank %}{{ a }}{% endif %}', 1],
    ['{% if a == empty %}{{ a }}{% else %}{{ a }}{% endif %}{% if not a %}{{ a }}{% endif %}', 2],
    ['{% case a %}{% when "x", "y" %}{{ a }}{% else %}{{ a }}{% endcase %}', 1],
    ['{% if a > 3 %}{% for i in l %}{{ a }}{{ b }}{% endfor %}{% endif %}', 1],
    ['{% if a == b %}{{ a }}{% endif %}{% if a contains "x" %}{{ a }}{% endif %}', 1],
  ])('knows in %s where a value may be missing', (text, count) => {
    expect(read(text).bare).toHaveLength(count);
  });

  it('says where a value may be missing of every text that a run would stumble over', () => {
    const operand = fc.constantFrom('a', 'b', '"x"', '3', 'nil', 'blank', 'empty', 'true', 'false');
    const test = fc.oneof(
      operand,
      fc.tuple(operand, fc.constantFrom('==', '!=', '>', '<=', 'contains'), operand).map((parts) => parts.join(' ')),
    );
    const condition = fc.oneof(
      test,
      test.map((one) => `not ${one}`),
      fc
        .tuple(test, fc.constantFrom('and', 'or'), test, fc.constantFrom('and', 'or'), test)
        .map((parts) => parts.join(' ')),
    );
    const tag = fc.constantFrom('if', 'unless');
    const value = fc.constantFrom(undefined, 'x', '', 3, false, true);
    const engine = makeLiquid({ lang: 'en', escape: false });
    fc.assert(
      fc.property(tag, condition, condition, value, value, (name, one, other, a, b) => {
        const parts = [`{% ${name} ${one} %}`, `{% elsif ${other} %}`, '{% else %}', `{% end${name} %}`];
        const context = { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) };
        for (const path of ['a', 'b']) {
          for (const way of [0, 1, 2]) {
            // One place alone, so that it is known which of them was stumbled over.
            const text = parts.map((part, index) => (index === way ? `${part}{{ ${path} }}` : part)).join('');
            if (analyzeLiquid(text).bare.length > 0) continue;
            expect(() => engine.parseAndRenderSync(text, context), text).not.toThrow();
          }
        }
      }),
      { numRuns: 2000 },
    );
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
