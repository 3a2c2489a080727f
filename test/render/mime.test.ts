import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Email } from '../../src/model/email.js';
import { buildContext } from '../../src/render/build-context.js';
import { buildMime } from '../../src/render/build-mime.js';
import { checkEmail } from '../../src/render/check-email.js';
import { listHeaders } from '../../src/render/list-headers.js';
import { renderEmail } from '../../src/render/render-email.js';
import { parseHtmlShape } from './html-shape.js';

const date = Date.UTC(2026, 2, 2, 9, 5, 7);
const unsubscribeUrl = `https://mail.acme.example/unsubscribe/${'x'.repeat(75)}`;
const email: Email = {
  messageId: 'abc234@mail.acme.example',
  from: 'Ana Müller at Acme <hello@acme.example>',
  replyTo: 'help@acme.example',
  to: "Zoe.O'Neil+x@Example.test",
  toName: 'Zoë, "Z" O\'Neil',
  subject: 'Noch da? Dein Warenkorb wartet – 20 % 🎁',
  html: '<p>Grüße\n.\n.leading <a href="https://acme.example/?a=1&amp;b=2">link</a></p>'.padEnd(3000, 'é'),
  text: 'Grüße\n.\n..two\n',
  headers: listHeaders({
    project: 'acme',
    campaign: 'cart-recovery',
    step: 'help',
    topic: 'offers',
    unsubscribeUrl,
    domain: 'acme.example',
  }),
};

const build = (changes: Partial<Email> = {}) => Buffer.from(buildMime({ ...email, ...changes }, date, 'seed'));
const headerLines = (bytes: Buffer) =>
  bytes
    .toString('latin1')
    .split('\r\n\r\n')[0]!
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');

describe('one message', () => {
  test('reads back as it was', async () => {
    const parsed = await PostalMime.parse(build());
    expect(parsed.from).toEqual({ name: 'Ana Müller at Acme', address: 'hello@acme.example' });
    expect(parsed.to).toEqual([{ name: email.toName, address: "Zoe.O'Neil+x@example.test" }]);
    expect(parsed.replyTo).toEqual([{ name: '', address: 'help@acme.example' }]);
    expect(parsed.subject).toBe(email.subject);
    expect(parsed.messageId).toBe('<abc234@mail.acme.example>');
    expect(parsed.date).toBe('2026-03-02T09:05:07.000Z');
    expect(parsed.html?.trim()).toBe(email.html);
    expect(parsed.text).toBe(email.text);
  });

  test('has every header once, and the ones that end a mailing', () => {
    const lines = headerLines(build());
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'From',
      'To',
      'Reply-To',
      'Subject',
      'Date',
      'Message-ID',
      'List-Unsubscribe',
      'List-Unsubscribe-Post',
      'List-Id',
      'Feedback-ID',
      'Auto-Submitted',
      'MIME-Version',
      'Content-Type',
    ]);
    expect(lines).toContain(`List-Unsubscribe: <${unsubscribeUrl}>`);
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(lines).toContain('List-Id: <offers.acme.acme.example>');
    expect(lines).toContain('Feedback-ID: cart-recovery:help:offers:acme-');
    expect(lines).toContain('Auto-Submitted: auto-generated');
    expect(lines).toContain('Date: Mon, 02 Mar 2026 09:05:07 +0000');
  });

  test('is the same bytes for the same arguments, text first, short lines, CRLF only', () => {
    const bytes = build();
    expect(build().equals(bytes)).toBe(true);
    const text = bytes.toString('latin1');
    expect(text.indexOf('text/plain')).toBeLessThan(text.indexOf('text/html'));
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThan(200);
    expect(text).toMatch(/^[\r\n\x20-\x7e]*$/);
    expect(bytes.equals(Buffer.from(buildMime(email, date, 'other')))).toBe(false);
  });

  test('a transactional one has no unsubscribe headers', () => {
    const headers = listHeaders({
      project: 'acme',
      campaign: 'c',
      step: 's',
      topic: 't',
      unsubscribeUrl: null,
      domain: 'a.example',
    });
    expect(headers.map(([name]) => name)).toEqual(['List-Id', 'Feedback-ID', 'Auto-Submitted']);
  });
});

describe('what is refused', () => {
  test.each<[Partial<Email>, string]>([
    [{ subject: 'a\r\nBcc: b@y.test' }, 'the subject holds a line break or a control character'],
    [{ subject: 'a\u2028b' }, 'the subject holds a line break or a control character'],
    [{ toName: 'a\nb' }, 'the name holds a line break or a control character'],
    [{ from: 'A\r\n <a@x.test>' }, 'the sender holds a line break or a control character'],
    [{ from: 'a@x.test, b@y.test' }, 'the sender "a@x.test, b@y.test" is not one mailbox'],
    [{ to: 'a@x.test, b@y.test' }, 'the address is not one plain address'],
    [{ to: '"a b"@x.test' }, 'the address is not one plain address'],
    [{ to: 'a@localhost' }, 'the address is not one plain address'],
    [{ to: 'a@[127.0.0.1]' }, 'the address is not one plain address'],
    [{ to: 'u\u0308@x.test' }, 'the address is not one plain address'],
    [{ from: 'ü@x.test' }, 'the sender "ü@x.test" is not one mailbox'],
    [{ to: 'a@x.test\r\nRCPT TO:<b@y.test>' }, 'the address holds a line break or a control character'],
    [{ messageId: 'a@b>\r\nX: y' }, 'the message id is not one'],
    [{ headers: [['Bcc', 'b@y.test']] }, '"Bcc" cannot be an extra header'],
    [{ headers: [['X-A', 'a\r\nBcc: b@y.test']] }, 'the header X-A holds a line break or a character outside ASCII'],
    [
      {
        headers: [
          ['X-A', 'a'],
          ['x-a', 'b'],
        ],
      },
      'the header x-a is there twice',
    ],
    [{ headers: [['X-A', 'a'.repeat(1000)]] }, 'the header X-A is longer than 900 characters'],
  ])('%j', (changes, problem) => {
    expect(checkEmail({ ...email, ...changes })).toBe(problem);
    expect(() => build(changes)).toThrow(problem);
  });
});

test('a subject that looks encoded is not decoded into something else', async () => {
  const subject = 'Hi =?utf-8?q?Bob?= there';
  expect((await PostalMime.parse(build({ subject }))).subject).toBe(subject);
});

test('an international domain travels as A-labels', async () => {
  expect((await PostalMime.parse(build({ to: 'a@bücher.example' }))).to).toEqual([
    { name: email.toName, address: 'a@xn--bcher-kva.example' },
  ]);
});

test('any subject and name reads back, in words that RFC 2047 allows', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 250 }),
    fc.string({ minLength: 1, maxLength: 250 }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (raw) => {
      const value = raw.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
      fc.pre(value !== '' && checkEmail({ ...email, subject: value, toName: value }) === null);
      const bytes = build({ subject: value, toName: value });
      const parsed = await PostalMime.parse(bytes);
      expect(parsed.subject).toBe(value);
      expect(parsed.to).toEqual([{ name: value, address: "Zoe.O'Neil+x@example.test" }]);
      for (const word of bytes.toString('latin1').match(/=\?UTF-8\?B\?[^?]*\?=/g) ?? [])
        expect(word.length).toBeLessThanOrEqual(75);
    }),
    { numRuns: 300 },
  );
});

test('a hostile first name changes neither headers, recipients nor the shape of the HTML', async () => {
  const hostile = fc
    .array(
      fc.constantFrom(
        '\r\nBcc: evil@x.test',
        '\n',
        '"',
        "'",
        '<script>alert(1)</script>',
        '</p><img src=x onerror=alert(1)>',
        '{{ 1 }}',
        '{% if %}',
        '-->',
        '\u202e',
        '\u2066',
        '😀',
        'é',
        'a@x.test, b@y.test',
        ']]>',
        '`',
        '=?utf-8?q?=0D=0A?=',
        '\0',
        '\ud800',
        '&lt;',
        'x'.repeat(300),
        '\\',
        ';,',
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join(''));
  const template = {
    lang: 'en',
    subject: 'Hi {{ profile.first_name }}',
    preheader: null,
    from: null,
    html: '<title>{{ message.subject }}</title><p title="{{ profile.first_name }}">{{ profile.first_name }} <a href="{{ profile.first_name | safe_url }}">a</a><a href=\'https://x.test/?n={{ profile.first_name | url_part }}\'>b</a></p>',
    text: 'Hi {{ profile.first_name }} (https://x.test/?n={{ profile.first_name | url_part }})',
  };
  const people = {
    project: { name: 'p' },
    campaign: { id: 'c', name: 'C' },
    step: { id: 's' },
    event: { values: {}, types: {} },
    zone: 'UTC',
  };
  const messageOf = (first_name: string) =>
    renderEmail({
      template,
      subject: null,
      context: buildContext({
        ...people,
        profile: { values: { first_name }, types: { first_name: 'string' } },
        message: { id: 'a', unsubscribeUrl: null, viewUrl: null },
      }),
    });
  const calm = messageOf('Ann');
  if (!('ok' in calm)) throw new Error(calm.problem);
  const shape = parseHtmlShape(calm.ok.html);
  const names = headerLines(build({ ...calm.ok, from: email.from })).map((line) => line.split(':')[0]);
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      const rendered = messageOf(name);
      if (!('ok' in rendered)) return;
      expect(parseHtmlShape(rendered.ok.html)).toEqual(shape);
      const message = { ...email, ...rendered.ok, from: email.from, toName: name };
      if (checkEmail(message) !== null) return;
      sent++;
      const bytes = build(message);
      expect(headerLines(bytes).map((line) => line.split(':')[0])).toEqual(names);
      const parsed = await PostalMime.parse(bytes);
      expect(parsed.to).toHaveLength(1);
      expect(parsed.to?.[0]?.address).toBe("Zoe.O'Neil+x@example.test");
      expect(parsed.bcc).toBeUndefined();
    }),
    { numRuns: 500 },
  );
  expect(sent).toBeGreaterThan(50);
});
