import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readDkimKey } from '../../../src/render/dkim/read-key.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const pkcs8 = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const edPem = ed.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const der = (type: 'pkcs8' | 'pkcs1'): string => rsa.privateKey.export({ type, format: 'der' }).toString('base64');
const published = rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const wrap = (text: string): string => text.replace(/.{76}/g, '$&\n');

describe('a key is read', () => {
  test.each([
    ['PKCS#8', pkcs8],
    ['PKCS#1', pkcs1],
    ['with line breaks written as \\n', pkcs8.replaceAll('\n', '\\n')],
    ['with line breaks of Windows', pkcs8.replaceAll('\n', '\r\n')],
    ['with line breaks of Windows written out', pkcs8.replaceAll('\n', '\\r\\n')],
    ['with spaces for line breaks', pkcs1.replaceAll('\n', ' ')],
    ['without line breaks', pkcs8.replaceAll('\n', '')],
    ['between other lines', `# ours\n${pkcs8}\n\n`],
    ['base64 of PEM', base64(pkcs8)],
    ['base64 of PEM in lines', wrap(base64(pkcs1))],
    ['base64 of PEM with \\n', base64(pkcs8.replaceAll('\n', '\\n'))],
    ['base64 of DER, PKCS#8', der('pkcs8')],
    ['base64 of DER, PKCS#1', wrap(der('pkcs1'))],
  ])('RSA: %s', (_, text) => {
    const key = readDkimKey(text);
    expect(key).toMatchObject({ algorithm: 'rsa-sha256', bits: 2048, published });
  });

  test.each([
    ['PEM', edPem],
    ['\\n', edPem.replaceAll('\n', '\\n')],
    ['base64', base64(edPem)],
    ['DER', ed.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
  ])('Ed25519: %s', (_, text) => {
    const x = Buffer.from(ed.publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64');
    expect(readDkimKey(text)).toMatchObject({ algorithm: 'ed25519-sha256', published: x });
  });
});

const small = (bits: number): string =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const locked = (type: 'pkcs8' | 'pkcs1'): string =>
  rsa.privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'CANARY' }).toString();

describe('a key is refused, in words that hold nothing of it', () => {
  test.each([
    ['nothing', '', 'it is neither a PEM file nor the base64 of one'],
    ['garbage', 'CANARY hunter2 CANARY', 'it is neither a PEM file nor the base64 of one'],
    ['another secret', `whsec_${'CANARY'.repeat(12)}`, 'it is neither a PEM file nor the base64 of one'],
    ['base64 of something else', base64('CANARY'.repeat(30)), 'it is neither a PEM file nor the base64 of one'],
    ['a file that is cut off', pkcs8.slice(0, 900), 'it is neither a PEM file nor the base64 of one'],
    [
      'a file without its middle',
      `${pkcs8.slice(0, 400)}${pkcs8.slice(900)}`,
      'it is damaged: a part is missing or changed',
    ],
    [
      'a public key',
      rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'it is the public half: the private key is the one that signs',
    ],
    ['a locked key', locked('pkcs8'), 'it is locked with a password'],
    ['a locked key of the old kind', locked('pkcs1'), 'it is locked with a password'],
    [
      'a curve',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'it is a key of the kind ec, and DKIM knows rsa and ed25519',
    ],
    [
      'the other Edwards curve',
      generateKeyPairSync('ed448').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'it is a key of the kind ed448, and DKIM knows rsa and ed25519',
    ],
    ['a short key', small(768), 'it has 768 bits, and receivers take none below 1024'],
  ])('%s', (_, text, problem) => {
    expect(readDkimKey(text)).toEqual({ problem });
  });
});
