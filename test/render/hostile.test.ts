import { Parser } from 'htmlparser2';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeCall } from '../../src/deliver/make-call.js';
import { makeEmail, resolveEmail } from '../../src/deliver/make-email.js';
import type { EmailParcel } from '../../src/deliver/way.js';
import type { Facts } from '../../src/model/facts.js';
import type { EmailChannel, Plan } from '../../src/model/plan.js';
import { encodeEmail, type RenderedParts } from '../../src/render/render-email.js';
import { type RenderedMessage, renderMessage } from '../../src/render/render-message.js';
import { askPython, hasPython } from './ask-python.js';
import { compileHostile, contextWith, type HostileTemplates, PARAMETERS, shownOf } from './hostile-message.js';
import { hostileGroups, hostileStrings } from './hostile-strings.js';

let templates: HostileTemplates;
beforeAll(async () => {
  templates = await compileHostile();
});

const render = (kind: keyof HostileTemplates, text: string): RenderedMessage =>
  renderMessage({
    channel: kind === 'webhook' || kind === 'sms' ? kind : 'email',
    template: templates[kind],
    subject: null,
    context: contextWith(text),
  });
const emailOf = (kind: 'body' | 'subject' | 'from', text: string): RenderedParts => {
  const rendered = render(kind, text);
  if (rendered.kind !== 'email') throw new Error(`${JSON.stringify(text)}: ${JSON.stringify(rendered)}`);
  return rendered.parts;
};

const isBlank = (text: string): boolean => shownOf(text).trim() === '';
const breaksLine = (text: string): boolean => /[\t\n\r\u2028\u2029]/.test(text);
/** Those that are something to show. */
const shown = hostileStrings.filter((text) => !isBlank(text));
/** So that a failure can be read whatever the value is. */
const called = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

const plan = { project: 'shop' } as Plan;
const facts = {
  email: 'ann@people.example',
  phone: '+49 171 3920001',
  locale: null,
  attributes: {},
} as unknown as Facts;
const draft = {
  message: {
    id: 'abcdefgh',
    campaign: 'c',
    step: 's',
    topic: 't',
    profileId: 'p',
    sendAt: 0,
    transactional: false,
    body: null,
  },
  facts,
} as unknown as Parameters<typeof makeEmail>[2];
const channel = resolveEmail(
  { from: 'Shop <hello@shop.example>', replyTo: null, unsubscribe: 'https://mail.shop.example/u' } as EmailChannel,
  {},
);

type Sign = Parameters<typeof makeEmail>[5];

/** An email, encoded piece by piece as it leaves, or why it is held back. */
function parcelOf(kind: 'body' | 'subject' | 'from', text: string): EmailParcel | string {
  const parcel = buildParcel(kind, text, null);
  if (parcel instanceof Promise) throw new Error('nothing signs it');
  return parcel;
}

function buildParcel(
  kind: 'body' | 'subject' | 'from',
  text: string,
  sign: Sign,
): EmailParcel | Promise<EmailParcel> | string {
  const encoded = encodeEmail({ template: templates[kind], subject: null, context: contextWith(text) });
  if ('problem' in encoded) return encoded.problem;
  const made = makeEmail(plan, channel, draft, encoded.ok, 'https://mail.shop.example/u/1', sign);
  if (made.kind !== 'parcel') return (made as { reason: string }).reason;
  return made.build(0) as EmailParcel | Promise<EmailParcel>;
}

const bytesOf = (kind: 'body', text: string): Uint8Array => (parcelOf(kind, text) as EmailParcel).bytes;

/** Every tag with the names of its attributes, how they are nested, and how many comments there are. */
function shapeOf(html: string): readonly string[] {
  const shape: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => shape.push(`<${[name, ...Object.keys(attributes)].join(' ')}>`),
    onclosetag: (name) => shape.push(`</${name}>`),
    oncomment: () => shape.push('<!---->'),
    onprocessinginstruction: (name) => shape.push(`<${name}>`),
  });
  parser.end(html);
  return shape;
}

describe(`${hostileStrings.length} strings that break programs`, () => {
  it('are more than 500, and each group says what it breaks', () => {
    expect(hostileStrings.length).toBeGreaterThan(500);
    expect(hostileGroups.filter(({ why, values }) => why === '' || values.length < 8)).toEqual([]);
  });

  it('are held back in words where there is nothing to show, and shown everywhere else', () => {
    for (const text of hostileStrings) {
      const rendered = render('body', text);
      const expected = isBlank(text)
        ? { kind: 'none', problem: expect.stringMatching(/^(?:profile\.first_name|event\.note) is unknown$/) }
        : { kind: 'email' };
      expect(rendered, called(text)).toMatchObject(expected);
    }
  });

  it('change no tag, no attribute and no nesting of the HTML', () => {
    const body = shapeOf(emailOf('body', 'Ann').html).join('\n');
    const title = shapeOf(emailOf('subject', 'Ann').html).join('\n');
    expect(body.split('\n').length).toBeGreaterThan(80);
    for (const text of shown) {
      expect(shapeOf(emailOf('body', text).html).join('\n') === body, called(text)).toBe(true);
      if (render('subject', text).kind === 'email')
        expect(shapeOf(emailOf('subject', text).html).join('\n') === title, called(text)).toBe(true);
    }
  });

  it('are a subject when they are one line of at most 255 characters, and held back in words otherwise', () => {
    for (const text of shown) {
      const subject = `Dear ${shownOf(text)}`.trim();
      const rendered = render('subject', text);
      const isLong = [...subject].length > 255;
      if (breaksLine(subject) || isLong)
        expect(rendered, called(text)).toEqual({
          kind: 'none',
          problem: expect.stringMatching(/^the subject (?:holds|has) /),
        });
      else expect(rendered.kind === 'email' && rendered.parts.subject, called(text)).toBe(subject);
    }
  });

  it('add no header, no part and no address: what is sent reads the same with two parsers', {
    timeout: 120_000,
  }, async () => {
    const sent: { readonly text: string; readonly parts: RenderedParts; readonly bytes: Uint8Array }[] = [];
    const held: string[] = [];
    for (const text of shown) {
      for (const kind of ['body', 'subject', 'from'] as const) {
        const rendered = render(kind, text);
        if (rendered.kind !== 'email') continue;
        const parcel = parcelOf(kind, text);
        if (typeof parcel === 'string') held.push(`${kind}: ${parcel}`);
        else sent.push({ text, parts: rendered.parts, bytes: parcel.bytes });
      }
    }
    expect(sent.length).toBeGreaterThan(hostileStrings.length * 2);
    // Only the name of a sender can be one that no header may hold.
    expect(held.filter((reason) => !/^from: cannot be sent: the sender /.test(reason))).toEqual([]);
    expect(held.length).toBeGreaterThan(20);

    const calm = await PostalMime.parse(bytesOf('body', 'Ann'));
    const headers = calm.headers.map(({ originalKey }) => originalKey);
    const python = hasPython ? askPython(sent.map(({ bytes }) => bytes)) : null;
    for (const [i, { text, parts, bytes }] of sent.entries()) {
      const read = await PostalMime.parse(bytes);
      expect(
        read.headers.map(({ originalKey }) => originalKey),
        called(text),
      ).toEqual(headers);
      expect([read.from?.address, read.to, read.cc, read.bcc, read.attachments], called(text)).toEqual([
        'hello@shop.example',
        [{ name: '', address: 'ann@people.example' }],
        undefined,
        undefined,
        [],
      ]);
      expect(read.subject, called(text)).toBe(parts.subject);
      expect(difference(read.text ?? '', parts.text), called(text)).toBe(null);
      expect(difference(read.html ?? '', parts.html), called(text)).toBe(null);
      if (python === null) continue;
      const other = python[i]!;
      expect(other.headers, called(text)).toEqual(headers);
      expect([other.type, other.to, other.from.map(([, address]) => address)], called(text)).toEqual([
        'multipart/alternative',
        [['', 'ann@people.example']],
        ['hello@shop.example'],
      ]);
      expect(
        other.parts.map(({ type }) => type),
        called(text),
      ).toEqual(['text/plain', 'text/html']);
      expect(difference(other.parts[0]!.text, parts.text), called(text)).toBe(null);
      expect(difference(other.parts[1]!.text, parts.html), called(text)).toBe(null);
    }
  });

  it('are encoded so that the wire need not look at them: CRLF, no dot at the beginning of a line, signed or not', async () => {
    const sign = async (bytes: Uint8Array): Promise<Uint8Array> => Buffer.concat([Buffer.from('.signed:\n'), bytes]);
    for (const [i, text] of shown.entries()) {
      const parcel = await buildParcel('body', text, i % 2 === 0 ? null : sign);
      if (typeof parcel === 'string') throw new Error(`${called(text)}: ${parcel}`);
      const bytes = Buffer.from(parcel.bytes);
      const encoded = Buffer.from(parcel.encoded!);
      const head = bytes.length - encoded.length;
      expect(head < bytes.length / 2 && bytes.subarray(head).equals(encoded), called(text)).toBe(true);
      expect(encoded.toString('latin1'), called(text)).toMatch(/^(?:(?:[\t -\-/-~][\t -~]{0,997})?\r\n)+$/);
      expect(bytes.toString('latin1', 0, head), called(text)).toMatch(/\r\n\r\n$/);
    }
  });

  it('leave the links of the text part where they are', () => {
    for (const text of shown) {
      const links = emailOf('body', text).text.match(/https:\/\/shop\.example\/p\/[^\s)]*/g) ?? [];
      expect(links.length, called(text)).toBe(2);
      for (const link of links) expectPart(link, text);
    }
  });

  it('are one value of a webhook’s JSON, equal to what was known', () => {
    for (const text of shown) {
      const rendered = render('webhook', text);
      if (rendered.kind !== 'words') throw new Error(`${called(text)}: ${JSON.stringify(rendered)}`);
      const parcel = makeCall(plan, 'webhook', draft, rendered.words, 'https://mail.shop.example/u/1');
      const body = JSON.parse(
        Buffer.from((parcel as never as { build(date: number): { bytes: Uint8Array } }).build(0).bytes).toString(),
      );
      const value = shownOf(text);
      expect(Object.keys(body), called(text)).toEqual([
        'id',
        'type',
        'timestamp',
        'project',
        'campaign',
        'step',
        'topic',
        'profile',
        'data',
        'unsubscribe_url',
      ]);
      expect(body.data, called(text)).toEqual({ name: value, note: value, title: value, link: expect.any(String) });
      expect(body.data.link.replace('https://shop.example/p/', ''), called(text)).toMatch(/^[A-Za-z0-9%._~-]*$/);
    }
  });

  it('are the words of a text message, or too many of them', () => {
    let told = 0;
    for (const text of shown) {
      const rendered = render('sms', text);
      if (rendered.kind === 'words') {
        told++;
        expect(rendered.words.text, called(text)).toMatch(/ https:\/\/shop\.example\/p\/[A-Za-z0-9%._~-]*$/);
        expect(rendered.words.text, called(text)).not.toMatch(/[^\P{Cc}\n\t]/u);
      } else
        expect(rendered, called(text)).toEqual({
          kind: 'none',
          problem: expect.stringMatching(/^the text takes \d+ segments, more than 10$/),
        });
    }
    expect(told).toBeGreaterThan(500);
  });
});

/** The first line in which two bodies differ: line breaks are CRLF on the way, and the last ones belong to the frame. */
function difference(read: string, sent: string): string | null {
  const [is, was] = [read, sent].map((body) => body.replace(/[\r\n]+$/, '').split(/\r\n?|\n/)) as [string[], string[]];
  const at = was.findIndex((line, i) => line !== is[i]);
  if (at === -1 && is.length === was.length) return null;
  return `line ${at + 1} of ${was.length} (${is.length} read): ${called(is[at] ?? '')} was ${called(was[at] ?? '')}`;
}

/** That a link still has its host, its path of three names, its value and its anchor. */
function expectPart(link: string, text: string): void {
  const { host, pathname, searchParams, hash } = new URL(link);
  expect([host, pathname.split('/').length, hash, [...searchParams.keys()]], `${called(text)} ${link}`).toEqual([
    'shop.example',
    4,
    '#t',
    PARAMETERS,
  ]);
  // A link cannot hold one or two dots that are not a way up.
  expect(searchParams.get('n'), called(text)).toBe(/^[.]{1,2}$/.test(shownOf(text)) ? '' : shownOf(text));
}
