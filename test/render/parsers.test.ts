import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'htmlparser2';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { askPython, hasPython } from './ask-python.js';
import { CUSTOMER, compileFolder, type ExampleEmail, renderExamples } from './render-examples.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const ALWAYS = ['From', 'To', 'Subject', 'Date', 'Message-ID'];
const MAILING = ['List-Unsubscribe', 'List-Unsubscribe-Post'];
const LAST = ['List-Id', 'Feedback-ID', 'Auto-Submitted', 'MIME-Version', 'Content-Type'];

/** What stands in a body when it comes back: the line break before a boundary belongs to the boundary, and lines end with CRLF on the way. */
const asSent = (body: string): string => body.replace(/\n+$/, '').replaceAll('\n', '\r\n');

/** The links of an HTML text, in their order, as a browser reads them. */
function linksOf(html: string): readonly string[] {
  const links: string[] = [];
  const parser = new Parser({
    onopentag(name, { href }) {
      if (name === 'a' && href !== undefined) links.push(href);
    },
  });
  parser.end(html);
  return links;
}

let emails: readonly ExampleEmail[] = [];
beforeAll(async () => {
  const shop = renderExamples(await compileFolder(ROOT), CUSTOMER);
  const starter = renderExamples(await compileFolder(join(ROOT, 'starter')), CUSTOMER);
  emails = [...shop, ...starter.map((email) => ({ ...email, name: `starter ${email.name}` }))];
});

/** Names of emails that are not as they should be. */
const namesOf = (isWrong: (email: ExampleEmail) => boolean): readonly string[] =>
  emails.filter(isWrong).map(({ name }) => name);

describe('every email of the example shop and of a new project', () => {
  it('is far smaller than what Gmail cuts', () => {
    expect(emails.length).toBeGreaterThan(50);
    expect(
      namesOf(({ parts, bytes }) => Buffer.byteLength(parts.html) >= 80 * 1024 || bytes.length >= 80 * 1024),
    ).toEqual([]);
  });

  it('has the same links in both parts', () => {
    for (const { name, parts } of emails) {
      const inText = parts.text.match(/\b(?:https?|mailto|tel):[^\s)]+/g) ?? [];
      expect([...new Set(inText)].sort(), name).toEqual([...new Set(linksOf(parts.html))].sort());
      expect(inText.length, name).toBeGreaterThan(0);
    }
  });

  it('reads back with postal-mime as it was rendered', async () => {
    for (const { name, promotional, parts, bytes } of emails) {
      const read = await PostalMime.parse(bytes);
      expect(
        read.headers.map(({ originalKey }) => originalKey),
        name,
      ).toEqual([...ALWAYS, ...(promotional ? MAILING : []), ...LAST]);
      expect([read.subject, read.to, read.attachments], name).toEqual([
        parts.subject,
        [{ name: '', address: 'ann@people.example' }],
        [],
      ]);
      expect(asSent(read.html?.replaceAll('\r\n', '\n') ?? ''), name).toBe(asSent(parts.html));
      expect(asSent(read.text?.replaceAll('\r\n', '\n') ?? ''), name).toBe(asSent(parts.text));
    }
  });

  it.skipIf(!hasPython)("reads back with Python's email as it was rendered, without a defect", () => {
    const all = askPython(emails.map(({ bytes }) => bytes));
    expect(all.length).toBe(emails.length);
    for (const [i, { name, promotional, parts }] of emails.entries()) {
      const read = all[i]!;
      expect(read.headers, name).toEqual([...ALWAYS, ...(promotional ? MAILING : []), ...LAST]);
      expect(read.subject, name).toBe(parts.subject);
      expect([read.type, read.to, read.defects], name).toEqual([
        'multipart/alternative',
        [['', 'ann@people.example']],
        [],
      ]);
      const part = { charset: 'utf-8', encoding: 'quoted-printable', defects: [] };
      expect(read.parts, name).toEqual([
        { ...part, type: 'text/plain', text: asSent(parts.text) },
        { ...part, type: 'text/html', text: asSent(parts.html) },
      ]);
    }
  });
});
