import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** In percent of the tries. */
export interface Trouble {
  readonly seed: number;
  /** Answers that are lost: the message was taken, and the server hung up instead of saying so. */
  readonly lost: number;
  /** Connections dropped before the message. */
  readonly dropped: number;
  /** Recipients refused for now. */
  readonly refused: number;
}

/** A mail server in another process, with troubles; what it took it wrote to the disk before it answered. */
export interface MailSink {
  readonly url: string;
  /** How many messages it has taken so far. */
  taken(): number;
  /** Resolves at its next message. */
  nextMessage(): Promise<void>;
  /** The ids of all messages it took, in order: those whose answer it gave, and those whose answer was lost. */
  log(): { readonly answered: readonly string[]; readonly lost: readonly string[] };
  /** Ends all troubles. */
  calmDown(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one that writes to `log`. */
export async function startMailSink(log: string, { seed, lost, dropped, refused }: Trouble): Promise<MailSink> {
  const script = fileURLToPath(new URL('mail-sink.mjs', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, log, ...[seed, lost, dropped, refused].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = (await once(child.stdout!, 'data')) as [Buffer];
  let taken = 0;
  child.stdout!.on('data', (dots: Buffer) => {
    taken += dots.length;
  });
  const lines = (): readonly { readonly kind: string; readonly id?: string }[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly id?: string });
  return {
    url: `smtp://127.0.0.1:${first.toString().trim()}`,
    taken: () => taken,
    nextMessage: async () => void (await once(child.stdout!, 'data')),
    log() {
      const of = (kind: string): readonly string[] =>
        lines().flatMap((line) => (line.kind === kind && line.id !== undefined ? [line.id] : []));
      return existsSync(log) ? { answered: of('taken'), lost: of('lost') } : { answered: [], lost: [] };
    },
    async calmDown() {
      child.kill('SIGUSR2');
      while (!lines().some(({ kind }) => kind === 'quiet')) await sleep(5);
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
