import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

// What a person waits for: the CPU of whole processes (user + system), as the operating system counts it.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const RUNS = Number(process.argv[2] ?? 15);
const COMMANDS = { 'node -e 0': ['-e', '0'], 'lifecycle --help': [CLI, '--help'], 'lifecycle check': [CLI, 'check'] };

/** CPU and wall time of one process, in milliseconds. */
function run(args) {
  const usage = `process.stdout.write = () => true;
    process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(2, 'cpu ' + (user + system) / 1000 + '\\n'); });`;
  const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${usage}`)}`;
  const began = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ['--import', preload, ...args], { cwd: ROOT, encoding: 'utf8' });
  const cpu = Number(/^cpu (.*)$/m.exec(stderr)?.[1]);
  if (status !== 0 || Number.isNaN(cpu)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return { cpu, wall: performance.now() - began };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const found = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
for (const args of Object.values(COMMANDS)) run(args); // The template cache and the page cache are warm from here on.
for (let i = 0; i < RUNS; i++) for (const [name, args] of Object.entries(COMMANDS)) found[name].push(run(args));

const bare = median(found['node -e 0'].map(({ cpu }) => cpu));
console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, ${RUNS} runs each, medians`);
for (const [name, runs] of Object.entries(found)) {
  const cpu = median(runs.map((each) => each.cpu));
  const wall = median(runs.map((each) => each.wall));
  console.log(`${name.padEnd(18)} ${cpu.toFixed(0).padStart(5)} ms CPU  ${wall.toFixed(0).padStart(5)} ms wall  ${(cpu / bare).toFixed(1)} × bare node`);
}
