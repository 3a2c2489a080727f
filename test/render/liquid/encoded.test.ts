import { encode, wrap } from 'nodemailer/lib/qp';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { Email } from '../../../src/model/email.js';
import { assembleEmail } from '../../../src/render/assemble-email.js';
import type { LiquidContext } from '../../../src/render/build-context.js';
import { buildMime } from '../../../src/render/build-mime.js';
import { encodeBody } from '../../../src/render/quoted-printable.js';
import { encodeEmail, renderEmail } from '../../../src/render/render-email.js';
import { seededRandom } from '../../deliver/seeded-random.js';
import { decodeQuotedPrintable } from '../decode-quoted-printable.js';
import { anyContext } from './any-context.js';
import { exampleTexts } from './example-templates.js';

const PEOPLE = Number(process.env.LIFECYCLE_LIQUID ?? 10);
const STEP = PEOPLE > 100 ? 1 : 19;
const DATE = Date.UTC(2026, 2, 2, 9, 5, 7);
const head = {
  messageId: '<abc234@mail.acme.example>',
  from: 'Ana Müller <hello@acme.example>',
  replyTo: null,
  to: 'zoé@acme.example',
  toName: null,
  headers: [['List-Id', '<offers.acme.example>']],
} satisfies Partial<Email>;

/** What a body was before pieces of it were encoded once: by nodemailer, as a whole. */
const asWhole = (body: string): string =>
  decodeQuotedPrintable(wrap(encode(body.replace(/\n+$/, '').replace(/\r\n?|\n/g, '\r\n')), 76));

const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test(`an email that is encoded piece by piece reads like one that is encoded as a whole, for ${PEOPLE} people`, async () => {
  const random = seededRandom(11);
  const texts = (await exampleTexts(STEP)).filter(({ isHtml }) => isHtml);
  let count = 0;
  for (const { name, template } of texts) {
    for (let person = 0; person < PEOPLE; person += 1) {
      const context = anyContext(
        `${template.subject}${template.html}${template.text}`,
        random,
      ) as unknown as LiquidContext;
      const input = { template, subject: null, context };
      const shown = renderEmail(input);
      const sent = encodeEmail(input);
      if ('problem' in shown || 'problem' in sent) {
        expect({ name, sent }).toEqual({ name, sent: shown });
        continue;
      }
      const { bodies, ...rest } = sent.ok;
      expect(rest).toEqual({ subject: shown.ok.subject, from: shown.ok.from });
      const [html, text] = [asText(bodies.html), asText(bodies.text)];
      expect(decodeQuotedPrintable(html)).toBe(asWhole(shown.ok.html));
      expect(decodeQuotedPrintable(text)).toBe(asWhole(shown.ok.text));
      expect(text).toBe(encodeBody(shown.ok.text));
      expect(`${html}\r\n${text}`).toMatch(/^(?:[\x20-\x7e\t]{0,76}\r\n)*[\x20-\x7e\t]{0,76}$/);
      expect(`\r\n${html}\r\n${text}`).not.toMatch(/\n\./);
      count += 1;
      if (person > 0) continue;
      const email = { ...head, subject: shown.ok.subject };
      expect(encodeEmail(input)).toEqual(sent);
      const bytes = Buffer.from(assembleEmail(email, bodies, DATE, 'seed'));
      expect(bytes.equals(Buffer.from(assembleEmail(email, bodies, DATE, 'seed')))).toBe(true);
      // A head of more than its usual length is written elsewhere, with the same bodies behind it.
      const long = {
        ...email,
        headers: [...head.headers, ...Array.from({ length: 3 }, (_, i) => [`X-${i}`, 'x'.repeat(800)] as const)],
      };
      const apart = { html: Uint8Array.from(bodies.html), text: Uint8Array.from(bodies.text) };
      for (const of of [email, long]) {
        const framed = Buffer.from(assembleEmail(of, bodies, DATE, 'seed'));
        expect(framed.equals(Buffer.from(assembleEmail(of, apart, DATE, 'seed')))).toBe(true);
      }
      const whole = Buffer.from(buildMime({ ...email, ...shown.ok, from: head.from }, DATE, 'seed'));
      const end = bytes.indexOf('\r\n\r\n');
      expect(bytes.subarray(0, end).equals(whole.subarray(0, end))).toBe(true);
      expect(await PostalMime.parse(bytes)).toEqual(await PostalMime.parse(whole));
    }
  }
  expect(count).toBeGreaterThan(texts.length * PEOPLE * 0.3);
}, 600_000);

const page = (html: string) => ({ lang: 'en', subject: 'Hi', preheader: null, from: null, html, text: 'Hi' });

test.each([
  ['a carriage return before a line feed', '<p>{{ profile.a }}\n</p>', 'one\r'],
  ['half of a character beside its other half', '{% assign l = profile.a | split: "" %}{{ l[0] }}{{ l[1] }}', '😀'],
  ['a space at the end of a line', '{{ profile.a }}\n', 'one '],
  ['a dot alone on a line', '{{ profile.a }}\n', '.'],
  ['a dot behind a value', '<p>{{ profile.a }}.\n</p>', 'x'],
  ['nothing', '{% if profile.a %}{% endif %}', 'x'],
  ['line breaks at the end', '<p>\n{{ profile.a }}\n\n', 'x\n\n'],
  ['a long value of another script', '{{ profile.a }}', 'é😀'.repeat(200)],
])('%s is the same in pieces', (_, html, a) => {
  const context = { profile: { a }, message: {} } as unknown as LiquidContext;
  const input = { template: page(html), subject: null, context };
  const shown = renderEmail(input);
  const sent = encodeEmail(input);
  if ('problem' in shown || 'problem' in sent) throw new Error(JSON.stringify([shown, sent]));
  expect(decodeQuotedPrintable(asText(sent.ok.bodies.html))).toBe(asWhole(shown.ok.html));
});
