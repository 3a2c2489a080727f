import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { cert, key } from './certificates/localhost.js';

export type Stage =
  | 'greeting'
  | 'EHLO'
  | 'AUTH'
  | 'STARTTLS'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'dot'
  | 'RSET'
  | 'QUIT'
  | 'accepted';

/** A reply, or what to do instead of one: `mute` says nothing more, `deaf` does not even read on, and `then-drop` hangs up after the text. */
export type Deed = string | { readonly do: 'drop' | 'mute' | 'deaf' } | { readonly thenDrop: string };

export interface ScriptedServer {
  readonly url: string;
  readonly connections: number;
  /** Commands in the order in which they came, without arguments. */
  readonly commands: readonly string[];
  /** How often the last dot arrived. */
  readonly dots: number;
  /** Messages as received, dots unstuffed, when the answer to the dot was 2xx. */
  readonly accepted: readonly string[];
  /** Every message whose last dot arrived. */
  readonly received: readonly string[];
  /** Ends every connection now: `reset` at once, `end` in an orderly way. */
  hangUp(how: 'reset' | 'end'): void;
  close(): Promise<void>;
}

const USUAL: Readonly<Record<string, string>> = {
  greeting: '220 script ESMTP\r\n',
  AUTH: '235 2.7.0 welcome\r\n',
  STARTTLS: '220 2.0.0 go on\r\n',
  MAIL: '250 2.1.0 ok\r\n',
  RCPT: '250 2.1.5 ok\r\n',
  DATA: '354 go on\r\n',
  dot: '250 2.0.0 queued\r\n',
  RSET: '250 2.0.0 ok\r\n',
  QUIT: '221 bye\r\n',
};

/** An SMTP server on the loopback that does as told, stage by stage; what is not told is done the usual way. */
export async function startScripted(
  script: Partial<Record<Stage, Deed>>,
  extensions: readonly string[] = ['PIPELINING', '8BITMIME', 'SIZE 50000000'],
): Promise<ScriptedServer> {
  const seen = {
    connections: 0,
    commands: [] as string[],
    dots: 0,
    accepted: [] as string[],
    received: [] as string[],
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    converse(socket, script, extensions, seen);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(Object.create(null, { ...readable(seen) }), {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hangUp: (how: 'reset' | 'end') => {
      for (const socket of sockets) how === 'reset' ? socket.resetAndDestroy() : socket.end();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  }) as ScriptedServer;
}

interface Seen {
  connections: number;
  readonly commands: string[];
  dots: number;
  readonly accepted: string[];
  readonly received: string[];
}

function readable(seen: Seen): PropertyDescriptorMap {
  return Object.fromEntries(Object.keys(seen).map((key) => [key, { get: () => seen[key as keyof Seen] }]));
}

function converse(
  socket: Socket,
  script: Partial<Record<Stage, Deed>>,
  extensions: readonly string[],
  seen: Seen,
  isSecure = false,
): void {
  let input = '';
  let mode: 'command' | 'body' | 'mute' = 'command';
  let bodyTold = false;
  let searched = 0;
  let recipientRefused = false;
  const perform = (stage: Stage, usual: string): string => {
    const deed = script[stage] ?? usual;
    if (typeof deed === 'string') socket.write(deed);
    else if ('thenDrop' in deed) socket.end(deed.thenDrop);
    else {
      mode = 'mute';
      if (deed.do === 'drop') socket.destroy();
      if (deed.do === 'deaf') socket.pause();
    }
    return typeof deed === 'string' ? deed : '';
  };
  const readBody = (): boolean => {
    if (!bodyTold && script.body !== undefined) {
      bodyTold = true;
      perform('body', '');
      if (mode === 'mute') return false;
    }
    const end = input.startsWith('.\r\n') ? -2 : input.indexOf('\r\n.\r\n', Math.max(0, searched - 4));
    searched = end === -1 ? input.length : 0;
    if (end === -1) return false;
    const message = end === -2 ? '' : input.slice(0, end + 2).replace(/^\.\./gm, '.');
    input = input.slice(end + 5);
    seen.dots += 1;
    seen.received.push(message);
    mode = 'command';
    // A server that gave its verdict in mid-body has nothing to add.
    if (typeof script.body === 'string') return true;
    if (perform('dot', USUAL.dot!).startsWith('2')) seen.accepted.push(message);
    if (script.accepted !== undefined) perform('accepted', '');
    return true;
  };
  const readCommand = (): boolean => {
    const end = input.indexOf('\r\n');
    if (end === -1) return false;
    const word = input.slice(0, 4).toUpperCase();
    const verb = word === 'STAR' ? 'STARTTLS' : word;
    input = input.slice(end + 2);
    seen.commands.push(verb);
    const usual = verb === 'DATA' && recipientRefused ? '503 5.5.1 nobody to send to\r\n' : USUAL[verb];
    const said = perform(
      verb as Stage,
      verb === 'EHLO'
        ? greetingOf(extensions.filter((each) => !isSecure || each !== 'STARTTLS'))
        : (usual ?? '502 what?\r\n'),
    );
    if (verb === 'RCPT') recipientRefused = !said.startsWith('2');
    if (verb === 'DATA' && said.startsWith('3')) mode = 'body';
    if (verb === 'QUIT') socket.end();
    if (verb === 'STARTTLS' && said.startsWith('2')) {
      socket.removeAllListeners('data');
      const secure = new TLSSocket(socket, { isServer: true, key, cert });
      secure.on('error', () => {});
      converse(secure, script, extensions, seen, true);
      return false;
    }
    return true;
  };
  if (!isSecure) perform('greeting', USUAL.greeting!);
  socket.on('data', (chunk) => {
    input += chunk.toString('latin1');
    while (mode !== 'mute' && input !== '' && (mode === 'body' ? readBody() : readCommand()));
  });
}

function greetingOf(extensions: readonly string[]): string {
  return ['script', ...extensions].map((line, i) => `250${i === extensions.length ? ' ' : '-'}${line}\r\n`).join('');
}
