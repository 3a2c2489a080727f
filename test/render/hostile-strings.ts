// biome-ignore-all format: a list is read by the line, not by the word
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: other languages write their templates so
/** Strings of one kind that have broken programs before. */
export interface HostileGroup {
  readonly name: string;
  /** What such a string breaks where it is not treated as data. */
  readonly why: string;
  readonly values: readonly string[];
}

/** What a payload calls; a page that holds a tripwire of this name sees whether anything ran. */
const TRIP = 'top.trip()';
const code = (...points: readonly number[]): string => String.fromCodePoint(...points);
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const each = <A, B>(as: readonly A[], bs: readonly B[], join: (a: A, b: B) => string): readonly string[] =>
  as.flatMap((a) => bs.map((b) => join(a, b)));

const QUOTES = [
  '"', "'", '`', '\u201c', '\u201d', '\u2018', '\u2019', '\u00ab', '\u00bb', '\u201e', '\u201a', '\u2033', '\uff02',
  '\uff07',
];
const ENDS = [
  '', '">', "'>", '</p>', '</a>', '</td></tr></table>', '-->', '</title>', '</style>', '</textarea>', '</script>',
  ']]>', '"></a><a href="', '</body></html>',
];
const ELEMENTS = [
  `<script>${TRIP}</script>`, `<img src=x onerror=${TRIP}>`, `<svg onload=${TRIP}>`,
  `<iframe src="javascript:${TRIP}"></iframe>`, `<details open ontoggle=${TRIP}>`,
];
const HANDLERS = ['onerror', 'onload', 'onclick', 'onmouseover', 'onfocus', 'onanimationstart', 'style', 'srcdoc'];
const BREAKS = [
  '\r\n', '\n', '\r', '\r\n ', '\n\t', '\u2028', '\u2029', '\u0085', '\v', '\f', '%0d%0a', '\\r\\n', '\u560d\u560a',
  '\u010d\u010a',
];
const HEADERS = [
  'Bcc: evil@x.test', 'To: evil@x.test', 'Subject: Evil', 'Content-Type: text/html',
  '\r\n<script>top.trip()</script>',
];
const SCHEMES = ['javascript', 'data', 'vbscript', 'file', 'blob', 'view-source', 'intent', 'ms-msdt'];
const TURNS = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c];

/** More than 500 strings, each of which is only text and must stay so; the same ones every time. */
export const hostileGroups: readonly HostileGroup[] = [
  {
    name: 'control characters',
    why: 'end lines, strings and files; terminals act on them; HTML and XML forbid most',
    values: [...range(0x00, 0x1f), ...range(0x7f, 0x9f)].map((point) => `a${code(point)}b`),
  },
  {
    name: 'header folds',
    why: 'begin a header of their own, or end the headers',
    values: each(BREAKS, HEADERS, (line, header) => `Ann${line}${header}`),
  },
  {
    name: 'direction',
    why: 'turn around what stands behind them, so that a name is read as something else',
    values: [
      ...each(TURNS, ['', 'exe.gpj'], (turn, rest) => `Ann${code(turn)}${rest}`),
      '\u05d0\u05d1\u05d2 123 abc',
      '\u0645\u0631\u062d\u0628\u0627 (1) [2] {3}',
      `${code(0x202e)}${code(0x2066)}${code(0x202b)}`.repeat(40),
    ],
  },
  {
    name: 'invisible characters',
    why: 'make two texts look the same, and one look empty',
    values: [
      0xa0, 0xad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x180e, 0x2000, 0x2003, 0x200b, 0x200c, 0x200d, 0x202f, 0x205f,
      0x2060, 0x2061, 0x2064, 0x206a, 0x2800, 0x3000, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffc, 0x1d173,
      0xe0001, 0xe0041, 0xe0100,
    ].map((point) => `a${code(point)}b`),
  },
  {
    name: 'nothing to see',
    why: 'pass for a name and show a gap',
    values: [
      '', ' ', '\t', '\n', '\r\n', '\u00a0', '\u3000', '\u2003\u2003', '\u200b', '\ufeff', '\u2060', '\u3164', '\0',
      '\u202e',
    ],
  },
  {
    name: 'emoji',
    why: 'are many code points to one picture, and may be cut in the middle',
    values: [
      '👩‍👩‍👧‍👦',
      '👨🏿‍🚀',
      '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
      '🇩🇪🇩',
      '🇦',
      '1️⃣#️⃣',
      '❤️‍🔥',
      '\u200d\u200d',
      '👋\u{1f3fd}\u{1f3fd}',
      '🏳️‍🌈🏳️‍⚧️',
      '👨‍👩‍👧‍👦'.repeat(40),
      '😀'.repeat(60),
      'a😀b😀c',
    ],
  },
  {
    name: 'combining marks',
    why: 'pile up beyond their line, and change under normalisation',
    values: [
      'e\u0301',
      'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA\u036b\u0357\u0334\u0362\u0335\u031c\u0330\u0354L\u0368\u0367\u0369\u0358\u0320G\u0311\u0357\u030e\u0305\u035b\u0341\u0334\u033b\u0348\u034d\u0354\u0339O',
      `a${'\u0301'.repeat(10)}`,
      `a${'\u0300'.repeat(200)}`,
      '\u0301leading',
      '\u1112\u1161\u11ab\u1100\u1173\u11af',
      '\u0958\u0915\u093c',
      '\u0f40\u0f71\u0f7c\u0f7e',
      '\ufdfa\ufdfd',
      '\ufb01\ufb05\u00df\u0130\u0131\u017f',
    ],
  },
  {
    name: 'broken Unicode',
    why: 'is no text at all: encoders throw, or write bytes that nobody can read',
    values: [
      '\ud800', '\udc00', 'a\ud83d', '\ude00b', '\udc00\ud800', '\ud83d\ud83d\ude00', '\ufffe', '\uffff', '\ufdd0',
      code(0x1fffe), code(0x10ffff), code(0xe000), '\ufffd', '\ud800"\udc00', '\ud83d<b>',
    ],
  },
  {
    name: 'quotes',
    why: 'end the string or the attribute that they stand in',
    values: each(QUOTES, ['Q', 'QaQ', 'a Q b', '\\Q', 'QQQ'], (quote, form) => form.replaceAll('Q', quote)),
  },
  {
    name: 'HTML',
    why: 'closes the place that it stands in and begins something that runs',
    values: each(ENDS, ELEMENTS, (end, element) => end + element),
  },
  {
    name: 'event handlers',
    why: 'add an attribute to the tag that they stand in',
    values: each(HANDLERS, ['"', "'", '`', ''], (handler, quote) => `x${quote} ${handler}=${quote}${TRIP}${quote} x=${quote}`),
  },
  {
    name: 'comments and declarations',
    why: 'hide what follows, or wake what Outlook alone reads',
    values: [
      '<!--', '-->', '--!>', '<!-->', '<!--->', '<!', '<![CDATA[x]]>', ']]>', '<!--[if mso]><b>', '<![endif]-->',
      '<!--[if gte mso 9]><xml>', '<!--<![endif]-->', '<?xml version="1.0"?>',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;', '<%= 7 %>', '<?php echo 1 ?>',
    ],
  },
  {
    name: 'broken tags',
    why: 'are read by browsers in ways that filters do not expect',
    values: [
      '<', '>', '<a', '<a href=', '<a href="', '</', '<img/src=x', '< script>',
      `<scr<script>ipt>${TRIP}</scr</script>ipt>`, `<\0script>${TRIP}</script>`, '\uff1cscript\uff1e',
      '<\u017fcript>', '<svg><style><img src=x>', '<math><mtext></p><script>',
      '<noscript><p title="</noscript><img src=x>">', '<template><b>', '<select><option>', '<table><b>',
      '<base href="https://evil.example/">', '<meta http-equiv="refresh" content="0;url=https://evil.example">',
      '<link rel=stylesheet href=//evil.example>', '<form action=https://evil.example><input name=a>', '<plaintext>',
      '<xmp>', '<frameset>', '<p style="position:fixed;inset:0">', `<a href="javascript:${TRIP}">x</a>`,
      `<object data="javascript:${TRIP}">`, '<mj-raw>', '</mj-text></mj-column>', '<mj-include path="/etc/passwd" />',
      '<mj-button href="x">y</mj-button>',
    ],
  },
  {
    name: 'entities',
    why: 'are decoded once too often, or turn into the character that was escaped',
    values: [
      '&', '&&', '&lt', '&lt;', '&amp;lt;', '&#60;', '&#x3c;', '&#60', '&#0;', '&#x110000;', '&#xd800;', '&#13;&#10;',
      '&quot;', '&apos;', '&colon;', '&Tab;', '&NewLine;', '&NotEqualTilde;', '&copy=1', 'a&b=c&d',
      '&lt;script&gt;top.trip()&lt;/script&gt;', '%3Cscript%3E', '\\u003cscript\\u003e', '\\x3cscript\\x3e',
    ],
  },
  {
    name: 'Liquid and other templates',
    why: 'run, when what data made is taken for a template',
    values: [
      '{{ 7 | times: 7 }}', '{{ profile.email }}', '{{ profile | json }}', '{% assign a = 1 %}', '{% raw %}',
      '{% endraw %}', '{% comment %}', '{% include ".env" %}', '{% for i in (1..999999) %}x{% endfor %}', '{{', '}}',
      '{%', '%}', '{{{x}}}', '{%- endif -%}', '{{ "a" }}', '{# a #}', '{', '}', '{{ "now" | date: "%Y" }}', '${7*7}',
      '#{7*7}', '<%= 7*7 %>', `{{constructor.constructor('${TRIP}')()}}`, '*|FNAME|*', '%recipient.name%', '%%name%%',
      '[[name]]', '$name', '{name}', 'zq000qqqqq', 'zq1qq zq000qq zq00aqq', '| default: "x"',
    ],
  },
  {
    name: 'encoded words and MIME',
    why: 'are decoded by a mail client, or look like the frame of the message',
    values: [
      '=?utf-8?q?=0D=0ABcc:_evil@x.test?=', '=?utf-8?B?DQpCY2M6IGV2aWxAeC50ZXN0?=', '=?utf-8?q?', '=?', '?=',
      '=?x?y?z?=', '=0D=0ABcc: evil@x.test', '=', '=3D', '=E2=80=A8', '==', '.', '..', '.\r\n.', '\r\n.\r\n',
      '\r\n.\r\nMAIL FROM:<evil@x.test>', '\nFrom evil@x.test', '--=_lc_',
      '\r\n--=_lc_00000000000000000000000000000000--\r\n', '\r\n--\r\nContent-Type: text/html\r\n\r\n<b>',
      'begin 644 x', '+ADw-script+AD4-', '\u001b$B', 'Re: Re: Fwd:', '\r\n\r\n',
    ],
  },
  {
    name: 'addresses',
    why: 'add a recipient, or change who a message is from',
    values: [
      'a@x.test, b@y.test', 'a@x.test; b@y.test', '<evil@x.test>', 'Ann <evil@x.test>', '"Ann" <evil@x.test>',
      'Ann" <evil@x.test>, "', 'evil@x.test>', 'group: a@x.test, b@y.test;', '(comment) Ann', 'Ann (a comment',
      'Ann\\', 'Ann,', 'Ann;', 'Ann:', '@', '@x.test:a@y.test', 'undisclosed-recipients:;', 'Ann@home', '<>',
      'Ann <evil@x.test> at',
    ],
  },
  {
    name: 'URLs',
    why: 'run a program, leave for another host, or climb out of their part of a link',
    values: [
      ...each(SCHEMES, ['S:top.trip()', 'S://x.example/', ' S:top.trip()', '\tS:top.trip()'], (scheme, form) => form.replace('S', scheme)),
      ...[
        'JaVaScRiPt:top.trip()', 'java\tscript:top.trip()', 'java\nscript:top.trip()', 'java\0script:top.trip()',
        '\u0001javascript:top.trip()', 'javascript&colon;top.trip()', 'javascript&#58;top.trip()',
        'javascript%3atop.trip()', 'javascript://x.example/%0atop.trip()',
        'javascript:/*--></title></style>*/top.trip()', 'data:text/html,<script>top.trip()</script>',
        'data:text/html;base64,PHNjcmlwdD50b3AudHJpcCgpPC9zY3JpcHQ+',
      ],
      ...[
        '//evil.example', '///evil.example', '\\\\evil.example', '/\\evil.example', 'https:evil.example',
        'https:/evil.example', 'https://good.example@evil.example', 'https://evil.example\\@good.example',
        'https://[::1', 'https://0x7f.1/', 'https://127.1', 'https://ex\u2024ample.com',
        'https://\u0440\u0430ypal.com', 'https://xn--pple-43d.com', 'https://x.example/"onclick="top.trip()',
        'https://x.example/<b>', 'https://x.example/ b', 'https://x.example/%0d%0aSet-Cookie:a',
        'http://x.example:99999', 'ftp://x.example', 'mailto:a@x.test?bcc=b@y.test', 'tel:+49171', '?a=b&c=d#e', '#',
        '../../admin', './.', '%2e%2e%2f', '%', '%zz', '%00', '%ff%fe', 'a/b?c=d&e=f#g', 'a+b c%20d', ';jsessionid=1',
        '@evil.example', ':443@evil.example', '.evil.example',
      ],
    ],
  },
  {
    name: 'SQL',
    why: 'ends a string of a query and goes on as the query',
    values: [
      "'; DROP TABLE profiles; --", "' OR '1'='1", '" OR 1=1 --', "admin'--", "1; UPDATE x SET y = 'z'",
      "' UNION SELECT * FROM x --", "Robert'); DROP TABLE Students;--", '%27%20OR%201=1', "\\' OR 1=1",
      '$$;SELECT 1$$', '/* */', "E'\\x27'",
    ],
  },
  {
    name: 'shells',
    why: 'run where text becomes a command',
    values: [
      '; rm -rf /', '$(id)', '`id`', '| cat /etc/passwd', '&& id', '> /tmp/x', '$HOME', '~', '*', '!!', '-rf',
      '--help', '%COMSPEC%', '\\`id\\`', '() { :;}; id', '@(id)',
    ],
  },
  {
    name: 'paths',
    why: 'leave the folder, or name something that is no file',
    values: [
      '../../../etc/passwd', '..\\..\\windows\\win.ini', '/etc/passwd\0.png', 'C:\\CON', 'NUL', 'aux.txt', 'file.',
      'file ', '\\\\server\\share', './..//..', '%2e%2e/', '.env', '/dev/null', '\u2025/\u2025/',
    ],
  },
  {
    name: 'words of programs',
    why: 'mean something to a program, and are the names of some people',
    values: [
      'null', 'NULL', 'undefined', 'NaN', 'Infinity', '-Infinity', 'true', 'false', 'nil', 'None', 'blank', 'empty',
      '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'length',
      '[object Object]', '0', '-0', '1e309', '0x10', '010', '1_000', '1,5', 'Infinity%',
    ],
  },
  {
    name: 'numbers and dates',
    why: 'are written in other digits, or mean a day that is not',
    values: [
      '١٢٣', '१२३', '๑๒๓', '一二三', '\uff11\uff12\uff13', 'Ⅷ', '½', '²', '0000-00-00', '2026-02-30', '2026-13-01T25:61',
      '1970-01-01T00:00:00Z', '99999-01-01', '29.02.2025', '12/31/26', 'tomorrow', 'now', '9007199254740993',
      '1.7976931348623157e309',
    ],
  },
  {
    name: 'names in other scripts',
    why: 'are how people are called',
    values: [
      'محمد', 'עִבְרִית', '李小龍', 'Иван', '한국어', 'Αλέξανδρος', 'ไทย', 'தமிழ்', 'བོད', 'ᠮᠣᠩᠭᠣᠯ', 'Ødegård', "O'Brien",
      'Nguyễn Thị', 'Jean-François', 'ß', 'Þór', '\u02bbOlelo', 'Иvan', '𝒜𝓃𝓃', 'ＡＮＮ', '🅰🅽🅽', '田中\u3000太郎',
      'مرحبا John', 'Zoë',
    ],
  },
  {
    name: 'JSON and JavaScript',
    why: 'end a string of a script, or are another value than the one that was meant',
    values: [
      '"', '\\', '\\"', '\\\\', '\\u0022', '\\u000a', '"},{"a":"', '"}', ']', ',', '":', '{"__proto__":{"a":1}}',
      '</script><script>', '\u2028\u2029', "';top.trip();'", '";top.trip();"', '\\', '/*', '*/', '//',
      '`${top.trip()}`',
    ],
  },
  {
    name: 'CSS and spreadsheets',
    why: 'begin a rule, or a formula',
    values: [
      '}*{display:none}', ';background:url(https://evil.example)', 'expression(top.trip())',
      'url(javascript:top.trip())', '@import "//evil.example"', '\\65 xpression', '/**/', '=1+1', '+1', '-1',
      '@SUM(A1)', "=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example")', '\t=1',
    ],
  },
  {
    name: 'long texts',
    why: 'are cut, split over lines, or counted as something else',
    values: [
      ...[76, 77, 250, 256, 998, 999, 10_000].map((length) => 'x'.repeat(length)),
      ...[40, 120, 3_000].flatMap((length) => ['é'.repeat(length), '漢'.repeat(length), 'ab '.repeat(length)]),
      '<'.repeat(10_000),
      '"'.repeat(10_000),
      '&'.repeat(5_000),
      '\n'.repeat(1_000).concat('x'),
      `a${' '.repeat(10_000)}b`,
      '=?'.repeat(200),
      '{{'.repeat(500),
      `${'a\u0301'.repeat(500)}`,
    ],
  },
];

/** All of them, each once. */
export const hostileStrings: readonly string[] = [...new Set(hostileGroups.flatMap(({ values }) => values))];
