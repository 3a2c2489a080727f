import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Email } from '../../src/model/email.js';
import { parseEmailAddress } from '../../src/model/email-address.js';
import { buildContext } from '../../src/render/build-context.js';
import { buildMime } from '../../src/render/build-mime.js';
import { checkEmail } from '../../src/render/check-email.js';
import { readDkimKey } from '../../src/render/dkim/read-key.js';
import { signAndVerify } from '../../src/render/dkim/sign-and-verify.js';
import { listHeaders } from '../../src/render/list-headers.js';
import { renderEmail } from '../../src/render/render-email.js';
import { compileText, inColumn } from '../compile/templates/compile-text.js';

const DATE = Date.UTC(2026, 2, 2, 9, 5, 7);
const ID = 'k7w2j4q6t5r3n2m7b6v5c4x3z2a7s6d5';
const unsubscribeUrl = `https://mail.acme.example/u/${'x'.repeat(75)}`;
const headers = listHeaders({
  project: 'acme',
  campaign: 'cart-recovery',
  step: 'help',
  topic: 'offers',
  unsubscribeUrl,
  domain: 'acme.example',
});
const email: Email = {
  messageId: `<${ID}@acme.example>`,
  from: 'Ana Müller vom Kundendienst der Acme Haushaltswaren GmbH & Co. KG <hello@acme.example>',
  replyTo: 'Hilfe und Rückfragen zu Ihrer Bestellung bei Acme <help@acme.example>',
  to: 'zoe@example.test',
  toName: 'Zoë "Z" O\'Neil 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀',
  subject:
    'Noch da? Dein Warenkorb wartet – 20 % 🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁 bis Sonntag, danach wieder zum alten Preis',
  html: '<p>Grüße\n.\n..\n.leading\nFrom me <a href="https://acme.example/?a=1&amp;b=2">link</a> \n</p>'.padEnd(
    3000,
    'é',
  ),
  text: `Grüße\n.\n..\nFrom me \n${'long'.repeat(500)}\n`,
  headers,
};
const key = readDkimKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
if ('problem' in key) throw new Error(key.problem);
const sign = signAndVerify([{ domain: 'acme.example', selector: 's1', key }]);

/** As they leave: signed. */
const build = async (changes: Partial<Email> = {}): Promise<Buffer> =>
  Buffer.from(await sign(buildMime({ ...email, ...changes }, DATE, ID)));

/** Header lines as they stand there, and fields unfolded. */
function read(bytes: Buffer) {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const lines = text.slice(0, end).split('\r\n');
  const fields = text
    .slice(0, end)
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 2)] as const);
  const all = (name: string) => fields.filter(([each]) => each.toLowerCase() === name.toLowerCase());
  return { text, lines, fields, all, value: (name: string) => all(name)[0]?.[1] };
}

let bytes: Buffer;
let mail: ReturnType<typeof read>;
beforeAll(async () => {
  bytes = await build();
  mail = read(bytes);
});

describe('E1 lines (RFC 5322 2.1.1, RFC 5321 2.3.8)', () => {
  test('end in CRLF and nothing else, and have at most 998 octets, in the body 76', () => {
    expect(mail.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
    const [, ...body] = mail.text.split('\r\n\r\n');
    expect(
      Math.max(
        ...body
          .join('\r\n\r\n')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(76);
    expect(Math.max(...mail.lines.map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test('of a long subject are folded at 78, whatever it is written in', async () => {
    const subjects = [
      'word '.repeat(50).trim(),
      'x'.repeat(255),
      'é'.repeat(255),
      'Ä b '.repeat(60).trim(),
      '字'.repeat(255),
    ];
    for (const subject of subjects) {
      const { lines, text } = read(await build({ subject }));
      const from = lines.findIndex((line) => line.startsWith('Subject: '));
      const to = lines.findIndex((line, at) => at > from && !/^[ \t]/.test(line));
      for (const line of lines.slice(from, to)) expect(line.length).toBeLessThanOrEqual(78);
      expect((await PostalMime.parse(Buffer.from(text, 'latin1'))).subject).toBe(subject);
    }
  });

  test('of what identifies the list are not folded, for some servers fold them anew', () => {
    for (const name of ['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id', 'Message-ID'])
      expect(
        mail.lines.filter((line) => line.startsWith(`${name}: `)),
        name,
      ).toHaveLength(1);
    expect(mail.lines.filter((line) => /^[A-Za-z-]+:\s*$/.test(line))).toEqual([]);
  });
});

describe('E2 headers (RFC 5322 3.6)', () => {
  test('are there once each, with one mailbox in From and To', async () => {
    const names = mail.fields.map(([name]) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const name of ['from', 'to', 'date', 'message-id', 'subject', 'mime-version', 'content-type'])
      expect(names).toContain(name);
    for (const name of ['sender', 'cc', 'bcc', 'return-path', 'x-mailer']) expect(names).not.toContain(name);
    const parsed = await PostalMime.parse(bytes);
    expect(parsed.from).toMatchObject({ address: 'hello@acme.example' });
    expect(parsed.to).toEqual([{ name: email.toName, address: 'zoe@example.test' }]);
    expect(parsed.replyTo).toMatchObject([{ address: 'help@acme.example' }]);
  });
});

describe('E3, E4 a message built again', () => {
  test('is the same to the byte: identity, date, boundary and signature', async () => {
    expect((await build()).equals(bytes)).toBe(true);
    expect(mail.value('Message-ID')).toBe(`<${ID}@acme.example>`);
    expect(mail.value('Date')).toBe('Mon, 02 Mar 2026 09:05:07 +0000');
  });

  test('says who the recipient is in To alone', () => {
    for (const [name, value] of mail.fields) {
      if (name !== 'To') expect(value, name).not.toMatch(/zoe|neil|example\.test/i);
    }
  });
});

describe('E5 encoded words (RFC 2047)', () => {
  const wordsOf = (text: string) => text.match(/=\?[^?]*\?[^?]*\?[^?]*\?=/g) ?? [];

  test('have at most 75 characters, on lines of at most 76, each of whole characters, never in quotes or an address', () => {
    expect(wordsOf(mail.text).length).toBeGreaterThan(6);
    for (const line of mail.lines.filter((each) => each.includes('=?')))
      expect(line.length, line).toBeLessThanOrEqual(76);
    for (const word of wordsOf(mail.text)) {
      expect(word.length).toBeLessThanOrEqual(75);
      const content = Buffer.from(word.split('?')[3]!, 'base64');
      expect(Buffer.from(content.toString('utf8')).equals(content)).toBe(true);
      expect(content.toString('utf8')).not.toContain('\ufffd');
    }
    expect(mail.text).not.toMatch(/"[^"\r\n]*=\?UTF-8[^"\r\n]*"/);
    expect(mail.text).not.toMatch(/<[^>\r\n]*=\?/);
  });

  test('are whole whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (raw) => {
        const value = `é${raw.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '')}`.trim();
        const changed = { ...email, subject: value, toName: value, from: 'A <a@acme.example>', replyTo: null };
        fc.pre(checkEmail(changed) === null);
        const { lines, text } = read(Buffer.from(buildMime(changed, DATE, ID)));
        for (const line of lines.filter((each) => each.includes('=?UTF-8?')))
          expect(line.length).toBeLessThanOrEqual(76);
        for (const word of wordsOf(text))
          expect(Buffer.from(word.split('?')[3]!, 'base64').toString('utf8')).not.toContain('\ufffd');
      }),
      { numRuns: 100 },
    );
  });
});

describe('E6, E7 parts (RFC 2045, 2046)', () => {
  test('are text, then HTML, in UTF-8 and quoted-printable, with a boundary that stands nowhere else', () => {
    const [, boundary = ''] =
      /^multipart\/alternative; boundary="([^"]{1,70})"$/.exec(mail.value('Content-Type') ?? '') ?? [];
    const parts = mail.text.split(`--${boundary}`);
    expect(parts).toHaveLength(4);
    expect(parts[3]).toBe('--\r\n');
    for (const [at, type] of [
      [1, 'text/plain'],
      [2, 'text/html'],
    ] as const) {
      expect(parts[at]).toMatch(
        new RegExp(
          `^\\r\\nContent-Type: ${type}; charset=utf-8\\r\\nContent-Transfer-Encoding: quoted-printable\\r\\n\\r\\n`,
        ),
      );
      expect(parts[at]).toMatch(/^[\x20-\x7e\r\n]*$/);
      expect(parts[at]).not.toMatch(/[ \t]\r\n(?!$)/);
    }
  });

  test('have the same links, and neither is empty', async () => {
    const { template, shown } = await compileText(
      inColumn(
        '<mj-text>Hi {{ profile.first_name | default: "there" }}, <a href="https://acme.example/{{ profile.first_name | default: "" }}?a=1&amp;b={{ event.sku | default: "" }}">look</a></mj-text>' +
          '<mj-button href="https://acme.example/cart">Cart</mj-button>' +
          '<mj-text><a href="{{ message.view_url }}">View</a> <a href="{{ message.unsubscribe_url }}">Stop</a></mj-text>',
      ),
    );
    expect(shown).toEqual([]);
    const rendered = renderEmail({
      template: template!,
      subject: null,
      context: buildContext({
        project: { name: 'p' },
        campaign: { id: 'c', name: 'C' },
        step: { id: 's' },
        event: { values: { sku: 'A&B/1 "2"' }, types: { sku: 'string' } },
        zone: 'UTC',
        profile: { values: { first_name: 'Zoë <b> & co' }, types: { first_name: 'string' } },
        message: { id: ID, unsubscribeUrl, viewUrl: 'https://mail.acme.example/v/x' },
      }),
    });
    if (!('ok' in rendered)) throw new Error(rendered.problem);
    const parsed = await PostalMime.parse(
      await build(rendered.ok.from === null ? { html: rendered.ok.html, text: rendered.ok.text } : {}),
    );
    const inHtml = [...(parsed.html ?? '').matchAll(/<a[^>]* href="([^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    );
    const inText = (parsed.text ?? '').match(/https:[^\s)]+/g) ?? [];
    expect(new Set(inText)).toEqual(new Set(inHtml));
    expect(new Set(inHtml).size).toBe(4);
    expect(inHtml).toContain(unsubscribeUrl);
    expect(inHtml[0]).toBe('https://acme.example/Zo%C3%AB%20%3Cb%3E%20%26%20co?a=1&b=A%26B%2F1%20%222%22');
  });
});

describe('E8, E9 addresses (RFC 5321 4.5.3.1, 6531)', () => {
  test.each([
    ["Zoe.O'Neil+X@EXAMPLE.Test", "Zoe.O'Neil+X@example.test"],
    ['zoe@bücher.example', 'zoe@xn--bcher-kva.example'],
    ['zoe@faß.example', 'zoe@xn--fa-hia.example'],
    ['zoé@bücher.example', 'zoé@xn--bcher-kva.example'],
    ['张伟@例子.测试', '张伟@xn--fsqu00a.xn--0zwm56d'],
  ])('%s goes to %s', async (to, address) => {
    const parsed = await PostalMime.parse(await build({ to, toName: null }));
    expect(parsed.to).toEqual([{ name: '', address }]);
  });

  test.each([
    ['"zoe"@example.test'],
    ['zoe@[127.0.0.1]'],
    ['zoe@127.0.0.1'],
    ['zoe@localhost'],
    ['zoe@example.test.'],
    ['zoe@example.123'],
    ['zoe@xn--a.test'],
    [`${'a'.repeat(65)}@example.test`],
    [`${'é'.repeat(33)}@example.test`],
    [`zoe@${'a'.repeat(64)}.test`],
    [`zoe@${'aaaaaaaaa.'.repeat(25)}test`],
    ['zoe@example.test, eve@example.test'],
    ['friends: zoe@example.test, eve@example.test;'],
    ['zoe(comment)@example.test'],
    ['zoe@example.test\r\nBcc: eve@example.test'],
    ['zo\u200be@example.test'],
    ['\u202ezoe@example.test'],
    ['zoe\u0301@example.test'],
    ['😀@example.test'],
  ])('%j goes nowhere', (to) => {
    expect(checkEmail({ ...email, to })).not.toBeNull();
    expect(parseEmailAddress(to)).toHaveProperty('problem');
  });
});

describe('E14 to E17 what a machine reads', () => {
  test('no line begins with a dot, so that none is taken for the end of a message; 8-bit is in no byte', () => {
    expect(mail.text).toMatch(/\r\n=2Eleading/);
    expect(mail.text).not.toMatch(/^\./m);
    expect(mail.text).toMatch(/^[\x20-\x7e\r\n]*$/);
  });

  test('says that no person wrote it, and which list it is of (RFC 3834, 2919)', () => {
    expect(mail.value('Auto-Submitted')).toBe('auto-generated');
    expect(mail.value('List-Id')).toMatch(/^<[a-z0-9.-]+>$/);
    expect(mail.value('Feedback-ID')?.split(':')).toHaveLength(4);
    expect(mail.value('Feedback-ID')?.split(':').at(-1)).toMatch(/^.{5,15}$/);
  });

  test('ends the list by one https address and one click, both signed (RFC 2369, 8058)', async () => {
    expect(mail.all('List-Unsubscribe')).toEqual([['List-Unsubscribe', `<${unsubscribeUrl}>`]]);
    expect(mail.all('List-Unsubscribe-Post')).toEqual([['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']]);
    const signed =
      /h=([^;]*);/
        .exec(mail.value('DKIM-Signature') ?? '')?.[1]
        ?.replace(/\s/g, '')
        .split(':') ?? [];
    const times = (name: string) => signed.filter((each) => each === name).length;
    // Every header that leaves, and one more of each than there is, so that none can be added.
    for (const [name] of mail.fields.slice(1)) expect(times(name.toLowerCase()), name).toBe(2);
    for (const name of ['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id', 'list-id'])
      expect(times(name)).toBe(2);
    const plain = read(await build({ headers: [], replyTo: null }));
    expect(plain.value('DKIM-Signature')).toMatch(/[: ]list-unsubscribe-post:/);
  });
});

test('whatever name and address a person has, the message has one recipient: theirs', async () => {
  const piece = fc.constantFrom(
    'a',
    'Zoë',
    'b.',
    '@',
    'x.test',
    '-',
    'ü',
    '例',
    '"',
    "'",
    ',',
    ';',
    ' ',
    '<',
    '>',
    '(',
    ')',
    ':',
    '\\',
    '[',
    ']',
    'eve@evil.test',
    '<eve@evil.test>',
    ', ',
    '\r\nBcc: eve@evil.test',
    '\n',
    '\0',
    '\u202e',
    '\u200b',
    '=?utf-8?q?a?=',
    '%',
    '😀',
  );
  const name = fc.array(piece, { maxLength: 6 }).map((all) => all.join(''));
  const address = fc.oneof(
    name,
    name.map((text) => `${text}@example.test`),
    fc
      .tuple(fc.constantFrom('a', 'ü', "o'b", 'a.b', 'é例'), fc.constantFrom('x.test', 'bücher.example', '例.test'))
      .map((all) => all.join('@')),
  );
  const names = read(Buffer.from(buildMime(email, DATE, ID))).fields.map(([each]) => each);
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(address, name, async (to, toName) => {
      const changed = { ...email, to, toName };
      const parsedTo = parseEmailAddress(to);
      if (checkEmail(changed) !== null) return;
      sent += 1;
      if (!('address' in parsedTo)) throw new Error('what is sent has an address');
      const built = Buffer.from(buildMime(changed, DATE, ID));
      expect(read(built).fields.map(([each]) => each)).toEqual(names);
      const parsed = await PostalMime.parse(built);
      expect(parsed.to?.map((each) => each.address)).toEqual([parsedTo.address]);
      expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
    }),
    { numRuns: 300 },
  );
  expect(sent).toBeGreaterThan(40);
});
