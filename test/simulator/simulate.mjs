// npm run simulate -- --seeds 1000000 --from 0: lives through many seeds. SEED=123 npm run simulate: lives through one, and prints what happened.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '10000' }, from: { type: 'string', default: '0' } },
});
const began = Date.now();
const { status } = spawnSync('npx', ['vitest', 'run', 'test/simulator'], {
  stdio: 'inherit',
  env: { ...process.env, LIFECYCLE_SEEDS: values.seeds, LIFECYCLE_SEED_FROM: values.from },
});
const seconds = (Date.now() - began) / 1000;
if (process.env.SEED === undefined) console.log(`${values.seeds} seeds in ${seconds.toFixed(1)} s`);
process.exitCode = status ?? 1;
