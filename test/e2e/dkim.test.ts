import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dkimRecord } from '../../src/render/dkim/dkim-record.js';
import { readDkimKey } from '../../src/render/dkim/read-key.js';
import { readDkimRecord, verifyMessage } from '../../src/render/dkim/verify-message.js';
import { ndjson, type TestProject } from './project.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const pemOf = (key: ReturnType<typeof generateKeyPairSync>['privateKey']): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const RSA = pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
const ED = pemOf(generateKeyPairSync('ed25519').privateKey);
const keys = { DKIM_RSA: RSA.replaceAll('\n', '\\n'), DKIM_ED: Buffer.from(ED).toString('base64') };

const mails: Buffer[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      mails.push(Buffer.concat(chunks));
      done();
    });
  },
});
let shop: TestProject;
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  shop = makeSmallShop({
    transport: url,
    more: `    dkim:
      - {domain: small-shop.example, selector: r1, key: "\${DKIM_RSA}"}
      - {domain: small-shop.example, selector: e1, key: "\${DKIM_ED}"}
`,
    profiles: people([person('ada'), person('bob', 'UTC', 'jürgen@bücher.example', 'Jürgen')]),
    events: ndjson([ping('ada', '2026-03-02T10:00:00Z')]),
  });
  expect(await shop.lifecycle(['build'])).toMatchObject({ code: 0 });
});
afterAll(() => {
  shop.remove();
  server.close();
});

const eml = () => shop.files('.lifecycle/dry-run').filter((file) => file.endsWith('.eml'));

it.each([
  ['no key', { DKIM_RSA: keys.DKIM_RSA }, 'LC904', 'the environment variable DKIM_ED is not set'],
  [
    'garbage',
    { ...keys, DKIM_ED: 'CANARY' },
    'LC926',
    '"e1" of small-shop.example (DKIM_ED) cannot sign: it is neither',
  ],
])('%s: nothing is decided and nothing sent', async (_, env, code, message) => {
  const { code: exit, out, err } = await shop.lifecycle(['run', '--send'], { env });
  expect({ exit, out }).toEqual({ exit: 3, out: '' });
  expect(err).toContain(code);
  expect(err).toContain(message);
  expect(err).toContain('openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048');
  expect(err).not.toContain('CANARY');
  expect(existsSync(join(shop.root, '.lifecycle/ledger.db'))).toBe(false);
  expect(mails).toEqual([]);
});

it('a dry run needs no key, and writes emails as they are before they are signed', async () => {
  // What happened before the first run starts nothing.
  expect(await shop.lifecycle(['run', '--send'], { env: keys })).toMatchObject({ code: 0 });
  shop.write('data/events.ndjson', ndjson(['ada', 'bob'].map((id) => ping(id, new Date().toISOString()))));
  expect(await shop.lifecycle(['run'])).toMatchObject({ code: 0, err: '' });
  expect(eml()).toHaveLength(2);
  for (const file of eml()) expect(shop.read(`.lifecycle/dry-run/${file}`)).toMatch(/^From: /);
});

it('every email that is sent carries a good signature of each key, and no file or line holds a part of a key', async () => {
  const { code, out, err } = await shop.lifecycle(['run', '--send'], { env: keys });
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining(
      'note: the DKIM key "r1" of small-shop.example (DKIM_RSA) is weak: it has 1024 bits, and receivers ask for 2048\n',
    ),
  });
  expect(mails).toHaveLength(2);
  for (const mail of mails) {
    const found = verifyMessage(mail, (domain, selector) => {
      const key = readDkimKey(selector === 'r1' ? RSA : ED);
      if ('problem' in key) throw new Error(key.problem);
      return readDkimRecord(dkimRecord({ domain, selector, key }).value);
    });
    expect(found).toEqual([
      expect.objectContaining({ algorithm: 'rsa-sha256', domain: 'small-shop.example', selector: 'r1' }),
      expect.objectContaining({ algorithm: 'ed25519-sha256', domain: 'small-shop.example', selector: 'e1' }),
    ]);
  }
  const doctor = await shop.lifecycle(['doctor', '--format', 'json'], { env: keys });
  const notes = (JSON.parse(doctor.out) as { findings: readonly { about: string; message: string }[] }).findings;
  expect(notes.filter(({ about }) => about === 'signatures').map(({ message }) => message)).toEqual([
    expect.stringContaining('receivers must find: r1._domainkey.small-shop.example TXT "v=DKIM1; k=rsa; p='),
    expect.stringContaining('the DKIM key "r1" of small-shop.example is weak: it has 1024 bits'),
    expect.stringContaining('receivers must find: e1._domainkey.small-shop.example TXT "v=DKIM1; k=ed25519; p='),
  ]);
  const secrets = [...RSA.split('\n').slice(1, -2), ...ED.split('\n').slice(1, -2), ...Object.values(keys)];
  for (const file of shop.files('.')) {
    const bytes = readFileSync(join(shop.root, file));
    for (const secret of secrets) expect(bytes.includes(secret.slice(0, 40)), file).toBe(false);
  }
  for (const secret of secrets) expect(out + err + doctor.out).not.toContain(secret.slice(0, 40));
});
