import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** What a receiver does instead of taking the call: `body` in mid-body, `answer` once it has it all. */
export type Deed =
  | { readonly at: 'connect' | 'body' | 'answer'; readonly do: 'reset' | 'hang-up' | 'mute' }
  /** Bytes written as they are, after the head or after the whole body; then it may hang up, or wait. */
  | { readonly at: 'body' | 'answer'; readonly write: string; readonly wait?: true };

export interface Call {
  readonly head: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly connections: number;
  /** Calls of which the last byte arrived. */
  readonly calls: readonly Call[];
  /** What the next calls meet, in order; then every call is taken. */
  will(...deeds: readonly (Deed | string)[]): void;
  close(): Promise<void>;
}

/** An HTTP server over bare sockets on the loopback that does as told, call by call. A text is answered as it is. */
export async function startReceiver(tls?: { readonly key: string; readonly cert: string }): Promise<Receiver> {
  const calls: Call[] = [];
  const script: (Deed | string)[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const converse = (socket: Socket): void => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    const next = script.shift();
    const deed: Deed | null = typeof next === 'string' ? { at: 'answer', write: next } : (next ?? null);
    const act = (): void => {
      if (deed === null) socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\nok');
      else if ('write' in deed) {
        socket.write(deed.write);
        if (deed.wait !== true) socket.end();
      } else if (deed.do === 'reset') socket.resetAndDestroy();
      else if (deed.do === 'hang-up') socket.end();
    };
    if (deed?.at === 'connect') {
      act();
      return;
    }
    let received = Buffer.alloc(0);
    let acted = false;
    socket.on('data', (chunk) => {
      if (acted) return;
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [head = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      const body = received.subarray(end + 4);
      const whole = body.length >= Number(headers['content-length']);
      if (deed?.at === 'body' && !whole) {
        acted = true;
        socket.pause();
        act();
      } else if (whole) {
        acted = true;
        calls.push({ head, headers, body: body.toString('utf8') });
        act();
      }
    });
  };
  const server: Server = tls === undefined ? createServer(converse) : createTlsServer(tls, converse);
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/messages?key=hidden`,
    get connections() {
      return connections;
    },
    calls,
    will: (...deeds) => void script.push(...deeds),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An answer of so many digits. */
export function answer(status: string, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
  return `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
