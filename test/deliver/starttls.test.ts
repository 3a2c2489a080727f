import { afterEach, describe, expect, it } from 'vitest';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import type { Answer } from '../../src/deliver/way.js';
import * as expired from './certificates/expired.js';
import { cert, key } from './certificates/localhost.js';
import { exampleParcel } from './parcels.js';
import { type StarttlsScript, type StarttlsServer, startStarttls } from './starttls-server.js';

let server: StarttlsServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** Hands one message to such a server, with a login; the host is none of those that are taken for this machine. */
async function handTo(
  script: StarttlsScript,
  trust: { readonly ca?: string; readonly servername?: string } = { ca: cert, servername: 'localhost' },
): Promise<{ readonly answer: Answer; readonly handed: number; readonly server: StarttlsServer }> {
  server = await startStarttls({ tls: { key, cert }, ...script });
  const way = openSmtp(`smtp://me:CANARY-pw@${server.host}:${server.port}`, {
    tls: trust,
    patience: { connect: 2000, greeting: 2000, answer: 2000 },
  });
  let handed = 0;
  const answer = await way.hand(exampleParcel(), async () => {
    handed += 1;
  });
  await way.close();
  return { answer, handed, server };
}

const inClear = (text: string): string => text.replace(/^EHLO .*$/gm, 'EHLO').replaceAll('\r', '');

describe('a mail server that is not on this machine', () => {
  it('gets login and message under TLS alone', async () => {
    const { answer, handed, server } = await handTo({});
    expect(answer).toMatchObject({ kind: 'accepted' });
    expect(handed).toBe(1);
    expect(server.commands).toEqual(['EHLO', 'STARTTLS', 'EHLO*', 'AUTH*', 'MAIL*', 'RCPT*', 'DATA*', 'QUIT*']);
    expect(inClear(server.clear()).startsWith('EHLO\nSTARTTLS\n')).toBe(true);
    expect(server.clear()).not.toContain('CANARY');
    expect(server.accepted).toHaveLength(1);
  });

  it.each<[string, StarttlsScript, Parameters<typeof handTo>[1], RegExp]>([
    [
      'does not offer TLS',
      { offers: { clear: ['AUTH PLAIN'] }, starttls: '502 5.5.1 what is that' },
      undefined,
      /: it does not go on under TLS \(STARTTLS\), and nothing is sent in clear: 502 5\.5\.1 what is that$/,
    ],
    [
      'offers TLS and then refuses it',
      { starttls: '454 4.7.0 not now' },
      undefined,
      /: it does not go on under TLS \(STARTTLS\), and nothing is sent in clear: 454 4\.7\.0 not now$/,
    ],
    ['has a certificate that nobody vouches for', {}, { servername: 'localhost' }, /self-signed/],
    ['has a certificate for another name', {}, { ca: cert, servername: 'mail.shop.test' }, /mail\.shop\.test/],
    ['has a certificate for a name, and is called by its number', {}, { ca: cert }, /0\.0\.0\.0/],
    ['has a certificate that ran out', { tls: expired }, { ca: expired.cert, servername: 'localhost' }, /expired/],
    [
      'knows only TLS 1.1',
      { tls: { key, cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } },
      undefined,
      /./,
    ],
  ])('gets nothing when it %s', async (_, script, trust, reason) => {
    const { answer, handed, server } = await handTo(script, trust);
    expect(answer).toMatchObject({
      kind: expect.stringMatching(/^(?:stop|deferred)$/),
      reply: expect.stringMatching(reason),
    });
    expect(answer).not.toMatchObject({ reply: expect.stringContaining('CANARY') });
    expect(handed).toBe(0);
    expect(server.commands.filter((command) => !/^(?:EHLO|HELO|STARTTLS|QUIT)/.test(command))).toEqual([]);
    expect(server.clear()).not.toContain('CANARY');
    expect(server.accepted).toEqual([]);
  });

  it('is believed only what it says under TLS: what came in clear behind its answer to STARTTLS is thrown away', async () => {
    const { answer, handed, server } = await handTo({
      injected: '250-evil\r\n250-SMTPUTF8\r\n250 SIZE 1\r\n235 2.7.0 welcome\r\n250 2.1.0 ok\r\n',
    });
    // Either the whole connection is given up, or it goes on as if nothing had been added: with SIZE 1 no message would pass.
    if (answer.kind === 'accepted') {
      expect(server.commands).toEqual(['EHLO', 'STARTTLS', 'EHLO*', 'AUTH*', 'MAIL*', 'RCPT*', 'DATA*', 'QUIT*']);
    } else {
      expect(handed).toBe(0);
      expect(server.accepted).toEqual([]);
    }
    expect(server.clear()).not.toContain('CANARY');
  });

  it('stops the run when it refuses the login', async () => {
    const { answer, handed, server } = await handTo({ auth: '535 5.7.8 wrong' });
    expect(answer).toMatchObject({ kind: 'stop', reply: expect.stringContaining('535 5.7.8 wrong') });
    expect(handed).toBe(0);
    expect(server.commands).toEqual(['EHLO', 'STARTTLS', 'EHLO*', 'AUTH*']);
  });

  it('stops the run when it knows no login, for a message must not go out under no name', async () => {
    const { answer, handed } = await handTo({ offers: { tls: ['SIZE 1000000'] }, auth: '502 5.5.1 what is that' });
    expect(answer).toMatchObject({ kind: 'stop' });
    expect(handed).toBe(0);
  });
});
