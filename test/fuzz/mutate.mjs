// Damages a text in ways that people, editors, exports and attackers do. The same seed gives the same bytes.

/** A small generator of its own: what it gives must not change with a library. */
export function makeRandom(seed) {
  let state = 2166136261;
  for (const unit of seed) state = Math.imul(state ^ unit.charCodeAt(0), 16777619) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)], chance: (share) => next() < share };
}

const CONTROLS = ['\0', '\x01', '\x1b[31m', '\x7f', '\x85', '\r', '\u2028', '\u2029', '\u200b', '\u202e', '\ufeff', '\u00a0'];
const WORDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', '~', 'NaN', '.inf', '-.inf', '0777', '1e400', '-0'];
const NUMBERS = ['12345678901234567890', '9007199254740993', '1_000', '0x1F', '99999999999999999999d', '-1', '1.10', '2024-02-30', '12:30:45'];
const LONG = (random) => random.pick(['x', '&', '<', ' ', '\\', '"', '👋', 'é', '/*', '%7B', '-', '='], 1).repeat(10 ** (1 + random.below(5)));

/** What each kind of text is made of beside plain words. */
const PIECES = {
  yaml: [
    ...['- ', ': ', '? ', '&a ', '*a', '!!js/function ', '!env X', '|', '>-', '{', '}', '[', ']', ',', '#', '---\n', '...\n', '%YAML 1.1\n', '\t', '"', "'"],
    ...['<<: *a\n', '? [a, b]\n: 1\n', 'no', 'yes', 'on', '"\\ud83d"', '"\\x00"', '"\\u202e"', '&a [*a]', 'a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n', '\n\n', '  '],
  ],
  template: [
    ...['{{ ', ' }}', '{% ', ' %}', '{%- ', '{{ x | raw }}', '{% if a < b %}', '{% endif %}', '{% for i in (1..1000000000) %}', '{% endfor %}', '{% include "../x" %}', '{% raw %}'],
    ...['{% comment %}', '{% liquid\n', '{{ "a" | append: "b" | date: "%9999999d" }}', '{{ profile.__proto__ }}', '{{ profile["a"]["b"] }}', '{% render "partials/footer" %}', '{% assign a = '],
    ...['<mj-raw>', '</mj-raw>', '<mj-text>', '</mj-text>', '<mj-secton>', '<mj-carousel>', '<mj-include path="../../etc/passwd" />', '<mj-style inline="inline">', '</mj-style>', '<!--', '-->'],
    ...['<a href="javascript:alert(1)">', '<a href="//evil">', '<script>', '<style>', 'style="', '<![CDATA[', '&#0;', '&#x110000;', '&amp', '<', '>', '"', "'", '=', '---\n', 'subject: x\n', '\t'],
  ],
  rows: [',', ';', '\t', '"', '""', '\n', '\r\n', '\r', '=cmd()', '{', '}', '[', ']', ':', '\\u0000', '\\ud83d', '"__proto__":1,', 'null', 'true', '{"a":', '\n\n', ',,,,,,', "'"],
};

const NESTS = {
  yaml: [['[', ']'], ['{a: ', '}'], ['- ', ''], ['a:\n ', ''], ['? ', ''], ['!x ', ''], ['"', '"']],
  template: [['<mj-wrapper>', '</mj-wrapper>'], ['<div>', '</div>'], ['{% if x %}', '{% endif %}'], ['{% for i in x %}', '{% endfor %}'], ['{{ a[', ']'], ['(', ')'], ['{{', '}}'], ['{% case x %}', '']],
  rows: [['[', ']'], ['{"a":', '}'], ['"', '"'], ['""', '']],
};

/** A damaged copy, in bytes; `others` are texts of the same kind to take stretches from. */
export function mutate(text, kind, random, others) {
  let damaged = text;
  for (let times = 1 + random.below(4); times > 0; times--) damaged = damageOnce(damaged, kind, random, others).slice(0, 900_000);
  const bytes = Buffer.from(damaged.slice(0, 900_000), 'utf8');
  // Broken UTF-8, other encodings.
  if (random.chance(0.04) && bytes.length > 0) bytes[random.below(bytes.length)] = 128 + random.below(128);
  return random.chance(0.01) ? Buffer.from(damaged, 'utf16le') : bytes;
}

function damageOnce(text, kind, random, others) {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(random.pick([2, 10, 100, 1000])));
  const put = (what, until = at) => text.slice(0, at) + what + text.slice(until);
  switch (random.below(11)) {
    case 0:
      return put('', to);
    case 1:
      return put(text.slice(at, to).repeat(2 + random.below(random.pick([2, 20, 2000]))), to);
    case 2:
    case 3:
    case 4:
      return put(random.pick(PIECES[kind]), random.chance(0.5) ? at : to);
    case 5:
      return put(random.pick([...CONTROLS, ...WORDS, ...NUMBERS]));
    case 6:
      return put(LONG(random));
    case 7: {
      const [open, close] = random.pick(NESTS[kind]);
      const deep = random.pick([3, 70, 600, 3000, 20_000]);
      return put(open.repeat(deep) + (random.chance(0.5) ? close.repeat(deep) : ''));
    }
    case 8: {
      const other = random.pick(others);
      const from = random.below(other.length);
      return put(other.slice(from, from + random.below(400)), random.chance(0.5) ? at : to);
    }
    case 9: {
      const words = [...text.matchAll(/[\w.-]+/g)];
      if (words.length === 0) return put('x');
      const { index, 0: word } = random.pick(words);
      const other = random.chance(0.5) ? random.pick(words)[0] : random.pick([...WORDS, ...NUMBERS, LONG(random)]);
      return text.slice(0, index) + other + text.slice(index + word.length);
    }
    default: {
      const lines = text.split('\n');
      const line = lines.splice(random.below(lines.length), 1)[0] ?? '';
      lines.splice(random.below(lines.length + 1), 0, ...Array(random.pick([0, 1, 2, 3000])).fill(line.slice(0, 1000)));
      return lines.join('\n');
    }
  }
}
