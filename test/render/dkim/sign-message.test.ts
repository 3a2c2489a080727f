import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import DKIM from 'nodemailer/lib/dkim';
import { describe, expect, test } from 'vitest';
import type { Email } from '../../../src/model/email.js';
import { LifecycleError } from '../../../src/model/failure.js';
import { buildMime } from '../../../src/render/build-mime.js';
import { dkimRecord } from '../../../src/render/dkim/dkim-record.js';
import { type DkimKey, readDkimKey } from '../../../src/render/dkim/read-key.js';
import { signAndVerify } from '../../../src/render/dkim/sign-and-verify.js';
import { type DkimSigner, SIGNED_HEADERS, signMessage } from '../../../src/render/dkim/sign-message.js';
import { type DkimRecords, readDkimRecord, verifyMessage } from '../../../src/render/dkim/verify-message.js';
import { listHeaders } from '../../../src/render/list-headers.js';

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsaPem = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const edPem = pem(generateKeyPairSync('ed25519').privateKey);
const keyOf = (written: string): DkimKey => {
  const key = readDkimKey(written);
  if ('problem' in key) throw new Error(key.problem);
  return key;
};
const rsa: DkimSigner = { domain: 'acme.example', selector: 'r2026', key: keyOf(rsaPem) };
const ed: DkimSigner = { domain: 'acme.example', selector: 'e2026', key: keyOf(edPem) };
const recordsOf =
  (...signers: readonly DkimSigner[]): DkimRecords =>
  (domain, selector) =>
    readDkimRecord(
      signers.map(dkimRecord).find(({ name }) => name === `${selector}._domainkey.${domain}`)?.value ?? '',
    );

const email: Email = {
  messageId: 'abc234@acme.example',
  from: 'Ana Müller at Acme <hello@acme.example>',
  replyTo: null,
  to: 'zoe@example.test',
  toName: null,
  subject: 'Noch da? Dein Warenkorb wartet – 20 % 🎁 und noch viel mehr, das nicht in eine Zeile passt',
  html: '<p>Grüße\n.\n.leading <a href="https://acme.example/?a=1&amp;b=2">link</a>  two \t blanks</p>\n\n\n',
  text: 'Grüße\n.\n..two\n',
  headers: listHeaders({
    project: 'acme',
    campaign: 'cart-recovery',
    step: 'help',
    topic: 'offers',
    unsubscribeUrl: `https://mail.acme.example/u/${'x'.repeat(75)}`,
    domain: 'acme.example',
  }),
};
const message = Buffer.from(buildMime(email, Date.UTC(2026, 2, 2, 9, 5, 7), 'seed'));
const good = (signers: readonly DkimSigner[]) =>
  signers.map(({ domain, selector, key }) =>
    expect.objectContaining({ algorithm: key.algorithm, domain, selector, sealed: [...SIGNED_HEADERS] }),
  );

/** RFC 8463, appendix A: one message, two signatures, two records. */
const rfc8463 = {
  records: {
    'brisbane._domainkey.football.example.com': 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
    'test._domainkey.football.example.com':
      'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB',
  } as Readonly<Record<string, string>>,
  message: `DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
`.replaceAll('\n', '\r\n'),
};

describe('the verifier', () => {
  const look: DkimRecords = (domain, selector) =>
    readDkimRecord(rfc8463.records[`${selector}._domainkey.${domain}`] ?? '');

  test('finds both signatures of RFC 8463 good', () => {
    expect(verifyMessage(Buffer.from(rfc8463.message), look)).toEqual([
      expect.objectContaining({ algorithm: 'ed25519-sha256', selector: 'brisbane' }),
      expect.objectContaining({ algorithm: 'rsa-sha256', selector: 'test' }),
    ]);
  });

  test.each([
    ['lost the game', 'won the game', 'the body is not the one that was signed'],
    ['Is dinner ready', 'Is dinner there', 'the headers are not the ones that were signed, or another key signed them'],
    ['From: Joe', 'From: Jim', 'the headers are not the ones that were signed, or another key signed them'],
    ['t=1528637909', 't=1528637910', 'the headers are not the ones that were signed, or another key signed them'],
    ['h=from : to :\r\n subject : date : message-id : from :', 'h=to :', 'the sender is not signed'],
    ['d=football.example.com', 'd=chess.example.com', 'there is no public key for it'],
    ['q=dns/txt;', 'l=3;', 'only a part of the body is signed'],
    ['q=dns/txt;', 'd=other.example;', 'its tags cannot be read, or one is there twice'],
    ['s=brisbane;', '', 'it has no s='],
    ['c=relaxed/relaxed', 'c=relaxed/simple', 'the canonicalization is not relaxed/relaxed'],
    ['v=1;', 'v=2;', 'the version is not 1'],
  ])('takes no %j turned into %j', (from, to, problem) => {
    const [first] = verifyMessage(Buffer.from(rfc8463.message.replaceAll(from, to)), look);
    expect(first).toEqual({ problem });
  });

  test('does not mind blanks at line ends, other folds and empty lines at the end', () => {
    const other = rfc8463.message
      .replace('Hi.\r\n', 'Hi. \t\r\n')
      .replace('game.  Are', 'game. \t Are')
      .replace('Subject: Is dinner', 'SUBJECT :  Is\r\n\tdinner')
      .concat('\r\n \r\n\r\n');
    expect(verifyMessage(Buffer.from(other), look).map((each) => 'problem' in each)).toEqual([false, false]);
  });

  test('accepts what nodemailer signs over the same bytes and headers', async () => {
    const dkim = new DKIM({
      domainName: rsa.domain,
      keySelector: rsa.selector,
      privateKey: rsaPem,
      headerFieldNames: SIGNED_HEADERS.join(':'),
    });
    const signed = await text(dkim.sign(message));
    expect(signed).toMatch(/^DKIM-Signature:/);
    expect(verifyMessage(Buffer.from(signed, 'latin1'), recordsOf(rsa))).toEqual([
      expect.objectContaining({ algorithm: 'rsa-sha256', domain: 'acme.example', selector: 'r2026' }),
    ]);
  });
});

describe('a signed message', () => {
  test.each([
    ['RSA', [rsa]],
    ['Ed25519', [ed]],
    ['both', [rsa, ed]],
    ['both, the other way round', [ed, rsa]],
  ])('verifies: %s', async (_, signers) => {
    const signed = await signMessage(message, signers);
    expect(verifyMessage(signed, recordsOf(rsa, ed))).toEqual(good(signers));
    expect(Buffer.from(signed).subarray(-message.length).equals(message)).toBe(true);
    expect(Buffer.from(await signMessage(message, signers)).equals(signed)).toBe(true);
  });

  test('has signature headers of ASCII lines of at most 78, with no time and no length in them', async () => {
    const head = Buffer.from(await signMessage(message, [rsa, ed]))
      .subarray(0, -message.length)
      .toString('latin1');
    expect(head.match(/^DKIM-Signature: v=1;/gm)).toHaveLength(2);
    expect(head.endsWith('\r\n')).toBe(true);
    for (const line of head.split('\r\n').slice(0, -1)) expect(line).toMatch(/^[\x20-\x7e]{1,78}$/);
    expect(head).not.toMatch(/[; ][tlx]=/);
  });

  test('is signed alike when a header is folded otherwise or a blank line is added at the end', async () => {
    const signed = Buffer.from(await signMessage(message, [rsa, ed])).toString('latin1');
    const other = signed
      .replace('Auto-Submitted: auto-generated', 'auto-submitted:\r\n\tauto-generated')
      .concat('\r\n');
    expect(other).not.toBe(signed);
    expect(verifyMessage(Buffer.from(other, 'latin1'), recordsOf(rsa, ed))).toEqual(good([rsa, ed]));
  });

  test('may have a header twice: each is covered, and no third can be added', async () => {
    const twice = Buffer.from(
      `List-Id: <one.example>\r\nlist-id: <two.example>\r\n${message.toString('latin1')}`,
      'latin1',
    );
    const signed = Buffer.from(await signMessage(twice, [ed]));
    expect(verifyMessage(signed, recordsOf(ed))).toEqual(good([ed]));
    for (const [from, to] of [
      ['<one.example>', '<six.example>'],
      ['<two.example>', '<six.example>'],
      ['\r\nList-Id:', '\r\nList-Id: x\r\nList-Id:'],
    ] as const) {
      const other = signed.toString('latin1').replace(from, to);
      expect(verifyMessage(Buffer.from(other, 'latin1'), recordsOf(ed))[0]).toHaveProperty('problem');
    }
  });

  test.each(SIGNED_HEADERS)('takes no second %s, neither above nor below the first', async (name) => {
    const signed = Buffer.from(await signMessage(message, [ed])).toString('latin1');
    const end = signed.indexOf('\r\n\r\n');
    for (const at of [0, end + 2]) {
      const other = `${signed.slice(0, at)}${name}: x\r\n${signed.slice(at)}`;
      expect(verifyMessage(Buffer.from(other, 'latin1'), recordsOf(ed))).toEqual([
        { problem: 'the headers are not the ones that were signed, or another key signed them' },
      ]);
    }
  });

  test('takes no header away and no byte changed', async () => {
    const signed = Buffer.from(await signMessage(message, [ed])).toString('latin1');
    for (const name of SIGNED_HEADERS) {
      const without = signed.replace(new RegExp(`\\r\\n${name}:.*(?:\\r\\n[ \\t].*)*`, 'i'), '');
      if (name === 'reply-to') expect(without).toBe(signed);
      else expect(verifyMessage(Buffer.from(without, 'latin1'), recordsOf(ed))[0]).toHaveProperty('problem');
    }
    const visible = [...message.keys()].filter((at) => message[at]! > 0x20);
    fc.assert(
      fc.property(fc.constantFrom(...visible), fc.integer({ min: 0x21, max: 0x7e }), (at, byte) => {
        fc.pre(message[at] !== byte);
        const changed = Buffer.from(signed, 'latin1');
        changed[changed.length - message.length + at] = byte;
        const unharmed = verifyMessage(changed, recordsOf(ed)).every((each) => !('problem' in each));
        // The name of a header may be written with other capitals.
        const both = [byte, message[at]!].map((each) => String.fromCharCode(each).toLowerCase());
        if (unharmed) expect(both[0]).toBe(both[1]);
      }),
      { numRuns: 150 },
    );
  });

  test('verifies whatever the text is', async () => {
    const piece = fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\n\n',
      '.',
      '\n.\n',
      'a',
      'é',
      '=',
      ' \n',
      '😀',
      'x'.repeat(80),
      '\r',
    );
    const body = fc.array(piece, { maxLength: 30 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(body, body, fc.string({ minLength: 1, maxLength: 200 }), async (html, plain, subject) => {
        fc.pre(subject.trim() !== '');
        const bytes = buildMime({ ...email, html, text: plain, subject: subject.replace(/\p{Cc}/gu, '.') }, 0, 'seed');
        expect(verifyMessage(await signMessage(bytes, [ed]), recordsOf(ed))).toEqual(good([ed]));
      }),
      { numRuns: 100 },
    );
  });

  test('verifies whatever the bytes of the body are', async () => {
    const line = fc.string({ unit: fc.constantFrom(' ', '\t', 'a', 'b', '.'), maxLength: 8 });
    const bodies = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\r\n'));
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const head = message.subarray(0, message.indexOf('\r\n\r\n') + 4);
        const bytes = Buffer.concat([head, Buffer.from(body)]);
        expect(verifyMessage(await signMessage(bytes, [ed]), recordsOf(ed))).toEqual(good([ed]));
      }),
      { numRuns: 150 },
    );
  });
});

describe('before it is handed over', () => {
  test('a message comes out signed when its signatures verify', async () => {
    expect(verifyMessage(await signAndVerify([rsa, ed])(message), recordsOf(rsa, ed))).toEqual(good([rsa, ed]));
  });

  test('a message does not come out at all when a signature would not verify', async () => {
    const { published } = keyOf(pem(generateKeyPairSync('ed25519').privateKey));
    const wrong = { ...ed, key: { ...ed.key, published } };
    for (const signers of [[wrong], [rsa, wrong], [wrong, rsa]]) {
      await expect(signAndVerify(signers)(message)).rejects.toThrowError(
        expect.objectContaining({
          code: 'LC926',
          exitCode: 3,
          message: expect.stringContaining('does not verify: the headers are not the ones that were signed'),
        }),
      );
    }
    await expect(signAndVerify([wrong])(message)).rejects.toThrowError(LifecycleError);
  });
});
