import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { request as ask } from 'node:http';
import { join } from 'node:path';
import { type CliOptions, makeProject, ROOT, type TestProject } from './project.js';

/** One thing that the server told a tab. */
export interface Told {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was told.
  readonly data: any;
}

/** A tab that listens. */
export interface Tab {
  /** The first event of this name that was not asked for yet; waits for it. */
  next(name: string): Promise<Told['data']>;
  close(): void;
}

/** `lifecycle dev` on the starter, in a process of its own. */
export interface DevServer {
  readonly project: TestProject;
  readonly url: string;
  /** What it said on stderr. */
  said(): string;
  get(
    path: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string }>;
  post(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string }>;
  listen(): Promise<Tab>;
  /** Ends it as Ctrl-C does, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts it on a copy of the starter, changed before. */
export async function startDev(
  change: (project: TestProject) => void = () => undefined,
  options: CliOptions = {},
): Promise<DevServer> {
  const project = makeProject();
  cpSync(join(ROOT, 'starter'), project.root, { recursive: true });
  change(project);
  const child = project.start(['dev', '--port', '0'], options);
  let [out, err] = ['', ''];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const url = await new Promise<string>((done, fail) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = /http:\S+/.exec(out)?.[0];
      if (found !== undefined) done(found);
    });
    child.on('exit', () => fail(new Error(`it ended: ${out}${err}`)));
  });
  const { port, host } = new URL(url);
  const send = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) =>
    new Promise<{ readonly status: number; readonly text: string }>((done, fail) => {
      const asked = ask({ host: '127.0.0.1', port, method, path, headers: { host, ...headers } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      });
      asked.on('error', fail).end(body);
    });
  return {
    project,
    url,
    said: () => err + out,
    get: (path, headers = {}) => send('GET', path, headers),
    post: (path, body, headers = { origin: url.slice(0, -1), 'x-lifecycle': '1' }) =>
      send('POST', path, headers, JSON.stringify(body)),
    listen: () => listen(`${url}events`),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      project.remove();
      return code;
    },
  };
}

async function listen(url: string): Promise<Tab> {
  const stop = new AbortController();
  const answer = await fetch(url, { signal: stop.signal });
  const told: Told[] = [];
  let wake: () => void = () => undefined;
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const part of answer.body!.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>) {
      rest += part;
      const events = rest.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
        if (name !== '') told.push({ name, data: JSON.parse(data) });
      }
      wake();
    }
  };
  read().catch(() => undefined);
  return {
    async next(name) {
      for (;;) {
        const at = told.findIndex((one) => one.name === name);
        if (at >= 0) return told.splice(at, 1)[0]?.data;
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    },
    close: () => stop.abort(),
  };
}
