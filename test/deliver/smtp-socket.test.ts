import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { afterEach, expect, it } from 'vitest';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import { takeSocket } from '../../src/deliver/channels/smtp-socket.js';
import type { Answer } from '../../src/deliver/way.js';
import { greetOver, MailWire } from './mail-wire.js';
import { exampleParcel } from './parcels.js';
import { type ScriptedServer, startScripted } from './scripted-server.js';

let server: ScriptedServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function connected(extensions: readonly string[]): Promise<SMTPConnection> {
  server = await startScripted({}, extensions);
  const connection = new SMTPConnection({ port: Number(new URL(server.url).port), host: '127.0.0.1', ignoreTLS: true });
  await new Promise<void>((resolve) => void connection.connect(() => resolve()));
  return connection;
}

it('takes from nodemailer what it has heard and its socket, and leaves it no ear', async () => {
  const connection = await connected(['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 5000']);
  const parts = connection as unknown as Record<string, unknown>;
  const before = parts._socket as Socket;
  const names = {
    data: '_onSocketData',
    error: '_onSocketError',
    close: '_onSocketClose',
    end: '_onSocketEnd',
    timeout: '_onSocketTimeout',
  };
  for (const [event, name] of Object.entries(names))
    expect(
      before
        .rawListeners(event)
        .some((each) => (each as { listener?: unknown }).listener === parts[name] || each === parts[name]),
      `${name} listens to ${event}`,
    ).toBe(true);
  const taken = takeSocket(connection);
  expect(taken?.socket).toBe(before);
  expect([...taken!.offers].sort()).toEqual(['8BITMIME', 'PIPELINING', 'SIZE', 'SMTPUTF8']);
  expect(taken?.largest).toBe(5000);
  for (const [event, name] of Object.entries(names))
    expect(
      before
        .rawListeners(event)
        .filter((each) => (each as { listener?: unknown }).listener === parts[name] || each === parts[name]),
      event,
    ).toEqual([]);
  before.destroy();
});

it('takes no socket that is gone, nor one on which the server said more than it was asked', async () => {
  const gone = await greetOver(new MailWire());
  gone.close();
  expect(takeSocket(gone)).toBe(null);
  const more = await greetOver(new MailWire({ extensions: ['SIZE 1\r\n250 and what is this'] }));
  expect(takeSocket(more)).toBe(null);
  const half = await greetOver(new MailWire({ extensions: ['SIZE 1\r\n2'] }));
  expect(takeSocket(half)).toBe(null);
});

/** A server that says more than its replies, right behind one of them or a little later. */
async function handTwice(
  after: 'greeting' | 'dot' | 'idle',
  stray: string,
): Promise<{ readonly answers: readonly Answer[]; readonly connections: number; readonly took: number }> {
  let connections = 0;
  let took = 0;
  const sockets = new Set<Socket>();
  let closed = (): void => {};
  const firstClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const talker = createServer((socket) => {
    const first = connections++ === 0;
    if (first) socket.once('close', closed);
    sockets.add(socket);
    let inText = false;
    const say = (text: string, when: string): void => void socket.write(text + (first && when === after ? stray : ''));
    say('220 hello\r\n', 'none');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (inText) {
        if (!text.endsWith('\r\n.\r\n')) return;
        inText = false;
        took += 1;
        say('250 queued\r\n', 'dot');
        if (first && after === 'idle') setImmediate(() => socket.write(stray));
      } else if (text.startsWith('EHLO')) say('250 hello\r\n', 'greeting');
      else if (text.startsWith('DATA')) {
        inText = true;
        say('354 go on\r\n', 'none');
      } else say('250 ok\r\n', 'none');
    });
  });
  talker.listen(0, '127.0.0.1');
  await once(talker, 'listening');
  const way = openSmtp(`smtp://127.0.0.1:${(talker.address() as { port: number }).port}`);
  const answers: Answer[] = [];
  for (const id of ['m1', 'm2']) {
    answers.push(await way.hand(exampleParcel(id), async () => {}));
    // The next goes when the first connection is given up.
    await firstClosed;
  }
  await way.close();
  for (const socket of sockets) socket.destroy();
  talker.close();
  return { answers, connections, took };
}

it.each(['250 2.0.0 queued again\r\n', '421 4.3.2 closing\r\n', 'nonsense\r\n'])(
  'hangs up on a server that says %j unasked, and sends the next message over another connection',
  async (stray) => {
    for (const after of ['dot', 'idle'] as const) {
      const { answers, connections, took } = await handTwice(after, stray);
      expect(answers, after).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
      expect([connections, took], after).toEqual([2, 2]);
    }
    const { answers, took } = await handTwice('greeting', stray);
    expect(answers.map(({ kind }) => kind)).toEqual(['deferred', 'accepted']);
    expect(took).toBe(1);
  },
);
