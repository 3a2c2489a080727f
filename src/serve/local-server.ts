import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LifecycleError } from '../model/failure.js';

/** What answers requests; a path that is not there is not found. */
export interface Routes {
  /** The text of a page, by path. */
  readonly pages: Readonly<Record<string, () => Promise<string>>>;
  /** Takes over the answer, by path. */
  readonly streams: Readonly<Record<string, (response: ServerResponse) => void>>;
  /** What the page asks to be done: JSON for JSON, by path. */
  readonly deeds: Readonly<Record<string, (body: unknown) => Promise<unknown>>>;
}

/** A server for this machine alone. */
export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

const MOST_BYTES = 64 * 1024;

const HEADERS = {
  'cache-control': 'no-store',
  // What a page cannot say of itself in a meta tag; the rest of its policy stands there.
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves on the loopback interface. A name that leads here by a trick of DNS is refused by the Host header, and what another page sends by its Origin and by a header that only a page of this origin
 * may set: there is no CORS. Throws LC950 when the port is taken.
 */
export async function openLocalServer(port: number, routes: Routes): Promise<LocalServer> {
  let hosts: readonly string[] = [];
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    answer(request, response, routes, hosts).catch((error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      refuse(response, 500, problem);
    });
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const isTaken = reason === 'EADDRINUSE';
    const why = isTaken ? 'another program listens there' : reason;
    throw new LifecycleError('LC950', `cannot listen on port ${port}: ${why}`, ['name another with --port'], 3, {
      cause,
    });
  }
  const own = (server.address() as AddressInfo).port;
  hosts = [`127.0.0.1:${own}`, `localhost:${own}`];
  return {
    url: `http://127.0.0.1:${own}/`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { pages, streams, deeds }: Routes,
  hosts: readonly string[],
): Promise<void> {
  const { method = '', headers } = request;
  if (!hosts.includes(headers.host ?? '')) return refuse(response, 403, `open it as http://${hosts[0]}/`);
  const isForeign = headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`);
  if (isForeign) return refuse(response, 403, 'another page may not ask this');
  const { pathname } = new URL(request.url ?? '/', `http://${hosts[0]}`);
  const page = own(pages, pathname);
  const stream = own(streams, pathname);
  const deed = own(deeds, pathname);
  if (method === 'GET' && page !== undefined) {
    const text = await page();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
  } else if (method === 'GET' && stream !== undefined) stream(response);
  else if (method === 'POST' && deed !== undefined) {
    if (headers.origin === undefined || headers['x-lifecycle'] !== '1')
      return refuse(response, 403, 'only its own page may ask this');
    const body = await readBody(request);
    if (body === null) return refuse(response, 400, `send JSON of at most ${MOST_BYTES} bytes`);
    const text = JSON.stringify(await deed(body.value));
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  } else refuse(response, (page ?? stream ?? deed) ? 405 : 404, 'there is nothing here');
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

async function readBody(request: IncomingMessage): Promise<{ readonly value: unknown } | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  if (response.headersSent) response.end();
  else response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
}
