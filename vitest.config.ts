import { randomInt } from 'node:crypto';
import { existsSync, statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Memory, where there is enough of it, to keep the thousands of small folders that tests make and take away. */
function temporaryFolder(): { readonly TMPDIR?: string } {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return {};
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? { TMPDIR: memory } : {};
}

/** One number for all tests of this run, which is told, where any will do. */
function drawnSeed(): { readonly LIFECYCLE_SEED?: string } {
  if (process.env.LIFECYCLE_SEED !== 'any') return {};
  const seed = String(randomInt(2 ** 31));
  console.log(`LIFECYCLE_SEED=${seed}`);
  return { LIFECYCLE_SEED: seed };
}

export default defineConfig({
  test: {
    setupFiles: ['test/steady-seed.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // Modules are read once for all files of a worker: half a second less for each file. What a test changes outside itself, it puts back.
    isolate: false,
    env: { ...temporaryFolder(), ...drawnSeed() },
    // The built command line is called as it is.
    server: { deps: { external: [/[/\\]dist[/\\]/] } },
  },
});
