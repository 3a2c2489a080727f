import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

export interface StarttlsServer {
  /** Off the loopback as far as the settings can see, and on it as far as the network goes. */
  readonly host: string;
  readonly port: number;
  /** Commands without arguments as they came, those under TLS with a star. */
  readonly commands: readonly string[];
  /** Everything that came in clear. */
  readonly clear: () => string;
  /** Whole messages that were accepted. */
  readonly accepted: readonly string[];
  close(): Promise<void>;
}

/** What the server does otherwise than one that is to be trusted. */
export interface StarttlsScript {
  readonly tls?: SecureContextOptions;
  /** What EHLO offers in clear, and under TLS. */
  readonly offers?: { readonly clear?: readonly string[]; readonly tls?: readonly string[] };
  /** The answer to STARTTLS: with `220` it goes on under TLS. */
  readonly starttls?: string;
  /** Follows the answer to STARTTLS in the same packet, in clear, as somebody on the way would add it. */
  readonly injected?: string;
  readonly auth?: string;
}

/** An SMTP server that begins in clear and goes on under TLS when it is asked to. */
export async function startStarttls(script: StarttlsScript): Promise<StarttlsServer> {
  const commands: string[] = [];
  const accepted: string[] = [];
  const sockets = new Set<Socket>();
  let clear = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 script ESMTP\r\n');
    converse(socket, false);
  });
  const converse = (socket: Socket, secure: boolean): void => {
    let text = '';
    let body: string | null = null;
    const onData = (chunk: Buffer): void => {
      if (!secure) clear += chunk.toString('latin1');
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (body !== null) {
          if (line === '.') {
            accepted.push(body);
            body = null;
            socket.write('250 2.0.0 queued\r\n');
          } else body += `${line.replace(/^\./, '')}\r\n`;
          continue;
        }
        const [verb = ''] = line.toUpperCase().split(/[ :]/);
        commands.push(secure ? `${verb}*` : verb);
        if (verb === 'STARTTLS') {
          upgrade(socket, onData);
          return;
        }
        if (verb === 'DATA') body = '';
        socket.write(answer(verb, secure));
      }
    };
    socket.on('data', onData);
  };
  const upgrade = (socket: Socket, onData: (chunk: Buffer) => void): void => {
    const reply = script.starttls ?? '220 2.0.0 go ahead';
    socket.write(`${reply}\r\n${script.injected ?? ''}`);
    if (!reply.startsWith('220')) return;
    socket.removeListener('data', onData);
    const secured = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(script.tls) });
    secured.on('error', () => {});
    converse(secured, true);
  };
  const answer = (verb: string, secure: boolean): string => {
    const offers = secure ? (script.offers?.tls ?? ['AUTH PLAIN']) : (script.offers?.clear ?? ['STARTTLS']);
    const lines = ['script', ...offers];
    switch (verb) {
      case 'EHLO':
        return lines.map((line, at) => `250${at === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('');
      case 'AUTH':
        return `${script.auth ?? '235 2.7.0 welcome'}\r\n`;
      case 'DATA':
        return '354 go on\r\n';
      case 'QUIT':
        return '221 bye\r\n';
      default:
        return '250 2.0.0 ok\r\n';
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '0.0.0.0',
    port: (server.address() as AddressInfo).port,
    commands,
    clear: () => clear,
    accepted,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
