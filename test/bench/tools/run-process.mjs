import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const PROBE = `import { writeSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 }));
});`;

/** What lets node tell, when it ends, its CPU in milliseconds and its peak memory in MB, as JSON on file descriptor 3. */
export const PROBED = ['--import', `data:text/javascript,${encodeURIComponent(PROBE)}`];

/** CPU and wall time in milliseconds, and peak memory in MB, of node with these arguments, from its start to its end. */
export function runProcess(args, cwd) {
  const began = performance.now();
  const { status, output } = spawnSync(process.execPath, [...PROBED, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${args.join(' ').slice(0, 200)} ended with ${status}: ${output[2]}`);
  return { wall: performance.now() - began, ...JSON.parse(output[3]) };
}
