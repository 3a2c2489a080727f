import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { openSmtp, type SmtpOptions } from '../../src/deliver/channels/smtp.js';
import { smtpSettings } from '../../src/deliver/channels/smtp-settings.js';
import type { LifecycleError } from '../../src/model/failure.js';
import { cert, key } from './certificates/localhost.js';
import { exampleParcel } from './parcels.js';

interface Inbox {
  readonly port: number;
  readonly mails: {
    readonly from: string;
    readonly to: readonly string[];
    readonly bytes: Buffer;
    readonly secure: boolean;
  }[];
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function startInbox(options: SMTPServerOptions): Promise<Inbox> {
  const mails: Inbox['mails'] = [];
  const server = new SMTPServer({
    authOptional: true,
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          bytes: Buffer.concat(chunks),
          secure: session.secure,
        });
        done(null, 'queued as 42');
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

function open(url: string, options?: SmtpOptions): ReturnType<typeof openSmtp> {
  const way = openSmtp(url, options);
  cleanups.push(() => way.close());
  return way;
}

describe('a real mail server', () => {
  it('gets the bytes as they are, dots and all', async () => {
    const inbox = await startInbox({ disabledCommands: ['AUTH'] });
    const way = open(`smtp://127.0.0.1:${inbox.port}`);
    for (const bytes of [60, 500, 100_000, 1_000_000]) {
      const parcel = exampleParcel(`m${bytes}`, bytes);
      expect(await way.hand(parcel, async () => {})).toEqual({ kind: 'accepted', reply: '250 queued as 42' });
      expect(inbox.mails.at(-1)).toEqual({
        from: 'bounce@shop.test',
        to: ['anna@x.test'],
        bytes: parcel.bytes,
        secure: false,
      });
    }
  });

  it('gets the login over TLS', async () => {
    const logins: string[] = [];
    const inbox = await startInbox({
      ...{ secure: true, key, cert, authOptional: false },
      onAuth({ username = '', password = '' }, _session, done) {
        logins.push(`${username}/${password}`);
        done(null, { user: username });
      },
    });
    const way = open(`smtps://me%40shop.test:p%2Fw@localhost:${inbox.port}`, { tls: { ca: cert } });
    expect(await way.hand(exampleParcel(), async () => {})).toMatchObject({ kind: 'accepted' });
    expect(logins).toEqual(['me@shop.test/p/w']);
    expect(inbox.mails).toMatchObject([{ secure: true }]);
  });

  it('is not trusted for a certificate that nobody vouches for', async () => {
    const inbox = await startInbox({ secure: true, key, cert });
    const way = open(`smtps://me:pw@localhost:${inbox.port}`);
    const answer = await way.hand(exampleParcel(), async () => {});
    expect(answer).toMatchObject({ kind: 'stop', reply: expect.stringContaining('self-signed certificate') });
    expect(inbox.mails).toEqual([]);
  });
});

describe('smtpSettings', () => {
  it('asks for TLS everywhere but on the loopback', () => {
    const needsTls = (url: string): readonly unknown[] => {
      const { connection } = smtpSettings(url);
      return [connection.host, connection.port, connection.secure, connection.requireTLS, connection.ignoreTLS];
    };
    expect(needsTls('smtp://mail.shop.test')).toEqual(['mail.shop.test', 587, false, true, false]);
    expect(needsTls('smtp://10.0.0.1:25')).toEqual(['10.0.0.1', 25, false, true, false]);
    expect(needsTls('smtp://127.evil.test')).toEqual(['127.evil.test', 587, false, true, false]);
    expect(needsTls('smtps://mail.shop.test')).toEqual(['mail.shop.test', 465, true, false, false]);
    expect(needsTls('smtp://localhost:2525')).toEqual(['localhost', 2525, false, false, true]);
    expect(needsTls('smtp://127.0.0.1')).toEqual(['127.0.0.1', 587, false, false, true]);
    expect(needsTls('smtp://[::1]:25')).toEqual(['::1', 25, false, false, true]);
  });

  it('waits ten minutes for an answer', () => {
    expect(smtpSettings('smtp://mail.shop.test').connection).toMatchObject({
      socketTimeout: 600_000,
      greetingTimeout: 300_000,
      connectionTimeout: 330_000,
    });
  });

  it.each([
    ['mail.shop.test', 'it is not a URL'],
    ['https://mail.shop.test', '"https:" is no mail protocol'],
    ['smtp://', 'it names no host'],
    ['smtp://mail.shop.test?pool=true', 'it says more than where: "?pool=true"'],
    ['smtp://mail.shop.test/x', 'it says more than where: "/x"'],
    ['smtp://me@mail.shop.test', 'it has a user or a password, but not both'],
    ['smtp://me:pw%@mail.shop.test', 'its user or password has a stray "%": write it as "%25"'],
  ])('refuses %s', (url, why) => {
    expect(() => smtpSettings(url)).toThrowError(
      expect.objectContaining({ code: 'LC904', message: `\`channels.email.transport\` is not usable: ${why}` }),
    );
  });

  it('never says the password', () => {
    for (const url of [
      'smtp://me:CANARY@mail.shop.test?x',
      'http://me:CANARY@h',
      'smtp://me:CANARY%@h',
      'me:CANARY@h',
    ]) {
      try {
        smtpSettings(url);
        expect.unreachable();
      } catch (error) {
        expect(JSON.stringify([error, String(error), (error as LifecycleError).help])).not.toContain('CANARY');
      }
    }
    expect(smtpSettings('smtp://me:CANARY@mail.shop.test').place).toBe('mail.shop.test:587');
  });
});
