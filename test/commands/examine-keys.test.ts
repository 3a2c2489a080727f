import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { examineKeys } from '../../src/commands/examine-keys.js';
import type { DkimSetting } from '../../src/model/dkim-setting.js';
import type { Plan } from '../../src/model/plan.js';
import { readDkimRecord } from '../../src/render/dkim/verify-message.js';
import { examplePlan } from '../ledger/examples.js';

const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits });
const good = rsa(2048);
const pem = (key: ReturnType<typeof rsa>['privateKey']) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const env = {
  RSA: pem(good.privateKey),
  WEAK: pem(rsa(1024).privateKey),
  ED: pem(generateKeyPairSync('ed25519').privateKey),
  BAD: 'CANARY',
};
const setting = (name: string): DkimSetting => ({
  domain: 'shop.test',
  selector: name.toLowerCase(),
  key: `\${${name}}`,
});

function planWith(from: string, ...names: readonly string[]): Plan {
  const email = {
    transport: 'smtp://127.0.0.1',
    from,
    replyTo: null,
    postalAddress: 'Shop',
    unsubscribe: 'https://shop.test',
    throttle: null,
    dkim: names.map(setting),
  };
  return { ...examplePlan(), channels: { email } };
}

test('the record of each key that can sign is told in strings that the DNS takes, and nothing of the key', () => {
  const found = examineKeys(planWith('hello@shop.test', 'RSA', 'ED', 'WEAK', 'BAD', 'GONE'), env);
  expect(found.map(({ level, message }) => `${level}: ${message.replace(/TXT .*/, 'TXT …')}`)).toEqual([
    'note: the DKIM key "rsa" of shop.test (RSA, 2048 bits) signs; receivers must find: rsa._domainkey.shop.test TXT …',
    'note: the DKIM key "ed" of shop.test (Ed25519) signs; receivers must find: ed._domainkey.shop.test TXT …',
    'note: the DKIM key "weak" of shop.test (RSA, 1024 bits) signs; receivers must find: weak._domainkey.shop.test TXT …',
    'warning: the DKIM key "weak" of shop.test is weak: it has 1024 bits, and receivers ask for 2048',
  ]);
  const strings = [...(found[0]?.message ?? '').matchAll(/TXT (.*)/g)].flatMap(([, all = '']) =>
    all.slice(1, -1).split('" "'),
  );
  expect(strings.map((each) => each.length <= 255)).toEqual([true, true]);
  expect(readDkimRecord(strings.join(''))?.key.equals(good.publicKey)).toBe(true);
  for (const secret of Object.values(env)) expect(JSON.stringify(found)).not.toContain(secret.split('\n')[1] ?? secret);
});

test.each([
  ['without keys', planWith('hello@shop.test')],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment
  ['with a sender that the environment lacks', planWith('${SENDER}', 'RSA')],
  ['without emails', { ...examplePlan(), channels: { email: null } }],
])('nothing is told %s', (_, plan) => {
  expect(examineKeys(plan, env)).toEqual([]);
});
