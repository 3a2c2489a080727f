import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks', maxWorkers: 2,
    // The built command line is called as it is.
    server: { deps: { external: [/[/\\]dist[/\\]/] } },
  },
});
