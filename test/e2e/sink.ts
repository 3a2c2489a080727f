import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One message that the sink accepted. */
export interface Accepted {
  readonly id: string;
  readonly subject: string;
  readonly date: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** A mail server in another process. */
export interface Sink {
  readonly url: string;
  accepted(): readonly Accepted[];
  /** Lets a server that holds its answers back give them from now on. */
  release(): void;
  stop(): Promise<void>;
}

/** Starts a mail server whose log is in `folder`; `fsync` waits for the disk before each 250, `hold` keeps every answer to a message back until `release`. */
export async function startSink(
  folder: string,
  { fsync = false, hold = false }: { readonly fsync?: boolean; readonly hold?: boolean } = {},
): Promise<Sink> {
  const log = join(folder, 'accepted.ndjson');
  const permit = join(folder, 'answers');
  const script = fileURLToPath(new URL('sink-child.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, log, fsync ? 'fsync' : 'write', hold ? permit : ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `smtp://127.0.0.1:${port.toString().trim()}`,
    accepted: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line) as Accepted)
        : [],
    release: () => writeFileSync(permit, ''),
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
