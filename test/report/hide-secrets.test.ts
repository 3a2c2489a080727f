import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideSecrets } from '../../src/report/diagnostics/hide-secrets.js';

const keys = [
  generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  generateKeyPairSync('ed25519').privateKey,
].flatMap((key) => {
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return [pem.replaceAll('\n', ''), pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64')];
});

test.each(keys)('a private key is not shown', (key) => {
  const shown = hideSecrets(`    dkim: {domain: a.example, selector: s, key: "${key}"}`);
  expect(shown).toMatch(/^ {4}dkim: \{domain: a\.example, selector: s, key: ".*\*{40,}.*"\}$/);
  for (const part of key.match(/[A-Za-z0-9+/]{40}/g)?.slice(0, 1) ?? []) expect(shown).not.toContain(part);
});

test.each([
  ['secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'secret: **************************************'],
  ['transport: smtp://me:hunter2@mail.example:587', 'transport: smtp://me:*******@mail.example:587'],
  ['transport: smtps://me:p%40ss@mail.example', 'transport: smtps://me:******@mail.example'],
])('%s', (line, shown) => {
  expect(hideSecrets(line)).toBe(shown);
});

test.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name of the environment
  'secret: "${SMS_SECRET}"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name of the environment
  'transport: smtp://me:${SMTP_PASSWORD}@mail.example',
  'transport: smtp://127.0.0.1:1025',
  'from: MIMI <mimi@shop.example>',
  'unsubscribe: https://mail.acme.example/u',
])('%s is shown as it is', (line) => {
  expect(hideSecrets(line)).toBe(line);
});

test('a line keeps its length', () => {
  const piece = fc.constantFrom(
    'smtp://',
    'me',
    ':',
    '@',
    'whsec_',
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
    'abc',
    ' ',
    '=',
    'ü',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      expect(hideSecrets(parts.join(''))).toHaveLength(parts.join('').length);
    }),
  );
});
