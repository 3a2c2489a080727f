import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

// What a person waits for: the CPU of whole processes (user + system), as the operating system counts it.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const RUNS = Number(process.argv[2] ?? 15);
const COMMANDS = { 'node -e 0': ['-e', '0'], 'lifecycle --help': [CLI, '--help'], 'lifecycle check': [CLI, 'check'] };

/** CPU and wall time of one process, in milliseconds. Bash asks the operating system what a child used. */
function run(args) {
  const timed = 'TIMEFORMAT="cpu %3U %3S %3R"; time "$@" > /dev/null 2>&1';
  const { stderr, status } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [user, system, wall] = (/^cpu (.*)$/m.exec(stderr)?.[1] ?? '').split(' ').map((seconds) => 1000 * Number(seconds));
  if (status !== 0 || wall === undefined) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return { cpu: user + system, wall };
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
