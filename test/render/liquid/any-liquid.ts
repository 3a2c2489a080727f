import fc from 'fast-check';

// Liquid as nobody writes it: every construct around every other, over names that are there, are not, or are of another kind.
const oneOf = (words: string, by = ' '): fc.Arbitrary<string> => fc.constantFrom(...words.split(by));
/** Now and then something that compiled Liquid leaves to LiquidJS. */
const rarely = (often: fc.Arbitrary<string>, rare: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 60, arbitrary: often }, { weight: 1, arbitrary: rare });

const path = rarely(
  fc.oneof(
    { weight: 6, arbitrary: oneOf('a b n o l objects gone x y i o.t o.n o.gone o.p.q l.first l.last') },
    oneOf('l.size a.size o.size n.size l[0] l[-1] l[9] o["t"] o[key] objects[0].t i.t a[0]'),
    oneOf('nothing.deeper o.constructor constructor __proto__ o.first o[gone] "text".size'),
  ),
  oneOf('forloop forloop.name size [a] (1..3).size'),
);
const literal = fc.oneof(
  fc.constantFrom('""', '"x"', "'a b'", '"<b>&"', '"2026-03-29"', '" "', '"é"', '"\\n"', '"a,b,,"'),
  oneOf('0 1 2 -1 3.5 10 007 true false'),
);
const range = rarely(oneOf('(1..3) (3..1) (n..4) (1..gone) (0..l.size)'), fc.constant('(1..1200000)'));
const inLoop = oneOf('index index0 rindex rindex0 first last length').map((name) => `forloop.${name}`);
const operand = fc.oneof(
  { weight: 8, arbitrary: path },
  { weight: 4, arbitrary: literal },
  { weight: 2, arbitrary: inLoop },
  range,
);
const operator = oneOf('==,!=,<,>,<=,>=,contains,and,or,== not,and not', ',');
const special = oneOf('nil empty blank null');
const expression = rarely(
  fc.oneof(
    { weight: 6, arbitrary: operand },
    { weight: 2, arbitrary: operand.map((of) => `not ${of}`) },
    fc
      .array(fc.tuple(operator, operand), { minLength: 1, maxLength: 3 })
      .chain((more) => operand.map((first) => [first, ...more.map(([by, of]) => `${by} ${of}`)].join(' '))),
    fc.tuple(operand, oneOf('== !='), special).map(([of, by, what]) => `${of} ${by} ${what}`),
    fc.tuple(operand, oneOf('== !='), special).map(([of, by, what]) => `${what} ${by} ${of}`),
  ),
  oneOf('a b,a ==,== a,nil,blank,a < nil,nil == nil,l contains empty', ','),
);

const PLAIN =
  'upcase downcase capitalize strip lstrip rstrip escape escape_once size first last reverse sort sort_natural uniq compact join abs ceil floor round url_encode url_decode uri_escape newline_to_br strip_html strip_newlines squish truncate truncatewords json safe_url url_part json_value json_part split sum number_of_words base64_encode sha256 to_integer date raw slugify normalize_whitespace append';
const TAKING =
  'default append prepend plus minus times divided_by modulo at_least at_most remove remove_first split join truncate slice map where sort group_by concat push date currency round has sum array_to_sentence_string';
const filter = rarely(
  fc.oneof(
    oneOf(PLAIN),
    oneOf(TAKING).chain((name) => operand.map((by) => `${name}: ${by}`)),
    operand.map((by) => `default: ${by}`),
    fc.tuple(operand, operand).map(([from, to]) => `replace: ${from}, ${to}`),
    oneOf(
      'default: "none", allow_false: true;date: "%-d %B %Y, %A";date: "short";date: "%H:%M %j %y|%e";date: "%^a %10b"',
      ';',
    ),
    oneOf('currency: "EUR";currency: "JPY";slice: 0, 1;split: "";map: "t";where: "t", a;sort: "n"', ';'),
  ),
  oneOf('where_exp: "i", "i.t == a";find_exp: "i", "i.n";unheard_of;default: nil', ';'),
);
const value = fc
  .tuple(expression, fc.array(filter, { maxLength: 3 }))
  .map(([first, filters]) => [first, ...filters].join(' | '));

const words = oneOf('word; ;\n;Grüße\n\n;<p class="a">; . ;.\n.;&;😀;=;\t\n', ';');
const dash = fc.constantFrom('', '', '', '-');
const tag = (inside: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(dash, inside, dash).map(([left, text, right]) => `{%${left} ${text} ${right}%}`);
const set = oneOf('x y a o');
const limits = rarely(
  fc
    .array(
      fc.oneof(
        fc.constant('reversed'),
        fc.tuple(oneOf('limit offset'), oneOf('1 2 0 n gone "1"')).map((pair) => pair.join(': ')),
      ),
      {
        maxLength: 2,
      },
    )
    .map((all) => all.join(' ')),
  fc.constant('offset: continue'),
);

/** Random Liquid, most of it well-formed. */
export const anyLiquid: fc.Arbitrary<string> = fc.letrec<{ body: string; node: string }>((tie) => {
  const body = tie('body');
  return {
    body: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 10, arbitrary: words },
      {
        weight: 20,
        arbitrary: fc.tuple(dash, value, dash).map(([left, inside, right]) => `{{${left} ${inside} ${right}}}`),
      },
      { weight: 5, arbitrary: tag(fc.tuple(set, value).map(([to, what]) => `assign ${to} = ${what}`)) },
      { weight: 3, arbitrary: tag(oneOf('break continue')) },
      {
        weight: 2,
        arbitrary: oneOf('{% comment %}{{ a | }}{% endcomment %};{% raw %}{{ a }}{% endraw %};{% # a note %}', ';'),
      },
      {
        weight: 1,
        arbitrary: oneOf('{% increment n %};{% decrement c %};{% cycle "a", "b" %};{% render "x" %};{% echo a %}', ';'),
      },
      {
        weight: 6,
        arbitrary: fc
          .tuple(tag(value.map((of) => `if ${of}`)), body, tag(value.map((of) => `elsif ${of}`)), body, body)
          .map(([open, first, next, second, other]) => `${open}${first}${next}${second}{% else %}${other}{% endif %}`),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(tag(value.map((of) => `unless ${of}`)), body, value, body, body)
          .map(
            ([open, first, or, second, other]) =>
              `${open}${first}{% elsif ${or} %}${second}{% else %}${other}{% endunless %}`,
          ),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(value, fc.oneof(operand, special), operand, body, operand, body, body)
          .map(
            ([of, one, two, first, three, second, other]) =>
              `{% case ${of} %}{% when ${one}, ${two} %}${first}{% when ${three} %}${second}{% else %}${other}{% endcase %}`,
          ),
      },
      {
        weight: 10,
        arbitrary: fc
          .tuple(oneOf('i i i x a'), fc.oneof(oneOf('l objects (1..3) o a'), operand), limits, body, body)
          .map(
            ([each, of, how, inside, other]) =>
              `{% for ${each} in ${of} ${how} %}${inside}{% else %}${other}{% endfor %}`,
          ),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(set, body).map(([to, inside]) => `{% capture ${to} %}${inside}{% endcapture %}`),
      },
    ),
  };
}).body;

const plain = fc.oneof(
  oneOf('Ada;; ;a\nb;<i>";x,y;2026-03-29T02:30;https://acme.example/?a=1;7;é😀;.;end ', ';'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const scalar = fc.oneof(plain, fc.constantFrom(0, 1, 2, -3.25, 1e21), fc.boolean());
const record = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.assign(Object.create(null) as Record<string, unknown>, values);
const parts = fc.record({ q: scalar }, { requiredKeys: [] }).map(record);
const object = fc.record({ t: plain, n: fc.constantFrom(0, 2, 9.5), p: parts }, { requiredKeys: ['p'] }).map(record);

/** Random data for it. */
export const anyData: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    a: plain,
    b: scalar,
    n: fc.constantFrom(0, 1, 2, 3),
    o: object,
    l: fc.array(scalar, { maxLength: 3 }),
    objects: fc.array(object, { maxLength: 2 }),
    key: oneOf('t n gone'),
    c: fc.constant(4),
  },
  { requiredKeys: ['o', 'l'] },
);
