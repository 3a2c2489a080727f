import { existsSync, statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Memory, where there is enough of it, to keep the thousands of small folders that tests make and take away. */
function temporaryFolder(): { readonly TMPDIR?: string } {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return {};
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? { TMPDIR: memory } : {};
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // Modules are read once for all files of a worker: half a second less for each file. What a test changes outside itself, it puts back.
    isolate: false,
    env: { ...temporaryFolder() },
    // The built command line is called as it is.
    server: { deps: { external: [/[/\\]dist[/\\]/] } },
  },
});
