import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, it } from 'vitest';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import type { Answer } from '../../src/deliver/way.js';
import { buildMime } from '../../src/render/build-mime.js';
import { exampleParcel } from './parcels.js';

interface Arrival {
  readonly args: unknown;
  readonly to: readonly string[];
  readonly bytes: Buffer;
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Hands messages to these addresses over one after the other; `began` counts the transactions. */
async function handTo(options: SMTPServerOptions, ...addresses: readonly string[]) {
  const arrivals: Arrival[] = [];
  let began = 0;
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], ...options },
    onMailFrom(_address, _session, done) {
      began += 1;
      done();
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope;
        const args = mailFrom === false ? null : mailFrom.args;
        arrivals.push({ args, to: rcptTo.map(({ address }) => address), bytes: Buffer.concat(chunks) });
        done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
  const way = openSmtp(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  cleanups.push(() => way.close());
  const answers: Answer[] = [];
  let handed = 0;
  for (const to of addresses) {
    const email = {
      messageId: 'a@acme.example',
      from: 'Acme <hello@acme.example>',
      replyTo: null,
      toName: null,
      headers: [],
    };
    const bytes = buildMime({ ...email, to, subject: 'Grüße', html: '<p>Hallo</p>', text: 'Hallo' }, 0, 'seed');
    answers.push(
      await way.hand(exampleParcel('m1', 0, { to, bytes }), async () => {
        handed += 1;
      }),
    );
  }
  return { answers, arrivals, began, handed };
}

it('goes to a server that takes international addresses, in UTF-8 in envelope and header, and asks for it', async () => {
  const { answers, arrivals, handed } = await handTo({}, 'jürgen@xn--bcher-kva.example');
  expect(answers).toMatchObject([{ kind: 'accepted' }]);
  expect(handed).toBe(1);
  expect(arrivals).toMatchObject([
    { args: { SMTPUTF8: true, BODY: '8BITMIME' }, to: [expect.stringMatching(/^jürgen@/)] },
  ]);
  const parsed = await PostalMime.parse(arrivals[0]!.bytes);
  expect(parsed.to).toEqual([{ name: '', address: 'jürgen@xn--bcher-kva.example' }]);
  expect(parsed.subject).toBe('Grüße');
});

it('is refused by us before anything is said of it when the server takes none, and the others go on', async () => {
  const { answers, arrivals, began, handed } = await handTo({ hideSMTPUTF8: true }, 'jürgen@x.test', 'anna@x.test');
  expect(answers).toMatchObject([
    { kind: 'refused', reply: 'the server does not take international addresses (SMTPUTF8): jürgen@x.test' },
    { kind: 'accepted' },
  ]);
  expect({ began, handed }).toEqual({ began: 1, handed: 1 });
  expect(arrivals.map(({ to }) => to)).toEqual([['anna@x.test']]);
});

it('nothing is asked for where nothing is international', async () => {
  const { arrivals } = await handTo({}, 'anna@xn--bcher-kva.example');
  expect(arrivals).toMatchObject([{ args: expect.not.objectContaining({ SMTPUTF8: true }) }]);
  expect(arrivals[0]!.bytes.toString('latin1')).toMatch(/^[\r\n\x20-\x7e]*$/);
});
